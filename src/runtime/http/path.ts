import { ArgumentError } from "../tool-error.js";
import type { PathArgument } from "./http-request.js";
import { percentEncode } from "./percent.js";
import { pieces } from "./styles.js";

export interface PathOptions {
  /** Default: false. */
  readonly explode?: boolean;
  /** Written as JSON. */
  readonly json?: boolean;
}

/** What stands for `{name}`, in style simple (OpenAPI 3.1 §4.8.12). */
export function path(name: string, value: unknown, options: PathOptions = {}): PathArgument {
  return { name, encode: () => pathPieces(name, value, options).join(",") };
}

/** Never all empty. */
export function pathPieces(name: string, value: unknown, { explode = false, json }: PathOptions): string[] {
  if (value === undefined) throw new ArgumentError(`${name}: is required`);
  const parts = json ? [percentEncode(JSON.stringify(value))] : pieces(value, explode, percentEncode);
  if (parts.join("") === "") throw new ArgumentError(`${name}: must not be empty`);
  return parts;
}
