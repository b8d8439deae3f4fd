import { ArgumentError } from "../tool-error.js";
import { delimiters, type DelimitedStyle } from "./delimiters.js";
import type { PathArgument } from "./http-request.js";
import { pathPieces, type PathOptions } from "./path.js";
import { percentEncode } from "./percent.js";
import { isRecord } from "./styles.js";

export interface StyledPathOptions extends PathOptions {
  /** Default: simple. A JSON value has no style. */
  readonly style?: "simple" | "label" | "matrix" | DelimitedStyle;
  /** Slashes separate segments (`x-multi-segment`). */
  readonly multiSegment?: boolean;
}

/** What stands for `{name}`, in any style (OpenAPI 3.1 §4.8.12). */
export function styledPath(name: string, value: unknown, options: StyledPathOptions): PathArgument {
  return { name, encode: () => encodePath(name, value, options) };
}

function encodePath(name: string, value: unknown, options: StyledPathOptions): string {
  const { style, explode, json, multiSegment } = options;
  if (multiSegment && !json && typeof value === "string") {
    const segments = value.split("/");
    if (segments.includes("")) throw new ArgumentError(`${name}: must not be empty or have an empty segment`);
    return segments.map(percentEncode).join("/");
  }
  const parts = pathPieces(name, value, options);
  if (json || style === undefined || style === "simple") return parts.join(",");
  if (style === "label") return `.${parts.join(explode ? "." : ",")}`;
  if (style !== "matrix") return parts.join(percentEncode(delimiters[style]));
  const prefix = `;${percentEncode(name)}=`;
  return explode ? parts.map((one) => (isRecord(value) ? `;${one}` : prefix + one)).join("") : prefix + parts.join(",");
}
