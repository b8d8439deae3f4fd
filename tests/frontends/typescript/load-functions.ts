import { Validator } from "@cfworker/json-schema";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { inputSchema, outputSchema } from "../../../src/emitter/component-schemas.js";
import { SchemaLibrary } from "../../../src/emitter/schema-library.js";
import { loadTypeScript, type TypeScriptInput } from "../../../src/frontends/typescript/load-typescript.js";
import type { Component, Prompt, Resource, ResourceTemplate, Tool } from "../../../src/ir/component.js";
import type { JsonValue } from "../../../src/ir/json.js";
import type { Schema } from "../../../src/ir/schema.js";
import { memoryHost } from "./memory-files.js";

/** Loads the files of a package in memory; a text stands for `src/tools/x.ts`. */
export async function loadFunctions(
  files: string | Readonly<Record<string, string>>,
  input: Partial<TypeScriptInput> = {},
) {
  const diagnostics = new Diagnostics();
  const host = memoryHost(typeof files === "string" ? { "src/tools/x.ts": files } : files);
  const loaded = await loadTypeScript(
    { inputs: ["src/tools"], output: "src/mcp", coerce: true, ...input },
    host,
    diagnostics,
  );
  const places = await loaded.locate(diagnostics.list.flatMap(({ origin }) => origin ?? []));
  const provider = loaded.content?.provider;
  const components = provider?.components ?? [];
  return {
    ...loaded,
    provider,
    components,
    types: new Map((provider?.types ?? []).map((type) => [type.name, type.schema])),
    codes: diagnostics.list.map(({ code }) => code),
    /** `file:line:col severity code: message`, as they are printed. */
    messages: diagnostics.list.map(({ origin, severity, code, message }) => {
      const place = origin && places.get(origin);
      const where = origin && place ? `${origin.file}:${String(place.line)}:${String(place.column)} ` : "";
      return `${where}${severity} ${code}: ${message}`;
    }),
    helps: diagnostics.list.map(({ help }) => help),
    tool: (name: string) => found(components, "tool", name) as Tool,
    resource: (name: string) => found(components, "resource", name) as Resource,
    template: (name: string) => found(components, "template", name) as ResourceTemplate,
    prompt: (name: string) => found(components, "prompt", name) as Prompt,
    /** The schema of a tool's arguments, as clients see it. */
    inputSchema: (name: string): JsonValue => {
      const tool = found(components, "tool", name) as Tool;
      return inputSchema(tool.input, library(provider?.types ?? [], [tool.input], "schemas")).value;
    },
    /** The schema of a tool's result, as clients see it. */
    outputSchema: (name: string): JsonValue | undefined => {
      const { result } = found(components, "tool", name) as Tool;
      return result && outputSchema(result, library(provider?.types ?? [], [result], "results"), true).value;
    },
  };
}

function library(types: ConstructorParameters<typeof SchemaLibrary>[0], roots: readonly Schema[], name: string) {
  return new SchemaLibrary(types, roots, name, 20_480);
}

function found(components: readonly Component[], kind: Component["kind"], name: string): Component {
  const component = components.find((one) => one.kind === kind && one.name === name);
  if (component === undefined) {
    throw new Error(`no ${kind} ${name}: ${components.map((one) => `${one.kind} ${one.name}`).join(", ")}`);
  }
  return component;
}

/** Whether a JSON Schema accepts a value. */
export function accepts(schema: JsonValue, value: unknown): boolean {
  return new Validator(structuredClone(schema) as object, "2020-12").validate(value).valid;
}
