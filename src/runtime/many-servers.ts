/// <reference types="node" />
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from "./json.js";
import { connect, type CallOptions, type ClientOptions, type McpConnection } from "./mcp-client.js";
import { valueOf, type ToolResult } from "./result.js";
import type { Kind } from "./server.js";
import { erased, type ListedComponent } from "./tool.js";

/** A server that clients start, or reach by its address. In texts `${NAME}` and `${NAME:-text}` stand for environment variables. */
export interface ServerEntry {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ManyServersOptions extends Omit<ClientOptions, "env" | "headers" | "cwd"> {
  /** Only these of the file's servers. */
  readonly servers?: readonly string[];
  /** Components with one of these tags. Default: all. */
  readonly includeTags?: readonly string[];
  /** Not those with one of these. */
  readonly excludeTags?: readonly string[];
  /** Milliseconds that a server has to connect. Default: 30,000. */
  readonly connectMs?: number;
  /** What `${NAME}` stands for. Default: the environment. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Told which server cannot be reached. Default: a line on stderr. */
  readonly onDown?: (server: DownServer) => void;
}

/** A server that cannot be reached, and why. */
export interface DownServer {
  readonly name: string;
  readonly reason: string;
}

/**
 * Several servers as one. Tools and prompts are called `server_name`, resources have the server as the first part of their
 * address (`notes://server/today`; one without `//` keeps its own). Wherever a connection is wanted it can stand for one.
 */
export interface ManyServers extends McpConnection {
  /** Those that answer, by name. */
  readonly up: readonly string[];
  /** Those that do not; they are tried again when they are asked for. */
  readonly down: readonly DownServer[];
  /** One of them by itself, under its own names. Rejects when it cannot be reached. */
  server(name: string): Promise<McpConnection>;
}

/** It is the server's error, not the caller's: which one it is stands in the message. */
export class ServerDownError extends Error {
  readonly server: string;

  constructor({ name, reason }: DownServer) {
    super(`The server "${name}" cannot be reached: ${reason}`);
    this.server = name;
  }
}

/**
 * Connects to the servers of an `mcpServers` file, or of an object like its contents. One that is down takes no other with it: its
 * components are missing from lists, and calls of it say so.
 */
export async function connectServers(
  from: string | { readonly mcpServers: Readonly<Record<string, ServerEntry>> },
  options: ManyServersOptions = {},
): Promise<ManyServers> {
  const { entries, folder } = typeof from === "string" ? await fileEntries(from) : objectEntries(from);
  const wanted = Object.entries(entries).filter(([name]) => options.servers?.includes(name) ?? true);
  for (const name of options.servers ?? []) {
    if (!Object.hasOwn(entries, name))
      throw new Error(`There is no server "${name}" among ${Object.keys(entries).join(", ")}.`);
  }
  const members = wanted.map(([name, entry]) => new Member(name, entry, folder, options));
  await Promise.all(members.map((member) => member.connection().catch(() => undefined)));
  return new Combined(members, options);
}

async function fileEntries(file: string): Promise<{ entries: Readonly<Record<string, ServerEntry>>; folder: string }> {
  const value = parseJson(await readFile(file, "utf8"));
  const servers = isJsonObject(value) ? (value["mcpServers"] ?? value["servers"]) : undefined;
  if (!isJsonObject(servers)) throw new Error(`${file} holds no \`mcpServers\`.`);
  return { entries: erased(servers), folder: dirname(resolve(file)) };
}

function objectEntries({ mcpServers }: { readonly mcpServers: Readonly<Record<string, ServerEntry>> }) {
  return { entries: mcpServers, folder: process.cwd() };
}

/** A server of several. */
class Member {
  readonly name: string;
  /** Why it cannot be reached, as far as that was tried. */
  reason: string | undefined;
  readonly #entry: ServerEntry;
  readonly #folder: string;
  readonly #options: ManyServersOptions;
  #connection: Promise<McpConnection> | undefined;

  constructor(name: string, entry: ServerEntry, folder: string, options: ManyServersOptions) {
    this.name = name;
    this.#entry = entry;
    this.#folder = folder;
    this.#options = options;
  }

  /** Rejects with a `ServerDownError`; the next call tries again. */
  async connection(): Promise<McpConnection> {
    this.#connection ??= this.#connect();
    try {
      const connection = await this.#connection;
      this.reason = undefined;
      return connection;
    } catch (error) {
      this.#connection = undefined;
      throw this.#isDown(error);
    }
  }

  /** Asks it, and notes when the connection is gone. A server that has forgotten the session has done nothing: it is asked again. */
  async ask<Answer>(question: (connection: McpConnection) => Promise<Answer>): Promise<Answer> {
    for (let isFirst = true; ; isFirst = false) {
      const connection = await this.connection();
      try {
        return await question(connection);
      } catch (error) {
        const code = memberOf(error, "code");
        // Negative codes are the server's own, but for that of a connection that was closed.
        if ((typeof code === "number" && code < 0 && code !== -32000) || code === "REQUEST_TIMEOUT") throw error;
        const isForgotten = code === 404 || memberOf(error, "status") === 404;
        this.#connection = undefined;
        await connection.close().catch(() => undefined);
        if (!isForgotten || !isFirst) throw this.#isDown(error);
      }
    }
  }

  async close(): Promise<void> {
    const opening = this.#connection;
    this.#connection = undefined;
    await opening?.then((connection) => connection.close()).catch(() => undefined);
  }

  #isDown(error: unknown): ServerDownError {
    const wasUp = this.reason === undefined;
    this.reason = reasonOf(error);
    const down = { name: this.name, reason: this.reason };
    const { onDown = tellDown } = this.#options;
    if (wasUp) onDown(down);
    return new ServerDownError(down);
  }

  async #connect(): Promise<McpConnection> {
    const { command, args = [], url, cwd = "." } = this.#entry;
    const { name, prepare, stderr, connectMs = 30_000, variables = process.env } = this.#options;
    const filled = (text: string) => withVariables(text, variables);
    const common = { ...(name && { name }), ...(prepare && { prepare }), ...(stderr && { stderr }) };
    const opening =
      url === undefined
        ? connect([command ?? "", ...args].map((word) => quoted(filled(word))).join(" "), {
            ...common,
            env: mapped(this.#entry.env, filled),
            cwd: resolve(this.#folder, cwd),
          })
        : connect(filled(url), { ...common, headers: mapped(this.#entry.headers, filled) });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`it did not answer within ${String(connectMs / 1000)} s`));
      }, connectMs);
    });
    try {
      return await Promise.race([opening, late]);
    } catch (error) {
      void opening.then((connection) => connection.close()).catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Several servers as one connection. */
class Combined implements ManyServers {
  readonly serverInfo = undefined;
  readonly #members: readonly Member[];
  readonly #options: ManyServersOptions;

  constructor(members: readonly Member[], options: ManyServersOptions) {
    this.#members = members;
    this.#options = options;
  }

  get up(): readonly string[] {
    return this.#members.filter(({ reason }) => reason === undefined).map(({ name }) => name);
  }

  get down(): readonly DownServer[] {
    return this.#members.flatMap(({ name, reason }) => (reason === undefined ? [] : { name, reason }));
  }

  get instructions(): string | undefined {
    return undefined;
  }

  get capabilities(): JsonObject {
    return { tools: {}, resources: {}, prompts: {} };
  }

  async server(name: string): Promise<McpConnection> {
    const member = this.#members.find((one) => one.name === name);
    if (member === undefined) throw new Error(`There is no server "${name}".`);
    return member.connection();
  }

  /** Of those that answer; the others are in `down`. */
  async list(kind: Kind, limits?: CallOptions): Promise<readonly ListedComponent[]> {
    const capability = kind === "resourceTemplates" ? "resources" : kind;
    const lists = this.#members.map(async (member) => {
      try {
        return await member.ask(async (connection) =>
          capability in connection.capabilities ? connection.list(kind, limits) : [],
        );
      } catch (error) {
        if (error instanceof ServerDownError) return [];
        throw error;
      }
    });
    const all = await Promise.all(lists);
    return all.flatMap((list, index) => {
      const name = this.#members[index]?.name ?? "";
      return list.filter((component) => this.#isShown(component)).map((component) => prefixed(component, name));
    });
  }

  async callToolRaw(name: string, args: object = {}, limits?: CallOptions): Promise<ToolResult> {
    const { member, own } = this.#named(name);
    return member.ask((connection) => connection.callToolRaw(own, args, limits));
  }

  async callTool<Result>(name: string, args?: object, limits?: CallOptions): Promise<Result> {
    return erased<Result>(valueOf(await this.callToolRaw(name, args, limits), name));
  }

  /** Requests that name a component go to its server. */
  async request(method: string, params: object, limits?: CallOptions): Promise<JsonObject> {
    const given = erased<Readonly<Record<string, JsonValue>>>(params);
    const { name, uri, ref } = given;
    if (typeof name === "string") {
      const { member, own } = this.#named(name);
      return member.ask((connection) => connection.request(method, { ...given, name: own }, limits));
    }
    if (typeof uri === "string") {
      const { member, own } = this.#addressed(uri);
      return shown(
        member.name,
        await member.ask((connection) => connection.request(method, { ...given, uri: own }, limits)),
      );
    }
    if (isJsonObject(ref)) {
      const key = typeof ref["name"] === "string" ? ref["name"] : undefined;
      const address = typeof ref["uri"] === "string" ? ref["uri"] : "";
      const { member, own } = key === undefined ? this.#addressed(address) : this.#named(key);
      const named = key === undefined ? { ...ref, uri: own } : { ...ref, name: own };
      return member.ask((connection) => connection.request(method, { ...given, ref: named }, limits));
    }
    throw new Error(`${method} does not say which server it is for; ask \`server(name)\` instead.`);
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.close()));
  }

  #isShown({ _meta }: ListedComponent): boolean {
    const { includeTags = [], excludeTags = [] } = this.#options;
    const mark = _meta?.["fastmcp"] ?? _meta?.["_fastmcp"];
    const tags = isJsonObject(mark) && Array.isArray(mark["tags"]) ? mark["tags"] : [];
    const has = (tag: string) => tags.includes(tag);
    return !excludeTags.some(has) && (includeTags.length === 0 || includeTags.some(has));
  }

  /** The longest server's name that a name begins with. */
  #named(name: string): { readonly member: Member; readonly own: string } {
    const fits = this.#members.filter((member) => name.startsWith(`${member.name}_`));
    const member = fits.sort((a, b) => b.name.length - a.name.length)[0];
    if (member === undefined) throw new Error(`No server offers "${name}".`);
    return { member, own: name.slice(member.name.length + 1) };
  }

  #addressed(uri: string): { readonly member: Member; readonly own: string } {
    const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(uri) ?? [];
    const member = this.#members.find(({ name }) => rest.startsWith(`${encodeURIComponent(name)}/`));
    if (member === undefined) throw new Error(`No server offers "${uri}".`);
    return { member, own: scheme + rest.slice(encodeURIComponent(member.name).length + 1) };
  }
}

function prefixed(component: ListedComponent, server: string): ListedComponent {
  const { uri, uriTemplate } = component;
  return {
    ...component,
    name: `${server}_${component.name}`,
    ...(uri === undefined ? {} : { uri: placed(uri, server) }),
    ...(uriTemplate === undefined ? {} : { uriTemplate: placed(uriTemplate, server) }),
  };
}

/** The server becomes the first part of an address. */
function placed(uri: string, server: string): string {
  return uri.replace(/^[a-z][a-z0-9+.-]*:\/\//i, (scheme) => `${scheme}${encodeURIComponent(server)}/`);
}

/** Contents at the addresses that they were asked for by. */
function shown(server: string, answer: JsonObject): JsonObject {
  const { contents } = answer;
  if (!Array.isArray(contents)) return answer;
  const all = erased<readonly JsonObject[]>(contents);
  return {
    ...answer,
    contents: all.map((one) => (typeof one["uri"] === "string" ? { ...one, uri: placed(one["uri"], server) } : one)),
  };
}

function withVariables(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g, (_whole, name: string, fallback: string | undefined) => {
    const value = variables[name] === "" ? fallback : (variables[name] ?? fallback);
    if (value === undefined) throw new Error(`the variable ${name} is not set`);
    return value;
  });
}

function mapped(
  texts: Readonly<Record<string, string>> = {},
  map: (text: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, map(text)]));
}

function quoted(word: string): string {
  return word.includes('"') ? `'${word}'` : `"${word}"`;
}

/** What lies behind an error, in a few words. */
function reasonOf(error: unknown): string {
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  const code = memberOf(cause, "code");
  if (code === "ECONNREFUSED") return "the connection was refused";
  if (code === "ENOENT") return "there is no such program";
  const [first = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  return first.slice(0, 200);
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function tellDown({ name, reason }: DownServer): void {
  process.stderr.write(`The server "${name}" cannot be reached: ${reason}\n`);
}
