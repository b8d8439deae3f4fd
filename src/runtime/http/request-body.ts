import { ArgumentError, ToolError } from "../tool-error.js";
import type { EncodedBody, RequestBody } from "./http-request.js";

export interface BodyOptions {
  /** Sent exactly, unless it is a range such as `image/*`. */
  readonly mediaType?: string;
  /** Nothing set means no body, not an empty one. */
  readonly optional?: true;
  /** Arguments that must all be there if the body has anything. */
  readonly together?: Readonly<Record<string, unknown>>;
}

/** A body of values, of which `undefined` are not set; no list means no body. */
export function requestBody(
  values: readonly unknown[] | undefined,
  { mediaType = "*", optional, together = {} }: BodyOptions,
  usualType: string,
  encode: (mediaType: string) => EncodedBody | EncodedBody["bytes"],
): RequestBody {
  return {
    encode: () => {
      if (values === undefined) return undefined;
      if (values.some((value) => value !== undefined)) {
        const missing = Object.keys(together).filter((name) => together[name] === undefined);
        const problems = missing.map((name) => `${name}: is required when any part of the body is given`);
        if (problems.length > 0) throw new ArgumentError(problems);
      } else if (optional) return undefined;
      const contentType = mediaType.includes("*") ? usualType : mediaType;
      if (!/^[\t\x20-\x7e]+$/.test(contentType)) throw new ToolError("The body's media type cannot be sent.");
      const encoded = encode(contentType);
      return encoded instanceof Uint8Array ? { contentType, bytes: encoded } : encoded;
    },
  };
}
