import type { JsonValue } from "./json.js";

/**
 * The shape of a value, in the vocabulary of JSON Schema 2020-12. Frontends bring their dialects into this form
 * (`nullable`, boolean `exclusiveMinimum`, `const`, tuples), so nothing behind them knows where a schema came from.
 *
 * @example { kind: "array", items: { kind: "reference", name: "Pet" }, maxItems: 20 }
 */
export type Schema =
  | AnySchema
  | NeverSchema
  | NullSchema
  | BooleanSchema
  | StringSchema
  | NumberSchema
  | EnumSchema
  | ArraySchema
  | ObjectSchema
  | UnionSchema
  | IntersectionSchema
  | NotSchema
  | ConditionalSchema
  | ReferenceSchema;

/** What every schema may say beside its shape. */
export interface SchemaTexts {
  /** Short name for people. */
  readonly title?: string;
  /** What the value means, as the model reads it. */
  readonly description?: string;
  /** The value that an absent argument stands for; told to the model, and filled in by the runtime where a function is called. */
  readonly default?: JsonValue;
  /** Example values, most telling first. */
  readonly examples?: readonly JsonValue[];
  /** True when new callers should avoid it. */
  readonly deprecated?: true;
  /** What the user's code has in place of the JSON value; absent: the JSON value itself. */
  readonly native?: NativeType;
}

/**
 * A value of JavaScript that travels as another one of JSON: `Date`, `URL`, `RegExp`, `Uint8Array`, `Buffer` (base64) and
 * `bigint` (digits) as strings, `Set` as an array, `Map` as an object.
 */
export type NativeType = "date" | "url" | "regexp" | "bytes" | "buffer" | "bigint" | "set" | "map";

/** Any JSON value. */
export interface AnySchema extends SchemaTexts {
  readonly kind: "any";
}

/** No value at all: a closed object's further properties, a closed tuple's further items. */
export interface NeverSchema extends SchemaTexts {
  readonly kind: "never";
}

/** The value `null`. */
export interface NullSchema extends SchemaTexts {
  readonly kind: "null";
}

/** `true` or `false`. */
export interface BooleanSchema extends SchemaTexts {
  readonly kind: "boolean";
}

/** A string. */
export interface StringSchema extends SchemaTexts {
  readonly kind: "string";
  /** Fewest characters (code points). */
  readonly minLength?: number;
  /** Most characters (code points). */
  readonly maxLength?: number;
  /** ECMA-262 pattern, unanchored, valid under the `u` flag and screened against catastrophic backtracking. */
  readonly pattern?: string;
  /** Format name such as `date-time`; advice, not checked at run time. */
  readonly format?: string;
  /** `base64` when the string carries bytes. */
  readonly contentEncoding?: string;
  /** Media type of what the string carries. */
  readonly contentMediaType?: string;
}

/** A number. */
export interface NumberSchema extends SchemaTexts {
  readonly kind: "number";
  /** True when only whole numbers are valid. */
  readonly integer?: true;
  /** Least value, itself valid. */
  readonly minimum?: number;
  /** Greatest value, itself valid. */
  readonly maximum?: number;
  /** Bound that values must exceed. */
  readonly exclusiveMinimum?: number;
  /** Bound that values must stay below. */
  readonly exclusiveMaximum?: number;
  /** Values are whole multiples of this, which is greater than 0. */
  readonly multipleOf?: number;
  /** Format name such as `int64`; advice. */
  readonly format?: string;
}

/** One of a list of values; a constant is a list of one. */
export interface EnumSchema extends SchemaTexts {
  readonly kind: "enum";
  /** The valid values in the author's order, at least one, without repetitions. */
  readonly values: readonly JsonValue[];
}

/** An array or a tuple. */
export interface ArraySchema extends SchemaTexts {
  readonly kind: "array";
  /** Schemas of the first items, in order, for a tuple. */
  readonly prefix?: readonly Schema[];
  /** Schema of every item behind `prefix`. */
  readonly items: Schema;
  /** Fewest items. */
  readonly minItems?: number;
  /** Most items. */
  readonly maxItems?: number;
  /** True when no two items may be equal. */
  readonly uniqueItems?: true;
}

/** An object. */
export interface ObjectSchema extends SchemaTexts {
  readonly kind: "object";
  /** Declared properties in the author's order; names are unique. */
  readonly properties: readonly Property[];
  /** Schema of undeclared properties: `any` for an open object, `never` for a closed one; absent when the author did not say. */
  readonly additional?: Schema;
  /** Schemas of properties whose names match a pattern. */
  readonly patternProperties?: readonly PatternProperty[];
  /** Schema that every property name must match. */
  readonly propertyNames?: Schema;
  /** Fewest properties. */
  readonly minProperties?: number;
  /** Most properties. */
  readonly maxProperties?: number;
}

/** A declared property of an object. */
export interface Property {
  /** Its name, any string. */
  readonly name: string;
  /** Schema of its value. */
  readonly schema: Schema;
  /** True when it must be present. */
  readonly required: boolean;
}

/** A schema for all properties whose names match a pattern. */
export interface PatternProperty {
  /** ECMA-262 pattern over the name, unanchored. */
  readonly pattern: string;
  /** Schema of the values. */
  readonly schema: Schema;
}

/** A value of one of several schemas. `T | null` is a union with a `null` member. */
export interface UnionSchema extends SchemaTexts {
  readonly kind: "union";
  /** `oneOf` when exactly one member may match, else `anyOf`. */
  readonly mode: "anyOf" | "oneOf";
  /** The alternatives in the author's order, at least two. */
  readonly members: readonly Schema[];
  /** Name of the property whose value tells the members apart, where there is one. */
  readonly discriminator?: string;
}

/** A value that matches all of several schemas; only what could not be merged into one object is left in this form. */
export interface IntersectionSchema extends SchemaTexts {
  readonly kind: "intersection";
  /** The schemas, at least two. */
  readonly members: readonly Schema[];
}

/** A value that does not match a schema. */
export interface NotSchema extends SchemaTexts {
  readonly kind: "not";
  /** What is ruled out. */
  readonly schema: Schema;
}

/** JSON Schema's `if`, `then`, `else`. */
export interface ConditionalSchema extends SchemaTexts {
  readonly kind: "conditional";
  /** The condition. */
  readonly if: Schema;
  /** What must hold when the condition matches. */
  readonly then?: Schema;
  /** What must hold when it does not. */
  readonly else?: Schema;
}

/** A named type of the same provider; its own texts stand before those of the type. */
export interface ReferenceSchema extends SchemaTexts {
  readonly kind: "reference";
  /** Name of a `NamedType`. */
  readonly name: string;
}
