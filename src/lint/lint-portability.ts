import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { JsonObject, JsonValue } from "../ir/json.js";
import type { LintedServer } from "./linted-component.js";

/** What a model's interface is known not to take, and where it was found first. */
interface Finding {
  readonly models: string;
  readonly what: string;
  readonly path: string;
}

/** Schemas that some models' interfaces refuse or misread. */
export function lintPortability({ components }: LintedServer, diagnostics: Diagnostics): void {
  for (const { listed, origin } of components) {
    const schema = listed["inputSchema"];
    if (schema === undefined) continue;
    const findings = new Map<string, Finding>();
    for (const finding of findingsIn(schema, "")) {
      if (!findings.has(finding.what)) findings.set(finding.what, finding);
    }
    if (findings.size > 0) {
      diagnostics.report("lint/not-portable", origin, { name: listed.name, findings: [...findings.values()] });
    }
  }
}

function* findingsIn(schema: JsonValue, path: string): Generator<Finding> {
  if (!isObject(schema)) return;
  const isRoot = path === "";
  if (isRoot && ["anyOf", "oneOf", "allOf"].some((keyword) => keyword in schema)) {
    yield { models: "Claude", what: "alternatives at the root", path };
  }
  if ("$ref" in schema) yield { models: "Gemini", what: "`$ref`", path };
  if (isList(schema["type"])) yield { models: "Gemini", what: "a list of types", path };
  const hasShape = ["type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"].some((keyword) => keyword in schema);
  if (!hasShape) yield { models: "Gemini and OpenAI", what: "a schema without a type", path };
  if (schema["type"] === "array" && !("items" in schema))
    yield { models: "OpenAI", what: "a list without `items`", path };
  for (const keyword of ["if", "not", "prefixItems", "patternProperties", "propertyNames"]) {
    if (keyword in schema) yield { models: "Gemini and OpenAI", what: `\`${keyword}\``, path };
  }
  for (const [name, property] of Object.entries(objectOf(schema["properties"]))) {
    const at = isRoot ? name : `${path}.${name}`;
    if (!/^[A-Za-z0-9_.-]{1,64}$/.test(name))
      yield { models: "Claude", what: "a property of another name than letters, digits and `_.-`", path: at };
    yield* findingsIn(property, at);
  }
  for (const [name, definition] of Object.entries(objectOf(schema["$defs"])))
    yield* findingsIn(definition, `$defs.${name}`);
  for (const keyword of ["anyOf", "oneOf", "allOf"]) {
    const members = schema[keyword];
    if (isList(members)) for (const member of members) yield* findingsIn(member, isRoot ? keyword : path);
  }
  if (isObject(schema["items"])) yield* findingsIn(schema["items"], `${path}[]`);
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
