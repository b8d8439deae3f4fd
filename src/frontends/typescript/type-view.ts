import type { Origin } from "../../ir/origin.js";

/** A documentation comment of the user. */
export interface Comment {
  /** The comment with its delimiters. */
  readonly text: string;
  /** Its file, as diagnostics name it. */
  readonly file: string;
  /** Offset of its first character in the file, in UTF-16 units. */
  readonly start: number;
}

/**
 * A type where it is mentioned, as the lowering sees it: what the checker resolved it to, together with what only the source
 * says (names and comments of aliases, the order of unions). Nothing outside of `compiler/` knows the compiler's own types.
 */
export interface TypeView {
  /** Equal for mentions that lower alike. */
  readonly key: string;
  /** Its name, where its author gave it one. */
  readonly name: TypeName | undefined;
  /** Comments of the aliases that it is mentioned by, the nearest first; their tags count here. */
  readonly comments: readonly Comment[];
  /** As TypeScript would print it, for messages. */
  readonly text: string;
  /** Where it is mentioned or declared. */
  readonly origin: Origin;
  /** What it is, one level deep; `undefined` among the members of a union is left out. */
  shape(): TypeShape;
}

/** The name of an interface, class, enum or alias, with its arguments. */
export interface TypeName {
  readonly base: string;
  readonly arguments: readonly TypeView[];
  readonly comment: Comment | undefined;
  readonly origin: Origin;
}

/** What a type is. */
export type TypeShape =
  | { readonly kind: PlainKind }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "bigintLiteral"; readonly digits: string }
  | { readonly kind: "template"; readonly texts: readonly string[]; readonly types: readonly TypeView[] }
  | { readonly kind: "cased"; readonly mapping: CaseMapping }
  | { readonly kind: "known"; readonly name: KnownName; readonly arguments: readonly TypeView[] }
  | { readonly kind: "array"; readonly item: TypeView }
  | { readonly kind: "tuple"; readonly elements: readonly TupleElement[] }
  | ObjectShape
  | { readonly kind: "union"; readonly members: readonly TypeView[] }
  | { readonly kind: "intersection"; readonly members: readonly TypeView[] }
  | UnsupportedShape;

/** `nothing` is `undefined` and `void`; `something` is `{}`: anything but null; `object` is anything but a primitive. */
export type PlainKind =
  "string" | "number" | "boolean" | "bigint" | "null" | "nothing" | "never" | "unknown" | "something" | "object";

/** TypeScript's intrinsic mappings of strings. */
export type CaseMapping = "Uppercase" | "Lowercase" | "Capitalize" | "Uncapitalize";

/** Types of the language and of Node that have a form in JSON. */
export type KnownName = "Date" | "URL" | "RegExp" | "Uint8Array" | "Buffer" | "Set" | "Map";

/** An element of a tuple type. */
export interface TupleElement {
  readonly type: TypeView;
  readonly kind: "required" | "optional" | "rest";
  readonly label: string | undefined;
  readonly comment: Comment | undefined;
}

/** An object with its members. */
export interface ObjectShape {
  readonly kind: "object";
  readonly members: readonly Member[];
  readonly indexes: readonly IndexSignature[];
}

/** A member of an object. */
export interface Member {
  readonly name: string;
  readonly type: TypeView;
  /** True when it may be absent: `?`, or a type that includes `undefined`. */
  readonly isOptional: boolean;
  readonly comment: Comment | undefined;
  readonly origin: Origin;
}

/** What an object may hold beside its members. */
export interface IndexSignature {
  readonly key: TypeView;
  readonly value: TypeView;
}

/** A type without a form in JSON. */
export interface UnsupportedShape {
  readonly kind: "unsupported";
  readonly why: Unsupported;
  /** The name of the type, e.g. `Promise`. */
  readonly what: string;
}

/** Why a type has no form in JSON; `unresolved` and `any` may have one once more libraries are read. */
export type Unsupported =
  "any" | "unresolved" | "function" | "constructor" | "symbol" | "symbolKey" | "context" | "builtIn" | "tooDeep";
