import type { FunctionBinding } from "../../ir/binding.js";
import type { JsonValue } from "../../ir/json.js";
import type { Origin } from "../../ir/origin.js";
import type { Comment, TypeView } from "./type-view.js";

/** A documented export of one of the user's files. */
export interface DeclaredExport {
  /** Path of the module that exports it, as `FunctionBinding.module` says it. */
  readonly module: string;
  /** Its name there; `default` for a default export. */
  readonly exportName: string;
  /** Its own name; undefined for a default export without one. */
  readonly localName: string | undefined;
  readonly comment: Comment;
  /** Where its name, or what stands for it, is written. */
  readonly origin: Origin;
  /** How it is called; undefined for what is no function. Reading it costs what its types cost. */
  readonly signature: () => Signature | undefined;
  /** Where a name that the comment mentions leads: a function that its module exports. */
  readonly find: (name: string) => ExportedFunction | undefined;
}

/** A function that generated code can import. */
export interface ExportedFunction {
  readonly module: string;
  readonly exportName: string;
}

/** The call signature of a function. */
export interface Signature {
  readonly parameters: readonly DeclaredParameter[];
  /** The value that comes back, promises and iterables unwrapped. */
  readonly result: TypeView;
  readonly returns: FunctionBinding["returns"];
  /** True when the value may be `undefined` beside others. */
  readonly mayBeNothing: boolean;
  /** How many overloads there are; this is the first. */
  readonly overloads: number;
}

/** A parameter of a signature. */
export interface DeclaredParameter {
  /** Its name; undefined when it is taken apart where it stands. */
  readonly name: string | undefined;
  readonly type: TypeView;
  /** True when a call may leave it out. */
  readonly isOptional: boolean;
  readonly isRest: boolean;
  /** True for mcpgen's `Context`. */
  readonly isContext: boolean;
  /** What its initializer says, where that is a constant. */
  readonly default: JsonValue | undefined;
  /** What initializers say of members of the parameter that is taken apart; `undefined`: something that is no constant. */
  readonly memberDefaults: ReadonlyMap<string, JsonValue | undefined>;
  readonly comment: Comment | undefined;
  readonly origin: Origin;
}

/** A comment with a tag of mcpgen's that stands on nothing that could be published. */
export interface StrayComment {
  readonly comment: Comment;
  /** What it stands on. */
  readonly on: "a function that is not exported" | "something that is no exported function";
}

/** A fault that TypeScript's parser found. */
export interface SyntaxFault {
  /** Number of TypeScript's message, e.g. 1005. */
  readonly code: number;
  readonly message: string;
  readonly origin: Origin;
}

/** What the compiler knows of the user's files. */
export interface SourceProgram {
  readonly syntaxFaults: readonly SyntaxFault[];
  /** Every documented export, file by file; each function once. */
  readonly exports: readonly DeclaredExport[];
  /** Comments that would publish something but belong to no documented export. */
  strays(): readonly StrayComment[];
}
