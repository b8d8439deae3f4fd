import type { Component, ComponentFields, Prompt, Resource, ResourceTemplate, Tool } from "../ir/component.js";
import type { JsonObject, JsonValue } from "../ir/json.js";
import type { Program } from "../ir/program.js";
import { bridgeTools } from "./bridge-tools.js";
import { definedEntries } from "./defined-entries.js";
import type { ComponentSchema } from "./component-schemas.js";
import { planProviders } from "./provider-plan.js";

/** A component as the running server lists it, with its kind before MCP's fields: a line of `surface.json`. */
export interface SurfaceComponent extends JsonObject {
  readonly kind: Component["kind"];
  readonly name: string;
}

/** A tool with what clients are shown of its schemas. */
interface ListedTool {
  readonly component: Tool;
  readonly input: ComponentSchema;
  readonly output?: ComponentSchema | undefined;
}

/** A prompt with what its schema says of the arguments. */
interface ListedPrompt {
  readonly component: Prompt;
  readonly input: ComponentSchema;
}

/** Components of one tag, whatever stands behind them. */
interface ListedGroup {
  readonly tools: readonly ListedTool[];
  readonly resources: readonly { readonly component: Resource }[];
  readonly templates: readonly { readonly component: ResourceTemplate }[];
  readonly prompts?: readonly ListedPrompt[];
}

const surfaces = new WeakMap<Program, readonly SurfaceComponent[]>();

/** Every component in the order in which the server lists them: tools, resources, templates, prompts; each kind by provider and tag. */
export function surface(program: Program): readonly SurfaceComponent[] {
  const known = surfaces.get(program);
  if (known !== undefined) return known;
  const made = [...listed(program)];
  surfaces.set(program, made);
  return made;
}

/** Whether all components together take more bytes than a number of them, as clients load them. */
export function surfaceExceeds(program: Program, bytes: number): boolean {
  const components: SurfaceComponent[] = [];
  let sum = 0;
  for (const component of listed(program)) {
    components.push(component);
    sum += lineOf(component).bytes;
    if (sum > bytes) return true;
  }
  // Every one of them has been looked at, so this is the surface.
  surfaces.set(program, components);
  return false;
}

function* listed(program: Program): Generator<SurfaceComponent> {
  const groups = planProviders(program).flatMap((plan): readonly ListedGroup[] => plan.groups);
  for (const { tools } of groups) yield* tools.map(listedTool);
  yield* bridgeTools(program);
  for (const { resources } of groups) yield* resources.map(({ component }) => listedResource(component));
  for (const { templates } of groups) yield* templates.map(({ component }) => listedTemplate(component));
  for (const { prompts = [] } of groups) yield* prompts.map(listedPrompt);
}

/** A component as compact JSON, and how many bytes of UTF-8 that is. */
interface Line {
  readonly text: string;
  readonly bytes: number;
}

const lines = new WeakMap<SurfaceComponent, Line>();

function lineOf(component: SurfaceComponent): Line {
  const known = lines.get(component);
  if (known !== undefined) return known;
  const text = JSON.stringify(component);
  const line = { text, bytes: Buffer.byteLength(text) };
  lines.set(component, line);
  return line;
}

/** A component's line in `surface.json`: compact JSON. */
export function surfaceLine(component: SurfaceComponent): string {
  return lineOf(component).text;
}

/** Tokens of a component as the model sees it: bytes of its compact JSON, without our `kind`, divided by four. */
export function tokensOf(component: SurfaceComponent): number {
  const ours = `"kind":"${component.kind}",`.length;
  return Math.ceil((lineOf(component).bytes - ours) / 4);
}

function listedTool({ component: tool, input, output }: ListedTool): SurfaceComponent {
  return {
    kind: "tool",
    name: tool.name,
    ...texts(tool),
    inputSchema: input.value,
    ...(output === undefined ? {} : { outputSchema: output.value }),
    ...annotations(tool.annotations),
    ...tail(tool),
  };
}

function listedResource(resource: Resource): SurfaceComponent {
  const { name, uri, mimeType } = resource;
  return {
    kind: "resource",
    name,
    uri,
    ...texts(resource),
    ...(mimeType === "" ? {} : { mimeType }),
    ...annotations(resource.annotations),
    ...tail(resource),
  };
}

function listedTemplate(template: ResourceTemplate): SurfaceComponent {
  const { name, uriTemplate, mimeType } = template;
  return {
    kind: "template",
    name,
    uriTemplate,
    ...texts(template),
    ...(mimeType === "" ? {} : { mimeType }),
    ...annotations(template.annotations),
    ...tail(template),
  };
}

function listedPrompt({ component: prompt, input }: ListedPrompt): SurfaceComponent {
  return {
    kind: "prompt",
    name: prompt.name,
    ...texts(prompt),
    arguments: prompt.input.properties.map(({ name, required }) => ({
      name,
      ...described(memberOf(memberOf(input.value, "properties"), name)),
      required,
    })),
    ...tail(prompt),
  };
}

function described(schema: JsonValue | undefined): JsonObject {
  const description = memberOf(schema, "description");
  return typeof description === "string" ? { description } : {};
}

function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function texts({ title, description }: ComponentFields): JsonObject {
  return { ...(title === "" ? {} : { title }), ...(description === "" ? {} : { description }) };
}

function annotations(given: Tool["annotations"] | Resource["annotations"]): JsonObject {
  const entries = definedEntries({ ...given });
  return entries.length === 0 ? {} : { annotations: Object.fromEntries(entries) };
}

function tail({ icons, meta, deprecated, version, versions, tags }: ComponentFields): JsonObject {
  const facts: [string, JsonValue][] = Object.entries(meta);
  if (deprecated === true) facts.push(["mcpgen/deprecated", true]);
  if (version !== undefined || tags.length > 0) {
    facts.push(["fastmcp", { tags, ...(version !== undefined && { version }), ...(versions && { versions }) }]);
  }
  return {
    ...(icons.length === 0 ? {} : { icons: icons.map((icon) => Object.fromEntries(definedEntries({ ...icon }))) }),
    ...(facts.length === 0 ? {} : { _meta: Object.fromEntries(facts) }),
  };
}
