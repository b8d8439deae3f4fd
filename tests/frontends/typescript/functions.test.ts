import { describe, expect, test } from "vitest";
import { loadFunctions } from "./load-functions.js";

describe("parameters", () => {
  test("a single object with known members is spread, anything else is an argument of its name", async () => {
    const loaded = await loadFunctions(`
interface Point { x: number; y: number }
class Pet { name = ""; age?: number; speak(): void {} }
type Shape = { kind: "a"; n: number } | { kind: "b" };
/** T. @tool */ export function spread(point: Point) { void point; }
/** T. @tool */ export function pet(pet: Pet) { void pet; }
/** T. @tool */ export function optional(options?: { a?: number }) { void options; }
/** T. @tool */ export function halfOptional(options?: { a: number }) { void options; }
/** T. @tool */ export function union(shape: Shape) { void shape; }
/** T. @tool */ export function list(items: string[]) { void items; }
/** T. @tool */ export function record(map: Record<string, number>) { void map; }
/** T. @tool */ export function date(when: Date) { void when; }
/** T. @tool */ export function two(point: Point, label: string) { void [point, label]; }
/** T. @tool */ export function rest(label: string, ...points: Point[]) { void [label, points]; }
/** T. @tool */ export function none() {}
`);
    expect(loaded.messages).toEqual([]);
    const shown = (name: string) => {
      const { input, binding } = loaded.tool(name);
      const list = input.properties.map((property) => `${property.name}${property.required ? "" : "?"}`).join(" ");
      const how =
        "parameters" in binding ? binding.parameters.map((one) => ("name" in one ? one.name : one.kind)).join(" ") : "";
      return `${list} <- ${how}`;
    };
    expect(
      ["spread", "pet", "optional", "halfOptional", "union", "list", "record", "date", "two", "rest", "none"].map(
        shown,
      ),
    ).toEqual([
      "x y <- spread",
      "name age? <- spread",
      "a? <- spread",
      "options? <- options",
      "shape <- shape",
      "items <- items",
      "map <- map",
      "when <- when",
      "point label <- point label",
      "label points? <- label points",
      " <- ",
    ]);
    expect(loaded.tool("rest").binding).toMatchObject({ parameters: [{}, { name: "points", rest: true }] });
    expect(loaded.tool("rest").input.properties[1]?.schema.default).toEqual([]);
    expect(loaded.tool("none").input).toEqual({ kind: "object", properties: [], additional: { kind: "never" } });
  });

  test("initializers are defaults where they are constants, and make arguments optional where they are not", async () => {
    const loaded = await loadFunctions(`
enum Level { Low = "low", High = "high" }
const enum Code { Ok = 200 }
/** T. @tool */
export function f(
  a = "", b = -1, c = [1, [2]], d: Record<string, number> = { a: 1 }, e = Level.High, g = Code.Ok, h: number | null = null,
  i = true as const, j = 5n, k = \`x\`, l = new Date(), m = Math.PI, n: string | undefined = undefined, o = new Set<string>(),
) { void [a, b, c, d, e, g, h, i, j, k, l, m, n, o]; }
`);
    expect(loaded.messages).toEqual([]);
    const { properties } = loaded.tool("f").input;
    expect(properties.map(({ required }) => required)).toEqual(properties.map(() => false));
    expect(properties.map(({ name, schema }) => [name, schema.default])).toEqual([
      ["a", ""],
      ["b", -1],
      ["c", [1, [2]]],
      ["d", { a: 1 }],
      ["e", "high"],
      ["g", 200],
      ["h", null],
      ["i", true],
      ["j", "5"],
      ["k", "x"],
      ["l", undefined],
      ["m", undefined],
      ["n", undefined],
      ["o", undefined],
    ]);
  });

  test("an object that is taken apart has its defaults, and texts by any name", async () => {
    const loaded = await loadFunctions(`
/**
 * Search.
 * @tool
 * @param options - Ignored: it is spread.
 * @param options.query - Words.
 * @param limit - Most. @maximum 50
 */
export function search({ query, limit = 10, when: at = new Date(), "odd-name": odd = 1 }: { query: string; limit?: number; when: Date; "odd-name"?: number }) { void [query, limit, at, odd]; }
/** Move. @tool */
export function move({ x }: { x: number }, label: string) { void [x, label]; }
/** Array. @tool */
export function first([a]: [number]) { void a; }
`);
    expect(loaded.tool("search").input.properties).toMatchObject([
      { name: "query", required: true, schema: { description: "Words." } },
      { name: "limit", required: false, schema: { default: 10, maximum: 50, description: "Most." } },
      { name: "when", required: false },
      { name: "odd-name", required: false, schema: { default: 1 } },
    ]);
    expect(loaded.messages).toEqual([
      "src/tools/x.ts:11:22 error typescript/unnamed-parameter: A parameter of `move` is taken apart, so its argument has no name.",
      "src/tools/x.ts:13:23 error typescript/unnamed-parameter: A parameter of `first` is taken apart, so its argument has no name.",
    ]);
  });

  test("a generic parameter is as wide as its constraint", async () => {
    const loaded = await loadFunctions(
      "/** T. @tool */\nexport function f<T extends string | number, U>(one: T, many: T[], any: U) { void [one, many, any]; }\n",
    );
    expect(loaded.tool("f").input.properties.map(({ schema }) => schema)).toMatchObject([
      { kind: "union", members: [{ kind: "string" }, { kind: "number" }] },
      { kind: "array", items: { kind: "union" } },
      { kind: "any" },
    ]);
  });

  test("of overloads the first is published, with a warning", async () => {
    const loaded = await loadFunctions(
      "/** By id. @tool */\nexport function find(id: number): string;\nexport function find(name: string, exact: boolean): string;\nexport function find(...all: unknown[]): string { return String(all); }\n",
    );
    expect(loaded.messages).toEqual([
      "src/tools/x.ts:2:17 warning typescript/overloads: `find` has 2 overloads; the first one is published.",
    ]);
    expect(loaded.tool("find").input.properties.map(({ name }) => name)).toEqual(["id"]);
    expect(loaded.tool("find").binding).toMatchObject({ overloaded: true });
  });
});

describe("results", () => {
  test("mean what their types say", async () => {
    const loaded = await loadFunctions(`
import type { ContentBlock } from "mcpgen";
/** T. @tool */ export const text = (): string => "";
/** T. @tool */ export const word = async (): Promise<"a" | "b"> => "a";
/** T. @tool */ export const object = () => ({ n: 1 });
/** T. @tool */ export const maybe = (): { n: 1 } | undefined => undefined;
/** T. @tool */ export const maybeText = (): string | null => null;
/** T. @tool */ export const nothing = async (): Promise<void> => {};
/** T. @tool */ export const never = (): never => { throw new Error(); };
/** T. @tool @mimeType image/png */ export const image = (): Promise<Uint8Array> | Uint8Array => new Uint8Array();
/** T. @tool */ export const bytes = () => Buffer.from("");
/** T. @tool */ export const block = (): ContentBlock => ({ type: "text", text: "" });
/** T. @tool */ export const blocks = async (): Promise<(string | ContentBlock)[]> => [];
/** T. @tool */ export const inferred = () => [{ type: "image" as const, data: "", mimeType: "image/png" }];
/** T. @tool */ export const alike = () => ({ type: "text" as const, size: 1 });
/** T. @tool */ export async function* pieces() { yield { at: new Date() }; }
/** T. @tool */ export const lines = (): AsyncIterable<string> => { throw new Error(); };
/** T. @tool @returns How many. */ export const count = () => 1;
`);
    expect(loaded.codes).toEqual(["typescript/mcpgen-not-installed"]);
    const answers = loaded.components.map(({ name, binding }) => {
      if (binding.kind !== "function") throw new Error(name);
      return `${name}: ${binding.returns} ${binding.answer.kind}`;
    });
    expect(answers).toEqual([
      "text: value text",
      "word: promise text",
      "object: value json",
      "maybe: value json",
      "maybeText: value json",
      "nothing: promise nothing",
      "never: value nothing",
      "image: promise bytes",
      "bytes: value bytes",
      "block: value content",
      "blocks: promise content",
      "inferred: value content",
      "alike: value json",
      "pieces: iterable json",
      "lines: iterable json",
      "count: value json",
    ]);
    const withResult = loaded.components
      .filter((one) => one.kind === "tool" && one.result !== undefined)
      .map(({ name }) => name);
    expect(withResult).toEqual(["text", "word", "object", "maybe", "maybeText", "alike", "pieces", "lines", "count"]);
    expect(loaded.tool("maybe").result).toMatchObject({
      kind: "union",
      members: [{ kind: "object" }, { kind: "null" }],
    });
    expect(loaded.tool("pieces").result).toMatchObject({
      kind: "array",
      items: { properties: [{ schema: { native: "date" } }] },
    });
    expect(loaded.tool("count").result).toEqual({ kind: "number", description: "How many." });
    expect(loaded.tool("image").binding).toMatchObject({ answer: { kind: "bytes", mimeType: "image/png" } });
  });

  test("of functions of packages are known once all libraries are read", async () => {
    const loaded = await loadFunctions(
      'import { readFile } from "node:fs/promises";\n/** Read. @tool */\nexport async function read(path: string) { return { text: await readFile(path, "utf8"), at: new URL("a:b").host }; }\n',
    );
    expect(loaded.messages).toEqual([]);
    expect(loaded.tool("read").result).toMatchObject({
      properties: [{ schema: { kind: "string" } }, { schema: { kind: "string" } }],
    });
  });
});

describe("tags of a function", () => {
  test("become what all components carry", async () => {
    const loaded = await loadFunctions(`
/**
 * Delete a file.
 *
 * - for good
 *
 * @remarks
 * There is no way back.
 * @tool
 * @title Delete   file
 * @destructiveHint
 * @openWorldHint false
 * @tag files
 * @tag danger
 * @icon https://example.com/a.png image/png 48x48
 * @meta owner platform
 * @meta limits \`{ "day": [1, 2] }\`
 * @version 2.1
 * @timeout 1.5m
 * @deprecated Use trash.
 * @throws NotFound - no such file
 * @param path - Which file.
 *   It must exist. @minLength 1
 * @returns What was there.
 */
export function deleteFile(path: string): number { return path.length; }
`);
    expect(loaded.messages).toEqual([]);
    expect(loaded.tool("deleteFile")).toMatchObject({
      title: "Delete file",
      description: "Delete a file.\n\n- for good\n\nThere is no way back.\n\nDeprecated: Use trash.",
      annotations: { destructiveHint: true, openWorldHint: false },
      tags: ["files", "danger"],
      icons: [{ src: "https://example.com/a.png", mimeType: "image/png", sizes: ["48x48"] }],
      meta: { owner: "platform", limits: { day: [1, 2] } },
      version: "2.1",
      timeoutMs: 90_000,
      deprecated: true,
      input: { properties: [{ schema: { minLength: 1, description: "Which file.\nIt must exist." } }] },
      result: { description: "What was there." },
    });
  });

  test("that are wrong are reported where they stand", async () => {
    const loaded = await loadFunctions(`/**
 * T.
 * @tool
 * @timeout 30
 * @icon ./a.png
 * @meta alone
 * @minimum 1
 * @audience user
 * @param querry - Words. @minLength two
 * @readOnlyHnt
 * @scope "all"
 * @task optional
 */
export function f(query: string) { return { query }; }
/** U. @tool @prompt */
export function g() { return ""; }
`);
    expect(loaded.messages.map((line) => line.slice("src/tools/x.ts:".length))).toEqual([
      "10:4 warning typescript/unknown-tag: `@readOnlyHnt` is no tag of mcpgen; it is ignored.",
      "12:4 error typescript/unsupported-tag: `@task` is not supported yet, and without it the component would promise too much.",
      "7:4 warning typescript/tag-without-effect: `@minimum` means nothing for a function; it is ignored.",
      "8:4 warning typescript/tag-without-effect: `@audience` means nothing for a tool; it is ignored.",
      '11:4 error typescript/invalid-tag: `@scope "all"` needs the names of scopes.',
      "5:4 error typescript/invalid-tag: `@icon ./a.png` needs an `https:` or `data:` address.",
      "6:4 error typescript/invalid-tag: `@meta alone` needs a key and a value.",
      "4:4 error typescript/invalid-tag: `@timeout 30` needs a time with its unit, e.g. `30s`, `500ms` or `2m`.",
      "9:4 warning typescript/unknown-parameter: `f` has no parameter `querry`; its `@param` is ignored.",
      "15:8 error typescript/conflicting-kinds: `g` has `@tool` and `@prompt`; a function is published as one kind.",
    ]);
    expect(loaded.helps).toContain("Did you mean `query`?");
  });
});

describe("comments of properties, parameters and aliases", () => {
  test("count wherever they stand, also on the line of the previous member", async () => {
    const loaded = await loadFunctions(`
/** A port. @pattern ^[A-Z]{3}$ */
type Port = string;
enum Level { /** Not much. */ Low = "low", /** A lot. */ High = "high" }
export interface Trip { from: Port; /** Where to. */ to: Port; /** @integer @minimum 1 */ nights: number; // @minimum 5
  /* @maxLength 1 */ ship?: string; /** behind ship */
  /** At most. @defaultValue 3 @example 4 @deprecated */ stops?: number; level: Level; /** @internal */ secret?: string }
/** Book. @tool */
export function book(trip: Trip) { void trip; }
/** Mark. @tool */
export function mark(/** Where. @exclusiveMinimum 0 */ at: number, /** How. @defaultValue \`"x"\` */ how?: string, where?: [/** North. */ lat: number, /** East. */ lon: number]) { void [at, how, where]; }
/** Tell. @tool @param said - What was said. */
export function tell(said: "yes" | "no" | /** Nobody knows. */ "maybe") { void said; }
`);
    expect(loaded.messages).toEqual([]);
    expect(loaded.tool("book").input.properties).toEqual([
      { name: "from", required: true, schema: { kind: "string", pattern: "^[A-Z]{3}$", description: "A port." } },
      { name: "to", required: true, schema: { kind: "string", pattern: "^[A-Z]{3}$", description: "Where to." } },
      { name: "nights", required: true, schema: { kind: "number", integer: true, minimum: 1 } },
      { name: "ship", required: false, schema: { kind: "string" } },
      {
        name: "stops",
        required: false,
        schema: { kind: "number", default: 3, examples: [4], deprecated: true, description: "At most." },
      },
      { name: "level", required: true, schema: { kind: "reference", name: "Level" } },
    ]);
    expect(loaded.types.get("Level")).toEqual({
      kind: "enum",
      values: ["low", "high"],
      description: '- `"low"`: Not much.\n- `"high"`: A lot.',
    });
    expect(loaded.tool("mark").input.properties).toMatchObject([
      { name: "at", schema: { exclusiveMinimum: 0, description: "Where." } },
      { name: "how", required: false, schema: { default: "x" } },
      { schema: { prefix: [{ description: "North." }, { description: "East." }] } },
    ]);
    expect(loaded.tool("tell").input.properties[0]?.schema.description).toBe("What was said.");
  });

  test("constrain alternatives, and say so when they cannot", async () => {
    const loaded = await loadFunctions(`
interface A {
  /** @minimum 1 */ a: number | null;
  /** @minLength 1 */ b: string | string[];
  /** @minLength 1 */ c: number;
  /** @format email */ d: Date;
  /** @pattern (a+)+ */ e: string;
  /** @minimum one */ f: number;
  /** @defaultValue maybe */ g?: boolean;
  /** @maxItems 2 */ h: Set<string>;
  /** @minLenght 2 */ i: string;
}
/** T. @tool */
export function f(a: A) { void a; }
`);
    const of = (name: string) => loaded.tool("f").input.properties.find((one) => one.name === name)?.schema;
    expect(of("a")).toMatchObject({ members: [{ kind: "number", minimum: 1 }, { kind: "null" }] });
    expect(of("b")).toMatchObject({
      members: [
        { kind: "string", minLength: 1 },
        { kind: "array", items: { kind: "string" } },
      ],
    });
    expect(of("h")).toMatchObject({ kind: "array", maxItems: 2, uniqueItems: true, native: "set" });
    expect(loaded.messages.map((line) => line.slice("src/tools/x.ts:".length))).toEqual([
      "5:7 warning typescript/tag-without-effect: `@minLength` means nothing for number; it is ignored.",
      "6:7 warning typescript/tag-without-effect: `@format` means nothing for string; it is ignored.",
      "7:7 error typescript/invalid-tag: `@pattern (a+)+` needs a pattern; this one repeats a repetition, which can take exponential time.",
      "8:7 error typescript/invalid-tag: `@minimum one` needs a number.",
      "9:7 error typescript/invalid-tag: `@defaultValue maybe` needs a value in JSON that fits the type, e.g. `10`.",
      "11:7 warning typescript/unknown-tag: `@minLenght` is no tag of mcpgen; it is ignored.",
    ]);
  });
});

describe("resources and prompts", () => {
  test("have addresses, media types, variables and completions", async () => {
    const loaded = await loadFunctions(`
import type { Context, Message } from "mcpgen";
export const cities = (value: string): string[] => [value];
/** A. @resource app://motto @mimeType text/markdown @audience user, assistant @priority 0.5 */
export const motto = (context: Context): string => String(context);
/** B. @resource app://settings */
export const settings = async () => ({ at: new Date(), tags: new Set(["a"]) });
/** C. @resource app://logo */
export const logo = () => new Uint8Array();
/** D. @resource \`weather://{city}/{day*}{?unit,limit}\` @complete city cities */
export function weather(city: string, day: string, unit: "c" | "f" = "c", limit?: number): string { return city + day + unit + String(limit); }
/** E. @prompt */
export function ask(topic: "a" | "b", count: number, when?: Date): Message[] { return [topic, count, when].map(() => { throw new Error(); }); }
`);
    expect(loaded.codes).toEqual(["typescript/mcpgen-not-installed"]);
    expect(loaded.resource("motto")).toMatchObject({
      uri: "app://motto",
      mimeType: "text/markdown",
      annotations: { audience: ["user", "assistant"], priority: 0.5 },
      binding: { answer: { kind: "text" }, parameters: [{ kind: "context" }] },
    });
    expect(loaded.resource("settings")).toMatchObject({
      mimeType: "application/json",
      binding: { answer: { kind: "json" } },
    });
    expect(loaded.resource("logo")).toMatchObject({
      mimeType: "application/octet-stream",
      binding: { answer: { kind: "bytes" } },
    });
    expect(loaded.template("weather")).toMatchObject({
      uriTemplate: "weather://{city}/{day*}{?unit,limit}",
      input: {
        properties: [
          { required: true },
          { required: true },
          { required: false, schema: { default: "c" } },
          { required: false },
        ],
      },
      completions: [
        { argument: "city", kind: "function", module: "src/tools/x.ts", exportName: "cities" },
        { argument: "unit", kind: "values", values: ["c", "f"] },
      ],
    });
    expect(loaded.prompt("ask")).toMatchObject({
      completions: [{ argument: "topic", kind: "values", values: ["a", "b"] }],
      binding: { answer: { kind: "content" } },
    });
    // What only resources show is no type of the surface.
    expect(loaded.provider?.types).toEqual([]);
  });

  test.each([
    ["@resource settings", "()", "does not begin with a scheme such as `app://`"],
    ["@resource", "()", "is missing"],
    ["@resource `app://{a,b}`", "(a: string, b: string)", "has braces that are no variable"],
    ["@resource `app://{a}/{a}`", "(a: string)", "has the variable `a` twice"],
    ["@resource `app://{city}/{day}`", "(city: string)", "there is no parameter `day`"],
    ["@resource `app://{city}`", "(city: string, day: string)", "the parameter `day` is no variable"],
    ["@resource app://x", "(city: string)", "the parameter `city` is no variable"],
    [
      "@resource `app://x{?city}`",
      "(city: string)",
      "`city` is a variable of the query, but the parameter is required",
    ],
  ])("%s on %s is refused", async (tag, parameters, reason) => {
    const loaded = await loadFunctions(
      `/**\n * R.\n * ${tag}\n */\nexport function r${parameters}: string { return ""; }\n`,
    );
    expect(loaded.messages).toHaveLength(1);
    expect(loaded.messages[0]).toMatch(
      /^src\/tools\/x\.ts:3:4 error typescript\/(?:resource-address|template-variables): /,
    );
    expect(loaded.messages[0]).toContain(reason);
  });

  test("give what clients can use", async () => {
    const loaded = await loadFunctions(
      "/** R. @resource app://r */\nexport function r(): void {}\n/** P. @prompt */\nexport function p(): number { return 1; }\n/** Q.\n * @prompt\n * @complete a nowhere\n * @complete b\n * @complete c q\n */\nexport function q(a: string, b: string): string { return a + b; }\n",
    );
    expect(loaded.messages.map((line) => line.slice("src/tools/x.ts:".length))).toEqual([
      "2:17 error typescript/resource-result: `r` is a resource, but returns nothing.",
      "4:22 error typescript/prompt-result: `p` is a prompt, but returns `number`.",
      "7:4 error typescript/completion: `@complete` names `nowhere`, which is no exported function that `src/tools/x.ts` knows.",
      "8:4 error typescript/completion: `@complete` needs a parameter and a function.",
      "9:4 error typescript/completion: `@complete` names `c`, which is no parameter.",
    ]);
  });
});

describe("the user's program", () => {
  test("may have type errors where nothing is published", async () => {
    const loaded = await loadFunctions(
      'import { gone } from "./gone.js";\nconst wrong: number = "text";\n/** T. @tool */\nexport function f(q: string): string { gone(wrong); return q; }\n',
    );
    expect(loaded.messages).toEqual([]);
  });

  test("must be sound in its syntax, also where it is imported", async () => {
    const loaded = await loadFunctions({
      "src/tools/a.ts": 'import type { B } from "../b.js";\n/** T. @tool */\nexport const f = (b: B): B => ;\n',
      "src/b.ts": "export interface B { a: ; }\n",
    });
    expect(loaded.messages).toEqual([
      "src/b.ts:1:25 error typescript/syntax: TS1110: Type expected.",
      "src/tools/a.ts:3:31 error typescript/syntax: TS1109: Expression expected.",
    ]);
  });

  test("gives named types clean and stable names", async () => {
    const loaded = await loadFunctions({
      "src/tools/a.ts": `
import type { Status as Other } from "../other.js";
interface Status { code: number }
interface Page<T> { items: T[] }
interface Van { plate: string; again?: Van }
export interface Date_ { x: 1 }
/** T. @tool */
export function f(status: Status, other: Other, vans: Page<Van>, numbers: Page<number>, lists: Page<Status[]>, anonymous: Page<{ a: 1 }>) { void [status, other, vans, numbers, lists, anonymous]; }
`,
      "src/other.ts": "export interface Status { open: boolean }\n",
    });
    expect([...loaded.types.keys()]).toEqual([
      "Status",
      "Status2",
      "PageOfVan",
      "Van",
      "PageOfNumber",
      "PageOfStatusList",
      "PageOfObject",
    ]);
    expect(loaded.types.get("Van")).toMatchObject({ properties: [{}, { schema: { kind: "reference", name: "Van" } }] });
  });
});
