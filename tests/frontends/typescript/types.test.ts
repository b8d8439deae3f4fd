import { beforeAll, describe, expect, test } from "vitest";
import type { JsonValue } from "../../../src/ir/json.js";
import { accepts, loadFunctions } from "./load-functions.js";

/** A type, what its schema accepts, and what it rejects. */
type Row = readonly [type: string, accepted: readonly unknown[], rejected: readonly unknown[]];

const declarations = `
interface Van { plate: string; seats?: number }
interface Node { name: string; next: Node | null; children?: Node[] }
interface Page<T> { items: T[]; next?: string }
interface Wide { [key: string]: number | string; id: string }
interface Headers { [name: \`x-\${string}\`]: number; host: string }
enum Colour { Red = "red", Blue = "blue" }
enum Gear { Reverse = -1, Neutral, First }
const enum Paint { Dry = "dry", Wet = "wet" }
type UserId = string & { readonly __brand: "UserId" };
declare const tag: unique symbol;
type Tagged<T> = T & { readonly [tag]: true };
/** @pattern ^[A-Z]{3}$ */
type Port = string;
type Maybe = string | null;
/** @minimum 1 @integer */
type Count = number;
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Wire<T> = T extends number ? string : T extends object ? { [K in keyof T]: Wire<T[K]> } : T;
type Shape = { kind: "circle"; r: number } | { kind: "square"; side: number };
class Account { owner = ""; limit?: number; #pin = 1; private key = ""; static count = 0; get masked() { return this.key + String(this.#pin); } pay(): void {} }
const sizes = { small: "s", large: "l" } as const;
const defaults = { host: "localhost", ports: [1], nested: { on: true } };
const table = { dev: { url: "" } } satisfies Record<string, { url: string }>;
declare function book(court: "clay" | "grass", hours?: number): Promise<{ slot: string }>;
interface Names extends Array<string> { extra?: 1 }
class Moment extends Date { label = ""; }
namespace Yard { export interface Item { sku: string } }
`;

const rows: readonly Row[] = [
  ["string", ["", "x"], [1, null, ["x"]]],
  ["number", [1, 0.5, -3], ["1", null]],
  ["boolean", [true, false], ["true", 1, null]],
  ["null", [null], [0, ""]],
  ["unknown", [1, null, {}, []], []],
  ["{}", [1, "a", {}, { a: 1 }], [null]],
  ["object", [{}, { a: 1 }], ["a", 1, null]],
  ['"a" | "b"', ["a", "b"], ["c", "", null]],
  ["1 | 2 | null", [1, 2, null], [3, "1"]],
  ["true", [true], [false, "true"]],
  ['true | "auto"', [true, "auto"], [false, "true"]],
  ['boolean | "auto"', [true, false, "auto"], ["x"]],
  ["string | number[]", ["a", [1]], [1, ["a"]]],
  ["{ a?: number }", [{}, { a: 1 }], [{ a: null }, { b: 1 }]],
  ["{ a: number | undefined }", [{}, { a: 1 }], [{ a: null }]],
  ["{ a: number | null }", [{ a: null }, { a: 1 }], [{}]],
  ["{ a: string; b?: never }", [{ a: "" }], [{ a: "", b: 1 }]],
  ["Van", [{ plate: "p" }, { plate: "p", seats: 1 }], [{}, { plate: 1 }, { plate: "p", wheels: 4 }]],
  ["Van & { rank: 1 | 2 }", [{ plate: "p", rank: 1 }], [{ plate: "p" }, { plate: "p", rank: 3 }]],
  ["Partial<Van>", [{}, { plate: "p" }], [{ plate: null }]],
  ["Required<Van>", [{ plate: "p", seats: 1 }], [{ plate: "p" }]],
  ['Pick<Van, "seats">', [{}, { seats: 1 }], [{ plate: "p" }]],
  ['Omit<Van, "seats">', [{ plate: "p" }], [{ plate: "p", seats: 1 }]],
  ["Readonly<Van>", [{ plate: "p" }], [{}]],
  ['Record<"x" | "y", number>', [{ x: 1, y: 2 }], [{ x: 1 }, { x: 1, y: 2, z: 3 }]],
  ["Record<string, number>", [{}, { a: 1 }], [{ a: "1" }, []]],
  ["{ [key: number]: string }", [{}, { 1: "a" }], [{ a: "a" }, { 1: 1 }]],
  ["Wide", [{ id: "a" }, { id: "a", x: 1 }], [{}, { id: "a", x: true }]],
  [
    "Headers",
    [{ host: "h" }, { host: "h", "x-a": 1 }],
    [
      { host: "h", y: 1 },
      { host: "h", "x-a": "1" },
    ],
  ],
  ["{ [K in keyof Van as `the_${K}`]: Van[K] }", [{ the_plate: "p" }], [{ plate: "p" }]],
  ["Wire<{ n: number; s: string }>", [{ n: "1", s: "s" }], [{ n: 1, s: "s" }]],
  ["string[]", [[], ["a"]], ["a", [1], [null]]],
  ["readonly (readonly number[])[]", [[[1], []]], [[1]]],
  ["[string, number]", [["a", 1]], [["a"], ["a", 1, 2], [1, "a"]]],
  ["[a: string, b?: number, ...rest: boolean[]]", [["a"], ["a", 1], ["a", 1, true]], [[], ["a", true], ["a", 1, 2]]],
  [
    '["x", ...number[], "y"]',
    [
      ["x", "y"],
      ["x", 1, "y"],
    ],
    [["x"], ["x", true, "y"], ["y", "y"]],
  ],
  ["[]", [[]], [[1]]],
  ["Colour", ["red", "blue"], ["Red", 0]],
  ["Colour.Red | null", ["red", null], ["blue"]],
  ["Gear", [-1, 0, 1], [2, "Neutral"]],
  ["Paint", ["dry", "wet"], ["Dry"]],
  ["`${Colour}`", ["red"], ["Red"]],
  ["UserId", ["u"], [{}, 1]],
  ["Tagged<boolean>", [true, false], ["true", {}]],
  ["Tagged<{ a: number }>", [{ a: 1 }], [{}, { a: "1" }]],
  ['(string & {}) | "known"', ["known", "other"], [1]],
  ["`bay-${number}`", ["bay-1", "bay--2.5"], ["bay-", "bay-x", "xbay-1"]],
  ['`${"a" | "b"}/${string}`', ["a/", "b/x\ny"], ["c/x", "a"]],
  ["`(${string}).$`", ["(x).$"], ["x", "(x)a$"]],
  ["Uppercase<string>", ["A1"], ["a"]],
  ["Capitalize<string>", ["Ab", ""], ["ab"]],
  ["Port", ["OSL"], ["osl", "OSLO"]],
  ["Port[]", [["OSL"]], [["osl"]]],
  ["Record<string, Count>", [{ a: 1 }], [{ a: 0 }, { a: 1.5 }]],
  ["Port | null", ["OSL", null], ["osl"]],
  ["Page<Port>", [{ items: ["OSL"] }], [{ items: ["osl"] }]],
  ["Page<string>", [{ items: ["osl"] }], [{ items: [1] }]],
  ["Page<Page<number>>", [{ items: [{ items: [1] }] }], [{ items: [{ items: ["1"] }] }]],
  [
    "Node",
    [
      { name: "a", next: null },
      { name: "a", next: { name: "b", next: null } },
    ],
    [{ name: "a" }],
  ],
  ["Json", [null, [1, { a: [] }]], []],
  ["Shape", [{ kind: "circle", r: 1 }], [{ kind: "circle", side: 1 }, { kind: "oval" }]],
  ["Shape | null", [{ kind: "square", side: 1 }, null], [{}]],
  ["Shape & { id: string }", [{ kind: "circle", r: 1, id: "i" }], [{ kind: "circle", r: 1 }]],
  [
    "Account",
    [{ owner: "o" }, { owner: "o", limit: 1 }],
    [
      { owner: "o", key: "k" },
      { owner: "o", count: 1 },
    ],
  ],
  ["keyof Van", ["plate", "seats"], ["wheels"]],
  ["(typeof sizes)[keyof typeof sizes]", ["s", "l"], ["small"]],
  ["typeof defaults", [{ host: "h", ports: [], nested: { on: false } }], [{ host: "h", ports: [] }]],
  ["keyof typeof table", ["dev"], ["live"]],
  ["Awaited<ReturnType<typeof book>>", [{ slot: "s" }], [{}]],
  ["Parameters<typeof book>", [["clay"], ["grass", 1]], [["mud"], []]],
  ["Yard.Item", [{ sku: "s" }], [{}]],
  ["Date", ["2024-05-01T10:00:00Z"], ["noon", 5, {}]],
  ["URL", ["https://example.com/a"], ["nowhere", {}]],
  ["RegExp", ["^a$"], [1, {}]],
  ["Uint8Array", ["AQID"], [[1, 2, 3], {}]],
  ["Buffer", ["AQID"], [{ type: "Buffer", data: [] }]],
  ["bigint", ["12", "-3", 12], ["x", 1.5, true]],
  ["Set<1 | 2>", [[], [1, 2]], [[1, 1], [3], {}]],
  ["ReadonlyMap<string, Van>", [{}, { a: { plate: "p" } }], [[["a", 1]], { a: 1 }]],
  ['Map<"a" | "b", number>', [{ a: 1 }], [{ c: 1 }, { a: "1" }]],
  ["Date & { readonly __brand: 1 }", ["2024-05-01T10:00:00Z"], [{}]],
  ["String", ["a"], [1]],
  ["Names", [[], ["a"]], [[1], {}]],
  ["Moment", ["2024-05-01T10:00:00Z"], [{}]],
  // Written twice, a member is there once.
  ["((string) | null) | null", ["x", null], [1, {}]],
  ["(null | (number | (string | null))) | null", [1, "x", null], [true, {}]],
  ["Maybe | null", ["x", null], [1, {}]],
  ["null | (Maybe | null)", ["x", null], [1, {}]],
  ["Maybe | Maybe", ["x", null], [1, {}]],
  ["`${number}!`", ["1e3!", "+.5!", "0x1F!"], ["NaN!", "1.2.3!", "!"]],
];

describe("a type accepts and rejects", () => {
  const schemas: JsonValue[] = [];

  beforeAll(async () => {
    const functions = rows.map(
      ([type], index) =>
        `/** Probe. @tool */\nexport function probe${String(index)}(args: { v: ${type} }): void { void args; }`,
    );
    const loaded = await loadFunctions(`${declarations}\n${functions.join("\n")}\n`);
    expect(loaded.messages).toEqual([]);
    schemas.push(...rows.map((_, index) => loaded.inputSchema(`probe${String(index)}`)));
  }, 60_000);

  test.each(rows.map((row, index) => [row[0], index, row] as const))("%s", (_, index, [, accepted, rejected]) => {
    const schema = schemas[index] ?? null;
    expect(accepted.filter((value) => !accepts(schema, { v: value }))).toEqual([]);
    expect(rejected.filter((value) => accepts(schema, { v: value }))).toEqual([]);
  });
});

/** A type in an argument, and what is said of it. */
const refused: readonly (readonly [type: string, message: RegExp])[] = [
  ["{ done: () => void }", /v\.done` is a function/],
  ["{ done?: () => void }", /v\.done` is a function/],
  ["{ run(): void }", /v\.run` is a function/],
  ["(() => void)[]", /v\[\]` is a function/],
  ["symbol", /v` is a symbol/],
  ["typeof Account", /v` is a class/],
  ["Promise<string>", /v` is `Promise`/],
  ["WeakMap<object, string>", /v` is `WeakMap`/],
  ["Map<number, string>", /Map with keys of type number/],
  ["{ [tag]: string; a: 1 }", /a member whose key is a symbol/],
  ["{ inner: any }", /v\.inner` is `any`/],
  ["any[]", /v\[\]` is `any`/],
  ["Missing", /v` cannot be resolved/],
  ["{ log: import('mcpgen').Context }", /v\.log` is a `Context`/],
  ["Based", /v` cannot be resolved/],
  ["Growing<string>", /grows without end/],
];

test.each(refused)("%s is refused, with its path", async (type, message) => {
  const loaded = await loadFunctions(
    `${declarations}\ninterface Based extends Missing { a: 1 }\ninterface Growing<T> { v: T; next?: Growing<T[]> }\n/** Probe. @tool */\nexport function probe(args: { v: ${type} }): void { void args; }\n`,
  );
  const errors = loaded.messages.filter((line) => line.includes(" error "));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(message);
  expect(errors[0]).toMatch(/^src\/tools\/x\.ts:\d+:\d+ error typescript\//);
});
