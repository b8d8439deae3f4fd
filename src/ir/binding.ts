import type { JsonValue } from "./json.js";
import type { ObjectSchema } from "./schema.js";

/** How a tool's call is carried out: the only part in which components of different frontends differ. */
export type ToolBinding = HttpBinding | FunctionBinding | RemoteBinding;

/** How a resource is read. */
export type ResourceBinding = HttpBinding | FunctionBinding | RemoteBinding | FileBinding;

/** A request of an operation of the provider's `HttpApi`. */
export interface HttpBinding {
  readonly kind: "http";
  /** Identifier of the `Operation` in the provider's `client`. */
  readonly operation: string;
  /** Arguments of the operation that the component's own arguments do not cover, with the values that are sent. */
  readonly fixed: readonly FixedArgument[];
  /** Arguments that the component shows under another name. */
  readonly renamed: readonly RenamedArgument[];
}

/** An argument that the model does not see. */
export interface FixedArgument {
  /** The operation's name of the argument. */
  readonly name: string;
  /** What is sent. */
  readonly value: JsonValue;
}

/** An argument whose name for the model is not the operation's. */
export interface RenamedArgument {
  /** The name that the model sees. */
  readonly from: string;
  /** The operation's name of the argument. */
  readonly to: string;
}

/** A call of a function of the user's own code. */
export interface FunctionBinding {
  readonly kind: "function";
  /** Path of the user's source file as the host sees it from the working directory, with `/` and its extension, e.g. `src/tools/notes.ts`. */
  readonly module: string;
  /** Name under which the module exports the function; `default` for a default export, whose own name is the component's `identifier`. */
  readonly exportName: string;
  /** What to pass at each position. */
  readonly parameters: readonly FunctionParameter[];
  /** True when the function has several call signatures, of which the first is published: its type as a whole tells only the last. */
  readonly overloaded?: true;
  /** How the function answers; an `iterable` (sync or async) is collected into a list. */
  readonly returns: "value" | "promise" | "iterable";
  /** What the value means that comes back, promise and list unwrapped. */
  readonly answer: FunctionAnswer;
  /** Where the component's arguments are not the function's. */
  readonly changes?: ArgumentChanges;
}

/** How the arguments that a component shows differ from those of its function. */
export interface ArgumentChanges {
  /** Arguments of the function that the component does not show, with the values that are passed. */
  readonly fixed: readonly FixedArgument[];
  /** Arguments that the component shows under another name. */
  readonly renamed: readonly RenamedArgument[];
  /** The arguments as the function declares them. */
  readonly declared: ObjectSchema;
}

/** What a function's value means to the client. */
export type FunctionAnswer =
  /** A JSON value: a tool's `result` is its schema (`native` says what becomes text), a resource's text is its JSON. */
  | { readonly kind: "json" }
  /** A string: a tool's text, with `result` as its schema; a resource's text; a prompt's one user message. */
  | { readonly kind: "text" }
  /** What the protocol has for it: content blocks, resource contents, prompt messages, one or a list; a string among them is a text. */
  | { readonly kind: "content" }
  /** Bytes: an image, audio or embedded resource by the media type. */
  | { readonly kind: "bytes"; readonly mimeType: string }
  /** Nothing; a tool then has no `result` and empty content. */
  | { readonly kind: "nothing" };

/** How an argument of a prompt or a resource template is completed while it is typed. */
export type Completion =
  /** The values that begin with what was typed, in this order. */
  | { readonly argument: string; readonly kind: "values"; readonly values: readonly string[] }
  /** What a function of the user's own code says: `(value, context) => string[]`, or a promise of it. */
  | { readonly argument: string; readonly kind: "function"; readonly module: string; readonly exportName: string };

/** What a function receives at one position. */
export type FunctionParameter =
  /** All arguments as one object, where the parameter's own members are the arguments. */
  | { readonly kind: "spread" }
  /** The argument of this name; `rest` passes an array's items one by one. */
  | { readonly kind: "argument"; readonly name: string; readonly rest?: true }
  /** The call's `Context`. */
  | { readonly kind: "context" };

/** A request forwarded to the MCP server behind the provider. */
export interface RemoteBinding {
  readonly kind: "remote";
  /** What that server calls it: a tool's or prompt's name, a resource's address, a template as it is written there. */
  readonly name: string;
  /** Arguments that the component's own arguments do not cover, with the values that are sent. */
  readonly fixed: readonly FixedArgument[];
  /** Arguments that the component shows under another name. */
  readonly renamed: readonly RenamedArgument[];
}

/** Files that are served as they were when the server was compiled. */
export interface FileBinding {
  readonly kind: "file";
  /** Exactly one for a resource; for a template those that its one variable, a path, chooses from. */
  readonly files: readonly ServedFile[];
}

/** A file and what is in it. */
export interface ServedFile {
  /** Path below the folder that is served, with `/`. */
  readonly path: string;
  /** Media type of its content. */
  readonly mimeType: string;
  /** Text where the bytes are UTF-8, which encoding it again gives; else base64. */
  readonly content:
    { readonly kind: "text"; readonly text: string } | { readonly kind: "base64"; readonly data: string };
}
