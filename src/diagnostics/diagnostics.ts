import type { Origin } from "../ir/origin.js";
import { catalogue, type Catalogue, type DiagnosticCode } from "./catalogue.js";
import type { Diagnostic } from "./diagnostic.js";

/** Parameters that the message of a code needs. */
type Parameters<Code extends DiagnosticCode> = Catalogue[Code] extends { message: (parameters: infer P) => string }
  ? P
  : never;

/** The diagnostics of one run, in the order in which they were found. Collected, never thrown. */
export class Diagnostics {
  readonly #list: Diagnostic[] = [];

  /** Adds a diagnostic of the catalogue. The same code, place and message is kept once. */
  report<Code extends DiagnosticCode>(code: Code, origin: Origin | undefined, parameters: Parameters<Code>): void;
  report(code: DiagnosticCode, origin: Origin | undefined, parameters: never): void {
    const entry = catalogue[code];
    const message = entry.message(parameters);
    const help = typeof entry.help === "string" ? entry.help : entry.help(parameters);
    this.add([{ code, severity: entry.severity, message, help, ...(origin && { origin }) }]);
  }

  /** Adds what was collected apart, because it might have been thrown away. */
  add(list: readonly Diagnostic[]): void {
    for (const diagnostic of list) {
      const said = `${diagnostic.code} ${diagnostic.message}`;
      const places = this.#places.get(said) ?? new Set();
      const place = JSON.stringify(diagnostic.origin ?? {});
      if (places.has(place)) continue;
      this.#places.set(said, places.add(place));
      this.#list.push(diagnostic);
    }
  }

  /** By what is said. Not one set of both: keys beyond 16 kB, as long pointers make them, all have the same hash in V8. */
  readonly #places = new Map<string, Set<string>>();

  /** All of them so far. */
  get list(): readonly Diagnostic[] {
    return this.#list;
  }

  /** True when at least one is an error. */
  get hasErrors(): boolean {
    return this.#list.some((diagnostic) => diagnostic.severity === "error");
  }
}
