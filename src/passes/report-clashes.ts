import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { addressOf } from "../ir/address-of.js";
import type { Component } from "../ir/component.js";
import type { Origin } from "../ir/origin.js";
import type { Program, Provider } from "../ir/program.js";

/** Reports components of different providers that clients could not tell apart, each with the place of both. */
export function reportClashes(program: Program, diagnostics: Diagnostics): void {
  const taken = new Map<string, { readonly provider: Provider; readonly component: Component }>();
  for (const provider of program.providers) {
    for (const component of provider.components) {
      const address = addressOf(component);
      const key = `${component.kind} ${address.toLowerCase()}`;
      const other = taken.get(key);
      if (other === undefined) taken.set(key, { provider, component });
      else if (other.provider !== provider)
        diagnostics.report("program/name-clash", component.origin, {
          kind: component.kind,
          address,
          provider: provider.name,
          other: other.provider.name,
          place: placeOf(other.component.origin),
        });
    }
  }
}

function placeOf(origin: Origin): string {
  return origin.kind === "pointer" ? `${origin.file}#${origin.pointer}` : origin.file;
}
