import { addressOf } from "../ir/address-of.js";
import type { Component } from "../ir/component.js";
import type { OlderVersion, Program, Provider } from "../ir/program.js";
import { compareVersions } from "./compare-versions.js";

/**
 * Where functions share a name or an address and differ in their version, the highest stays, with the list of all; the others
 * go to providers of their own, one for each version.
 */
export function partVersions(program: Program): Program {
  const older = new Map<string, Provider[]>();
  const taken = new Set(program.providers.map(({ name }) => keyOf(name)));
  const providers = program.providers.map((provider) => {
    if (provider.functions === undefined) return provider;
    const { listed, others } = parted(provider.components);
    for (const [version, components] of others) {
      const name = freeName(`${provider.name}-v${version}`, taken);
      older.set(version, [...(older.get(version) ?? []), { ...provider, name, components }]);
    }
    return others.size === 0 ? provider : { ...provider, components: listed };
  });
  if (older.size === 0) return program;
  const versions = [...older].sort(([a], [b]) => compareVersions(b, a));
  return {
    ...program,
    providers,
    older: versions.map(([version, own]): OlderVersion => ({ version, providers: own })),
  };
}

interface Parted {
  readonly listed: readonly Component[];
  /** By version. */
  readonly others: ReadonlyMap<string, readonly Component[]>;
}

function parted(components: readonly Component[]): Parted {
  const families = new Map<string, Component[]>();
  for (const component of components) {
    const key = `${component.kind} ${addressOf(component)}`;
    families.set(key, [...(families.get(key) ?? []), component]);
  }
  const highest = new Map<Component, Component>();
  const others = new Map<string, Component[]>();
  for (const family of families.values()) {
    const sorted = family.toSorted((a, b) => compareVersions(b.version ?? "", a.version ?? ""));
    const versions = sorted.flatMap(({ version }) => version ?? []);
    const [first, ...rest] = sorted;
    // What a configuration has given one name without telling it apart is left to those who report clashes.
    if (first === undefined || rest.length === 0 || new Set(versions).size < family.length) continue;
    highest.set(first, { ...first, versions });
    for (const component of rest) {
      const { version = "" } = component;
      others.set(version, [...(others.get(version) ?? []), component]);
    }
  }
  const unlisted = new Set([...others.values()].flat());
  return {
    listed: components.filter((one) => !unlisted.has(one)).map((one) => highest.get(one) ?? one),
    others,
  };
}

/** In kebab-case, and no other provider's, whose folder, variables and functions are called after it. */
function freeName(wanted: string, taken: Set<string>): string {
  const words = wanted
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/-+$/, "");
  let name = words;
  for (let count = 2; taken.has(keyOf(name)); count++) name = `${words}-no${String(count)}`;
  taken.add(keyOf(name));
  return name;
}

function keyOf(name: string): string {
  return name.replace(/[^a-z0-9]/gi, "").toLowerCase();
}
