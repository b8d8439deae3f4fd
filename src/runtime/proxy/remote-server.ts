/// <reference types="node" />
import type { McpRequest, Progress } from "../call-context.js";
import type { HttpClientOptions } from "../http/http-client-options.js";
import { redactor } from "../http/redact.js";
import type { JsonObject } from "../json.js";
import { logLevels, type Log } from "../log.js";
import { channelOf } from "../protocol/channel.js";
import { connectUpstream } from "../protocol/upstream.js";
import { ToolError } from "../tool-error.js";
import { erased, type CallScope } from "../tool.js";
import type { RemoteSettings } from "./remote-settings.js";
import { UpstreamError, type Upstream, type UpstreamTarget } from "./upstream.js";

/** Where another server is. In texts `${NAME}` stands for a variable of the settings. */
export type RemoteDefinition =
  | { readonly kind: "http"; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly kind: "stdio";
      readonly command: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
    };

/** What the calls of a proxy may be told beside the settings. */
export interface ProxyOptions extends Pick<HttpClientOptions, "credentials"> {
  /** Minutes without a call after which a client's session with the other server ends. Default: 30. */
  readonly idleMinutes?: number;
}

/** Whether a call may be made twice. */
export interface RemoteCall {
  readonly isRepeatable: boolean;
}

type Values = Readonly<Record<string, string | undefined>>;

/** Milliseconds before connecting is tried again; it doubles from try to try. */
const firstPause = 200;
/** Milliseconds that a server which could not be reached is left alone, at first and at most. */
const firstRest = 500;
const longestRest = 30_000;

/**
 * Another MCP server as components call it. Every session of a client has a session of its own there, which ends with it, and every
 * call the credentials of its own request: nothing of one client reaches another.
 */
export class RemoteServer {
  readonly name: string;
  readonly #definition: RemoteDefinition;
  readonly #settings: RemoteSettings;
  readonly #options: ProxyOptions;
  readonly #sessions = new Map<string, RemoteSession>();
  #rest = 0;
  #downUntil = 0;
  #downBecause = "";

  constructor(name: string, definition: RemoteDefinition, settings: RemoteSettings, options: ProxyOptions = {}) {
    this.name = name;
    this.#definition = definition;
    this.#settings = settings;
    this.#options = options;
  }

  /** Forwards a request. Throws a `ToolError` that names the server for whatever goes wrong. */
  async request(
    scope: CallScope,
    method: string,
    params: JsonObject,
    { isRepeatable }: RemoteCall,
  ): Promise<JsonObject> {
    const { context, request } = scope;
    const values: Values = { ...this.#settings.variables, ...(await this.#options.credentials?.(context)) };
    const target = this.#target(values);
    const redact = (text: string) => redactor(secretsOf(values, target))(text);
    const session = this.#session(target, request);
    try {
      return redacted(
        await session.call({ scope, target, method, params: { ...params, ...forwardedMeta(request) }, isRepeatable }),
        redact,
      );
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      throw new ToolError(redact(this.#sentence(error)));
    } finally {
      if (request.session === undefined) void session.close();
    }
  }

  /** Connects, again and again with pauses between; a server that is down is not asked by every call. */
  async connect(open: () => Promise<Upstream>, signal: AbortSignal): Promise<Upstream> {
    const wait = this.#downUntil - Date.now();
    if (wait > 0) {
      throw new UpstreamError("lost", `${this.#downBecause}; it is asked again in ${String(Math.ceil(wait / 1000))} s`);
    }
    for (let attempt = 0; ; attempt++) {
      try {
        const upstream = await open();
        this.#rest = 0;
        return upstream;
      } catch (error) {
        const isOver = attempt >= this.#settings.retries || signal.aborted;
        if (error instanceof UpstreamError && error.fault === "lost" && isOver) {
          this.#rest = Math.min(longestRest, this.#rest === 0 ? firstRest : this.#rest * 2);
          this.#downUntil = Date.now() + this.#rest;
          this.#downBecause = error.message;
        }
        // What is refused to one client says nothing of the others.
        if (!(error instanceof UpstreamError) || error.fault !== "lost" || isOver) throw error;
        await pause(firstPause * 2 ** attempt, signal);
      }
    }
  }

  get timeoutMs(): number {
    return this.#settings.timeoutMs;
  }

  #session(target: UpstreamTarget, { session, server }: McpRequest): RemoteSession {
    const log = server?.log;
    if (session === undefined) return new RemoteSession(this, log, () => undefined);
    // A process has the values that it was started with; over HTTP each request brings its own.
    const key = JSON.stringify([session, target.kind === "stdio" ? target : target.url]);
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const { idleMinutes = 30 } = this.#options;
    const made = new RemoteSession(this, log, () => this.#sessions.delete(key), idleMinutes * 60_000);
    this.#sessions.set(key, made);
    return made;
  }

  #target(values: Values): UpstreamTarget {
    const definition = this.#definition;
    if (definition.kind === "http") {
      const url = this.#settings.url ?? "";
      return { kind: "http", url, headers: filledAll(definition.headers, values) };
    }
    const missing = new Set<string>();
    const words = definition.command.map((word) => filled(word, values, missing));
    const [program = "", ...args] = words;
    if (missing.size > 0) {
      throw new ToolError(`The server "${this.name}" cannot be started: set ${[...missing].join(", ")}.`);
    }
    const { cwd } = this.#settings;
    return { kind: "stdio", command: [program, ...args], env: filledAll(definition.env, values), cwd };
  }

  #sentence({ fault, message }: UpstreamError): string {
    switch (fault) {
      case "answered":
        return `The server "${this.name}" says: ${message.replace(/\n\s+at .*:\d+:\d+\)?(?=\n|$)/g, "")}`;
      case "refused":
        return `The server "${this.name}" refuses the credentials: ${message}.`;
      case "forgotten":
      case "lost":
        return `The server "${this.name}" cannot be reached: ${message.replace(/\.$/, "")}. Try again later.`;
    }
  }
}

interface PendingCall {
  readonly scope: CallScope;
  readonly target: UpstreamTarget;
  readonly method: string;
  readonly params: JsonObject;
  readonly isRepeatable: boolean;
}

/** The calls of one client and its session with the other server, which begins with the first of them. */
class RemoteSession {
  readonly #server: RemoteServer;
  readonly #log: Log | undefined;
  readonly #ended: () => void;
  readonly #idleMs: number;
  /** In the order in which they began. */
  readonly #running = new Set<RunningCall>();
  #upstream: Promise<Upstream> | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isWatching = false;

  constructor(server: RemoteServer, log: Log | undefined, ended: () => void, idleMs = 0) {
    this.#server = server;
    this.#log = log;
    this.#ended = ended;
    this.#idleMs = idleMs;
  }

  async call(pending: PendingCall): Promise<JsonObject> {
    const { method, params, isRepeatable, target } = pending;
    this.#watch(pending.scope.request);
    clearTimeout(this.#idle);
    const running = new RunningCall(pending.scope, this.#server.timeoutMs);
    this.#running.add(running);
    try {
      for (let isFirst = true; ; isFirst = false) {
        const opening = (this.#upstream ??= this.#open(pending, running.signal));
        const upstream = await unlessAborted(opening, running.signal);
        const headers = target.kind === "http" ? { headers: target.headers } : {};
        const { signal, onProgress } = running;
        try {
          return await upstream.request(method, params, { signal, onProgress, ...headers });
        } catch (error) {
          if (!(error instanceof UpstreamError) || error.fault === "answered" || signal.aborted) throw error;
          if (error.fault !== "refused") await this.#drop(opening);
          const isSafe = error.fault === "forgotten" || (error.fault === "lost" && isRepeatable);
          if (!isSafe || !isFirst) throw error;
        }
      }
    } catch (error) {
      if (running.isOverdue) {
        throw new UpstreamError("lost", `it gave no sign for ${String(this.#server.timeoutMs / 1000)} s`);
      }
      throw error;
    } finally {
      running.end();
      this.#running.delete(running);
      if (this.#running.size === 0 && this.#idleMs > 0) {
        this.#idle = setTimeout(() => void this.close(), this.#idleMs).unref();
      }
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    this.#ended();
    const upstream = this.#upstream;
    this.#upstream = undefined;
    await upstream?.then((one) => one.close()).catch(() => undefined);
  }

  async #drop(opening: Promise<Upstream>): Promise<void> {
    if (this.#upstream === opening) this.#upstream = undefined;
    const upstream = await opening;
    await upstream.close().catch(() => undefined);
  }

  /** Whichever call comes first connects for all; when it fails, the next one tries again. */
  #open({ scope, target }: PendingCall, signal: AbortSignal): Promise<Upstream> {
    const { ask, capabilities = {} } = channelOf(scope.request);
    const { sampling, elicitation, roots } = capabilities;
    const offered = { ...(sampling && { sampling }), ...(elicitation && { elicitation }), ...(roots && { roots: {} }) };
    const opening = this.#server.connect(
      () =>
        connectUpstream(target, {
          capabilities: ask === undefined ? {} : offered,
          onRequest: (method, params) => this.#ask(method, params),
          onNotification: (method, params) => {
            this.#tell(method, params);
          },
          onClose: () => {
            if (this.#upstream === opening) this.#upstream = undefined;
          },
        }),
      signal,
    );
    opening.catch(() => {
      if (this.#upstream === opening) this.#upstream = undefined;
    });
    return opening;
  }

  /** Asks the client of this session, as part of the call that began last. */
  async #ask(method: string, params: JsonObject): Promise<JsonObject> {
    const isForwarded = /^(?:elicitation\/create|sampling\/createMessage|roots\/list)$/.test(method);
    const running = [...this.#running].findLast(({ scope }) => channelOf(scope.request).ask !== undefined);
    const ask = running && channelOf(running.scope.request).ask;
    if (!isForwarded || running === undefined || ask === undefined)
      throw refusal(-32601, "Nobody can be asked that here");
    if (params["mode"] === "url" && !isSafePage(params["url"]))
      throw refusal(-32602, "A page must have an https address");
    return running.paused(() => ask(method, params));
  }

  #tell(method: string, params: JsonObject): void {
    const running = [...this.#running].at(-1);
    if (method === "notifications/message") {
      running?.sign();
      const level = logLevels.find((one) => one === params["level"]) ?? "info";
      running?.scope.request.sendLog?.(level, params["data"] ?? "");
    } else if (method === "notifications/elicitation/complete") {
      if (running !== undefined) channelOf(running.scope.request).notify?.(method, params);
    } else if (method.endsWith("/list_changed")) {
      this.#log?.notice(
        `The server "${this.#server.name}" offers other components now; run mcpgen again to offer them, too.`,
      );
    }
  }

  /** The session there ends with the client's. */
  #watch(request: McpRequest): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    channelOf(request).connection?.onClose?.(() => void this.close());
  }
}

/** A call while it runs, with the time that it may take without a sign of life. */
class RunningCall {
  readonly scope: CallScope;
  readonly #timeoutMs: number;
  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;
  /** The other server has given no sign of life for too long. */
  isOverdue = false;
  #questions = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(scope: CallScope, timeoutMs: number) {
    this.scope = scope;
    this.#timeoutMs = timeoutMs;
    const { signal } = scope.context;
    if (signal.aborted) this.#giveUp();
    else signal.addEventListener("abort", this.#giveUp);
    this.sign();
  }

  readonly #giveUp = (): void => {
    this.#controller.abort(this.scope.context.signal.reason);
  };

  readonly onProgress = (progress: Progress): void => {
    this.sign();
    this.scope.request.sendProgress?.(progress);
  };

  /** The other server is at work. */
  sign(): void {
    clearTimeout(this.#timer);
    if (this.#timeoutMs === 0 || this.#questions > 0) return;
    this.#timer = setTimeout(() => {
      this.isOverdue = !this.signal.aborted;
      this.#controller.abort();
    }, this.#timeoutMs).unref();
  }

  /** People take their time. */
  async paused<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    this.#questions++;
    clearTimeout(this.#timer);
    try {
      return await question();
    } finally {
      this.#questions--;
      this.sign();
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.scope.context.signal.removeEventListener("abort", this.#giveUp);
    this.#questions = 1;
  }
}

/** The remote server that a provider made for its components. */
export function remoteOf({ apis }: CallScope): RemoteServer {
  return erased<RemoteServer>(apis());
}

function filled(text: string, values: Values, missing: Set<string>): string {
  return text.replace(/\$\{([^}]*)\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined || value === "") missing.add(name);
    return value ?? "";
  });
}

/** What lacks a value is left out. */
function filledAll(templates: Readonly<Record<string, string>> = {}, values: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(templates).flatMap(([name, template]) => {
      const missing = new Set<string>();
      const value = filled(template, values, missing);
      return missing.size > 0 ? [] : [[name, value] as const];
    }),
  );
}

function secretsOf(values: Values, target: UpstreamTarget): readonly string[] {
  const sent = Object.values(target.kind === "http" ? target.headers : target.env);
  return [...Object.values(values).filter((value) => value !== undefined), ...sent];
}

/** The text of a result that says what failed, without secrets. */
function redacted(result: JsonObject, redact: (text: string) => string): JsonObject {
  if (result["isError"] !== true) return result;
  const { content } = result;
  if (!Array.isArray(content)) return result;
  return {
    ...result,
    content: content.map((block: unknown) => {
      const one = erased<JsonObject>(block);
      return typeof one["text"] === "string" ? { ...one, text: redact(one["text"]) } : one;
    }),
  };
}

/** What the client says of its request that is not between it and this server. */
function forwardedMeta(request: McpRequest): JsonObject {
  const { meta = {} } = channelOf(request);
  const kept = Object.entries(meta).filter(
    ([key]) => !/^(?:progressToken$|_?fastmcp$|io\.modelcontextprotocol\/)/.test(key),
  );
  return kept.length === 0 ? {} : { _meta: Object.fromEntries(kept) };
}

function isSafePage(url: unknown): boolean {
  if (typeof url !== "string" || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}

function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { code });
}

async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(new UpstreamError("lost", "the call was given up"));
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await unlessAborted(new Promise((resolve) => setTimeout(resolve, ms)), signal).catch(() => undefined);
}
