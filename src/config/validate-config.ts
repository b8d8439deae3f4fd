import { z } from "zod";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { nearestName } from "../diagnostics/nearest-name.js";
import type { Config } from "./config.js";
import { configSchema } from "./config-schema.js";

/**
 * The value as a configuration; `undefined` when it is none, with a diagnostic for each thing that is wrong.
 *
 * @param file path of the file, as diagnostics name it
 */
export function validateConfig(value: unknown, file: string, diagnostics: Diagnostics): Config | undefined {
  const parsed = configSchema.safeParse(withoutSchemaKey(value));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const pointer = issue.path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    for (const fault of faults(issue)) {
      diagnostics.report("config/invalid", { kind: "pointer", file, pointer }, fault);
    }
  }
  return undefined;
}

interface Fault {
  /** What is wrong, by its path: `sources[0].coerce`. */
  readonly path: string;
  readonly reason: string;
  readonly suggestion: string | undefined;
}

function faults(issue: z.core.$ZodIssue): readonly Fault[] {
  const path = pathText(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      reason: "there is no such setting",
      suggestion: nearestName(key, knownKeys(issue.path)),
    }));
  }
  if (issue.code === "invalid_union" && issue.path.at(-1) === "kind")
    return [{ path, reason: "it is none of the kinds that there are", suggestion: undefined }];
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return [{ path, reason: isMissing ? "it is missing" : lowerFirst(issue.message), suggestion: undefined }];
}

/** Keys that an object at a path may have, as far as schemas of objects lead there. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let schemas: readonly z.core.$ZodType[] = [configSchema];
  for (const step of path) schemas = schemas.flatMap((schema) => within(schema, step));
  return schemas.flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []));
}

function within(schema: z.core.$ZodType, step: PropertyKey): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
    return unwrapped(shape[String(step)]);
  }
  if (schema instanceof z.ZodArray) return unwrapped(schema.element);
  return schema instanceof z.ZodRecord ? unwrapped(schema.valueType) : [];
}

/** The schemas behind unions and optional ones. */
function unwrapped(schema: z.core.$ZodType | undefined): readonly z.core.$ZodType[] {
  if (schema === undefined) return [];
  if (schema instanceof z.ZodExactOptional) return unwrapped(schema.unwrap());
  return schema instanceof z.ZodUnion ? schema.options.flatMap(unwrapped) : [schema];
}

/** `["sources", 0, "coerce"]` → `sources[0].coerce`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${String(step)}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `$schema` is the editor's. */
function withoutSchemaKey(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "$schema"));
}
