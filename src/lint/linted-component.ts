import type { ListedComponent } from "../drift/compare-surfaces.js";
import type { Origin } from "../ir/origin.js";

/** A component as rules look at it. */
export interface LintedComponent {
  readonly listed: ListedComponent;
  /** Tokens that a model reads of it. */
  readonly tokens: number;
  readonly tags: readonly string[];
  /** Path of the operation behind it, as written; absent where there is none or only the surface is known. */
  readonly path?: string;
  /** Where it was declared; absent where only the surface is known. */
  readonly origin?: Origin;
}

/** What is linted. */
export interface LintedServer {
  /** Name under which clients know it. */
  readonly name: string;
  readonly instructions: string;
  readonly components: readonly LintedComponent[];
}

/** A text of a component; empty when it has none. */
export function textOf({ listed }: LintedComponent, field: "title" | "description"): string {
  const text = listed[field];
  return typeof text === "string" ? text : "";
}
