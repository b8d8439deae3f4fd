import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Dialect } from "./api-document.js";
import type { Cursor } from "./cursor.js";
import { written } from "./written.js";

/** Dialect of a document; reports and gives `undefined` when it is none that mcpgen reads. Versions that are nearly right are read. */
export function detectVersion(root: Cursor, diagnostics: Diagnostics): Dialect | undefined {
  if (root.object === undefined) {
    diagnostics.report("openapi/not-openapi", root.origin, { found: `it holds ${describe(root.value)}` });
    return undefined;
  }
  const place = root.raw("openapi") ?? root.raw("swagger");
  if (place === undefined) {
    diagnostics.report("openapi/not-openapi", root.origin, { found: "it has neither `openapi` nor `swagger`" });
    return undefined;
  }
  const isSwagger = root.raw("openapi") === undefined;
  const version = typeof place.value === "number" ? numberText(place.value) : written(place.value);
  const dialect = isSwagger ? swaggerDialect(version) : openApiDialect(version);
  if (dialect === undefined) {
    diagnostics.report("openapi/unsupported-version", place.origin, { version });
    return undefined;
  }
  const published = isSwagger ? version === "2.0" : /^3\.(?:0\.[0-4]|1\.[0-2]|2\.0)$/.test(version);
  if (!published || typeof place.value !== "string") {
    diagnostics.report("openapi/odd-version", place.origin, { version, readAs: publishedVersion(version, dialect) });
  }
  return dialect;
}

function swaggerDialect(version: string): Dialect | undefined {
  return version === "2.0" || version === "2" ? "2.0" : undefined;
}

function openApiDialect(version: string): Dialect | undefined {
  const match = /^3(?:\.(\d+))?(?:\.\d+)?(?:-.*)?$/.exec(version);
  if (match === null) return undefined;
  return match[1] === undefined || match[1] === "0" ? "3.0" : "3.1";
}

function publishedVersion(version: string, dialect: Dialect): string {
  if (dialect === "2.0") return "2.0";
  if (dialect === "3.0") return "3.0.4";
  return /^3\.1\b/.test(version) ? "3.1.1" : "3.2.0";
}

function numberText(value: number): string {
  return Number.isInteger(value) ? `${String(value)}.0` : String(value);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return value === null ? "nothing" : `the ${typeof value} ${JSON.stringify(value).slice(0, 40)}`;
}
