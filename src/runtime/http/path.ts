import { ArgumentError } from "../tool-error.js";
import type { PathArgument } from "./http-request.js";
import { percentEncode } from "./percent.js";
import { isRecord, pieces } from "./styles.js";

export interface PathOptions {
  /** Default: simple. */
  readonly style?: "simple" | "label" | "matrix";
  /** Default: false. */
  readonly explode?: boolean;
  /** Written as JSON. */
  readonly json?: boolean;
  /** Slashes separate segments (`x-multi-segment`). */
  readonly multiSegment?: boolean;
}

/** What stands for `{name}` (OpenAPI 3.1 §4.8.12). */
export function path(name: string, value: unknown, options: PathOptions = {}): PathArgument {
  return { name, encode: () => encodePath(name, value, options) };
}

function encodePath(name: string, value: unknown, { style, explode = false, json, multiSegment }: PathOptions): string {
  if (value === undefined) throw new ArgumentError(`${name}: is required`);
  if (json) return percentEncode(JSON.stringify(value));
  const segments = multiSegment && typeof value === "string" ? value.split("/") : undefined;
  const parts = segments?.map(percentEncode) ?? pieces(value, explode, percentEncode);
  if (segments?.includes("") || parts.join("") === "") {
    throw new ArgumentError(`${name}: must not be empty${segments === undefined ? "" : " or have an empty segment"}`);
  }
  if (segments !== undefined) return parts.join("/");
  if (style === "label") return `.${parts.join(explode ? "." : ",")}`;
  if (style !== "matrix") return parts.join(",");
  const prefix = `;${percentEncode(name)}=`;
  return explode ? parts.map((one) => (isRecord(value) ? `;${one}` : prefix + one)).join("") : prefix + parts.join(",");
}
