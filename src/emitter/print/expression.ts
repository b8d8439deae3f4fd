import type { JsonArray, JsonObject, JsonValue } from "../../ir/json.js";
import { identifier, isIdentifierName } from "./identifier.js";

/** A TypeScript expression, as far as generated code needs them. `expressionDoc` lays one out. */
export type Expression =
  | LiteralExpression
  | NameExpression
  | ElementExpression
  | ArrayExpression
  | ObjectExpression
  | CallExpression
  | ChainExpression
  | ArrowExpression;

/** A string, number, boolean or `null`. */
export interface LiteralExpression {
  readonly kind: "literal";
  readonly value: null | boolean | number | string;
}

/** A name, or names with dots between them: `schemas.Pet`. Code of mcpgen's own may stand here too, never a document's text. */
export interface NameExpression {
  readonly kind: "name";
  readonly text: string;
}

/** `args["filter[name]"]`. */
export interface ElementExpression {
  readonly kind: "element";
  readonly object: string;
  readonly key: string;
}

export interface ArrayExpression {
  readonly kind: "array";
  readonly items: readonly (Expression | Spread)[];
}

export interface ObjectExpression {
  readonly kind: "object";
  readonly members: readonly (Property | Spread)[];
  /** True for an object that can grow: each property has its own line, also when all fit on one. */
  readonly broken: boolean;
}

/** `key: value`. */
export interface Property {
  readonly kind: "property";
  readonly key: string;
  readonly value: Expression;
}

/** `...value`. */
export interface Spread {
  readonly kind: "spread";
  readonly value: Expression;
}

/** `callee<A, B>(…)`. */
export interface CallExpression {
  readonly kind: "call";
  /** Names with dots between them, with `new ` before them for a constructor. */
  readonly callee: string;
  /** Names of types. */
  readonly typeArguments: readonly string[];
  readonly arguments: readonly Expression[];
}

/** Calls on what the call before them gave: `variable.url("…").optional()`. */
export interface ChainExpression {
  readonly kind: "chain";
  readonly base: string;
  readonly calls: readonly { readonly name: string; readonly arguments: readonly Expression[] }[];
}

/** `(args) => body`; a body that is an object stands in parentheses. */
export interface ArrowExpression {
  readonly kind: "arrow";
  /** With parentheses; short. */
  readonly parameters: string;
  readonly body: Expression;
}

export function literal(value: null | boolean | number | string): LiteralExpression {
  return { kind: "literal", value };
}

/** A name or a path of names, checked one by one. */
export function name(first: string, ...members: readonly string[]): NameExpression {
  return { kind: "name", text: [identifier(first), ...members.map(memberName)].join(".") };
}

/** `object.key`, or `object["key"]` where the key is no identifier. */
export function member(object: string, key: string): NameExpression | ElementExpression {
  return isIdentifierName(key) && isAscii(key)
    ? { kind: "name", text: `${object}.${key}` }
    : { kind: "element", object, key };
}

export function array(items: readonly (Expression | Spread)[]): ArrayExpression {
  return { kind: "array", items };
}

/** An object that stays on one line while it fits. */
export function object(members: readonly (Property | Spread)[]): ObjectExpression {
  return { kind: "object", members, broken: false };
}

/** An object that can grow. */
export function tall(members: readonly (Property | Spread)[]): ObjectExpression {
  return { kind: "object", members, broken: true };
}

export function property(key: string, value: Expression): Property {
  return { kind: "property", key, value };
}

export function spread(value: Expression): Spread {
  return { kind: "spread", value };
}

export function call(callee: string, ...args: readonly Expression[]): CallExpression {
  return { kind: "call", callee, typeArguments: [], arguments: args };
}

/** A JSON value of the document's. */
export function json(value: JsonValue): Expression {
  if (isJsonArray(value)) return array(value.map(json));
  if (isJsonObject(value)) return object(Object.entries(value).map(([key, entry]) => property(key, json(entry))));
  return literal(value);
}

function isJsonArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value);
}

function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function memberName(text: string): string {
  if (!isIdentifierName(text)) throw new Error(`${JSON.stringify(text)} cannot follow a dot`);
  return text;
}
