import type { PairsArgument, PathArgument } from "../../../src/runtime/http/http-request.js";
import { path as plainPath } from "../../../src/runtime/http/path.js";
import { query as plainQuery } from "../../../src/runtime/http/query.js";
import { styledPath, type StyledPathOptions } from "../../../src/runtime/http/styled-path.js";
import { styledQuery, type StyledQueryOptions } from "../../../src/runtime/http/styled-query.js";

/** `path` or `styledPath`, as generated clients choose. */
export function path(name: string, value: unknown, options: StyledPathOptions = {}): PathArgument {
  const isStyled = options.style !== undefined || options.multiSegment;
  return isStyled ? styledPath(name, value, options) : plainPath(name, value, options);
}

/** `query` or `styledQuery`, as generated clients choose. */
export function query(name: string, value: unknown, options: StyledQueryOptions = {}): PairsArgument {
  const isStyled = options.style !== undefined || options.allowReserved;
  return isStyled ? styledQuery(name, value, options) : plainQuery(name, value, options);
}
