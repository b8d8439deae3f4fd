import type { FunctionAnswer, FunctionBinding, FunctionParameter } from "../../src/ir/binding.js";
import type { Component, Prompt, Resource, ResourceTemplate, Tool } from "../../src/ir/component.js";
import type { NamedType } from "../../src/ir/named-type.js";
import type { Program } from "../../src/ir/program.js";
import type { ObjectSchema, Schema } from "../../src/ir/schema.js";
import { input, integer, named, origin, property, reference, text } from "./sample-programs.js";

/** A user's module, and what a frontend makes of it: one function of each interesting kind. */
export const source = `import { ToolError, type Context } from "mcpgen";

export type NoteId = string & { readonly __brand: "NoteId" };
export enum Order { Newest = "newest", Oldest = "oldest" }
export interface Note { id: NoteId; at: Date; tags: Set<string>; order?: Order }
export interface Folder { name: string; at: Date; children?: Folder[] }
class Secret { name = "n"; private readonly code = 7; reveal(): string { return this.name + String(this.code); } }

export function addNote(note: { id: NoteId; at: Date; tags: Set<string>; order?: Order; secret?: Secret }): Note {
  return { id: note.id, at: note.at, tags: note.tags, ...(note.order && { order: note.order }) };
}
export const search = async (query: string, limit = 10, ctx: Context, ...more: Order[]): Promise<string> => {
  ctx.log.info("searching");
  await Promise.resolve();
  return [query, limit, ctx.signal.aborted, ...more].join();
};
export function kinds(when: Date | number, sizes: Map<string, bigint>, code: Uint8Array | null, list: (URL | { at: Date })[], tree: Folder): string {
  return [
    when instanceof Date, sizes.get("a") === 3n, code instanceof Uint8Array ? code.length : code,
    list.map((one) => (one instanceof URL ? "url" : one.at instanceof Date)).join("+"), tree.children?.[0]?.at instanceof Date,
  ].join();
}
export function picture(): Uint8Array { return Uint8Array.from([1, 2, 3]); }
export function nothing(): void {}
export async function* counting(to: number): AsyncIterable<number> { for (let at = 1; at <= to; at++) { await Promise.resolve(); yield at; } }
export async function slow(ctx: Context): Promise<string> {
  await new Promise((resolve) => ctx.signal.addEventListener("abort", resolve));
  return "late";
}
export function refuse(why: string): string { throw new ToolError(why); }
export function crash(): string { throw new Error("password is hunter2"); }
export function overloaded(id: NoteId): number;
export function overloaded(id: number, twice: boolean): number;
export function overloaded(id: NoteId | number, _twice?: boolean): number { return typeof id === "number" ? id : id.length; }
export default function motto(): string { return "Onward"; }
export function file(path: string[], depth = 3): { path: string[]; depth: number } { return { path, depth }; }
export function review(code: string, days: number, style: "kind" | "stern", since?: Date): { role: "user" | "assistant"; content: { type: "text"; text: string } }[] {
  return [{ role: "user", content: { type: "text", text: [code, days + 1, style, since?.getUTCFullYear()].join() } }];
}
export function languages(value: string): string[] { return ["typescript", "tcl"].filter((one) => one.startsWith(value)); }
`;

const date: Schema = { kind: "string", format: "date-time", native: "date" };
const order: Schema = { kind: "enum", values: ["newest", "oldest"] };
const tags: Schema = { kind: "array", items: text, uniqueItems: true, native: "set" };

const folder: NamedType = named("Folder", {
  kind: "object",
  properties: [
    property("name", text, true),
    property("at", date, true),
    property("children", { kind: "array", items: reference("Folder") }),
  ],
  additional: { kind: "never" },
});

function binding(
  exportName: string,
  parameters: readonly FunctionParameter[],
  answer: FunctionAnswer = { kind: "json" },
  more: Partial<FunctionBinding> = {},
): FunctionBinding {
  return { kind: "function", module: "src/tools/notes.ts", exportName, parameters, returns: "value", answer, ...more };
}

const fields = { title: "", description: "", tags: [], icons: [], meta: {}, origin } as const;

function tool(of: FunctionBinding, given: ObjectSchema, result?: Schema, more: Partial<Tool> = {}): Tool {
  return {
    ...fields,
    kind: "tool",
    name: of.exportName,
    identifier: of.exportName,
    annotations: {},
    input: given,
    ...(result && { result }),
    binding: of,
    ...more,
  };
}

const argument = (name: string): FunctionParameter => ({ kind: "argument", name });

const motto: Resource = {
  ...fields,
  kind: "resource",
  name: "motto",
  identifier: "motto",
  title: "Motto",
  uri: "app://motto",
  mimeType: "text/plain",
  annotations: {},
  binding: binding("default", [], { kind: "text" }),
};

const file: ResourceTemplate = {
  ...fields,
  kind: "template",
  name: "file",
  identifier: "file",
  uriTemplate: "files://{path*}{?depth}",
  mimeType: "application/json",
  annotations: {},
  input: input(property("path", { kind: "array", items: text }, true), property("depth", { ...integer, default: 3 })),
  completions: [],
  binding: binding("file", [argument("path"), argument("depth")]),
};

const review: Prompt = {
  ...fields,
  kind: "prompt",
  name: "review",
  identifier: "review",
  description: "Review some code.",
  input: input(
    property("code", { ...text, description: "The code." }, true),
    property("days", integer, true),
    property("style", { kind: "enum", values: ["kind", "stern"] }, true),
    property("since", date),
  ),
  completions: [
    { argument: "style", kind: "values", values: ["kind", "stern"] },
    { argument: "code", kind: "function", module: "src/tools/notes.ts", exportName: "languages" },
  ],
  binding: binding("review", ["code", "days", "style", "since"].map(argument), { kind: "content" }),
};

const either: Schema = {
  kind: "union",
  mode: "anyOf",
  members: [
    { kind: "string", format: "uri", native: "url" },
    { kind: "object", properties: [property("at", date, true)], additional: { kind: "never" } },
  ],
};

const components: readonly Component[] = [
  tool(
    binding("addNote", [{ kind: "spread" }]),
    input(
      property("id", text, true),
      property("at", date, true),
      property("tags", tags, true),
      property("order", order),
      property("secret", { kind: "object", properties: [property("name", text, true)], additional: { kind: "never" } }),
    ),
    {
      kind: "object",
      properties: [property("id", text, true), property("at", date, true), property("tags", tags, true)],
      additional: { kind: "never" },
    },
    { title: "Add a note", tags: ["writing"], annotations: { idempotentHint: true } },
  ),
  tool(
    binding(
      "search",
      [argument("query"), argument("limit"), { kind: "context" }, { kind: "argument", name: "more", rest: true }],
      { kind: "text" },
      { returns: "promise" },
    ),
    input(
      property("query", text, true),
      property("limit", { ...integer, default: 10 }),
      property("more", { kind: "array", items: order }),
    ),
    text,
  ),
  tool(
    binding("kinds", ["when", "sizes", "code", "list", "tree"].map(argument), { kind: "text" }),
    input(
      property("when", { kind: "union", mode: "anyOf", members: [date, { kind: "number" }] }, true),
      property(
        "sizes",
        { kind: "object", properties: [], additional: { kind: "string", native: "bigint" }, native: "map" },
        true,
      ),
      property(
        "code",
        { kind: "union", mode: "anyOf", members: [{ kind: "string", native: "bytes" }, { kind: "null" }] },
        true,
      ),
      property("list", { kind: "array", items: either }, true),
      property("tree", reference("Folder"), true),
    ),
    text,
  ),
  tool(binding("picture", [], { kind: "bytes", mimeType: "image/png" }), input()),
  tool(binding("nothing", [], { kind: "nothing" }), input()),
  tool(
    binding("counting", [argument("to")], { kind: "json" }, { returns: "iterable" }),
    input(property("to", integer, true)),
    { kind: "array", items: integer },
  ),
  tool(binding("slow", [{ kind: "context" }], { kind: "text" }, { returns: "promise" }), input(), text, {
    timeoutMs: 50,
  }),
  tool(binding("refuse", [argument("why")], { kind: "text" }), input(property("why", text, true)), text),
  tool(binding("crash", [], { kind: "text" }), input(), text),
  tool(
    binding("overloaded", [argument("id")], { kind: "json" }, { overloaded: true }),
    input(property("id", text, true)),
    integer,
  ),
  motto,
  file,
  review,
];

/** A provider of the functions in `source`. */
export function functions(): Program {
  return {
    server: { name: "tools", title: "Tools", version: "1.0.0", instructions: "" },
    providers: [
      {
        name: "tools",
        source: "src/tools",
        components,
        types: [folder],
        results: [folder],
        outputMode: "strict",
        inlineLimit: 20_480,
        coerce: true,
        routes: [],
        functions: { importExtension: ".js", moduleSystem: "esm", packageFolder: "." },
      },
    ],
  };
}
