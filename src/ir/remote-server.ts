import type { JsonObject } from "./json.js";

/**
 * Another MCP server, and how the generated one reaches it. No value of a header or of the environment is here, only names of
 * variables: a template is a text in which `${NAME}` stands for the value of an environment variable.
 */
export interface RemoteServer {
  /** What it calls itself, for people. */
  readonly title: string;
  /** Where it is. */
  readonly transport: HttpTransport | StdioTransport;
  /** The variables that the templates name, and no others; each once. */
  readonly variables: readonly RemoteVariable[];
  /** True when it completes arguments of its prompts and templates. */
  readonly completes: boolean;
  /** What it listed when the generated server was made of it, as JSON. */
  readonly snapshot: JsonObject;
}

/** A server at an address. */
export interface HttpTransport {
  readonly kind: "http";
  /** http or https address without credentials and query; empty when only the environment says it. */
  readonly url: string;
  /** Headers of every request. */
  readonly headers: readonly NamedTemplate[];
}

/** A server that is started as a process. */
export interface StdioTransport {
  readonly kind: "stdio";
  /** Templates of the program and of its arguments; at least one. */
  readonly command: readonly string[];
  /** Variables of its environment beside PATH and the like. */
  readonly env: readonly NamedTemplate[];
  /** Folder that it runs in; absent: the generated server's own working directory. */
  readonly cwd?: string;
}

/** A name and what its value is made of, e.g. `Authorization` and `Bearer ${DOCS_TOKEN}`. */
export interface NamedTemplate {
  readonly name: string;
  readonly template: string;
}

/** An environment variable that reaching the server takes. */
export interface RemoteVariable {
  readonly name: string;
  /** What it is for, in a sentence. */
  readonly meaning: string;
}
