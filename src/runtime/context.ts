import type { AuthInfo } from "./auth-info.js";
import { askClient } from "./ask-client.js";
import type { CallContext, McpRequest, RequestInfo } from "./call-context.js";
import type { ResourceContents } from "./content.js";
import { elicit, type Elicited, type ElicitForm, type ElicitPage } from "./elicit.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { Message, PromptResult } from "./message.js";
import { channelOf } from "./protocol/channel.js";
import { sample, type Sampled, type SampleOptions } from "./sample.js";
import type { McpServer } from "./server.js";
import { memoryStore, type State, type StateStore } from "./state.js";
import { ToolError } from "./tool-error.js";
import { erased, type CallScope, type ListedComponent } from "./tool.js";

export type { CallContext, RequestInfo } from "./call-context.js";
export type { Log, LogLevel } from "./log.js";

/** A request as functions see it. */
export interface FunctionRequest extends RequestInfo {
  /** What the client offers. */
  readonly capabilities: JsonObject;
  /** `_meta` of the request. */
  readonly meta: JsonObject;
}

/** A folder or file that the client lets the server work with. */
export interface Root {
  readonly uri: string;
  readonly name?: string;
}

/** Components by name (or address) and by tag; whatever is named counts. */
export interface ComponentSelection {
  readonly names?: readonly string[];
  readonly tags?: readonly string[];
}

/** What a multi-round call remembers from round to round; sealed on its way through the client. */
export interface RoundState {
  get(): JsonValue | undefined;
  set(value: JsonValue): void;
}

/**
 * What a function that a client calls can do beside returning: a parameter of this type is filled in, and never shown to
 * the model. What the client or the way of serving does not offer throws a `ToolError` that says so.
 */
export interface Context<Lifespan = unknown> extends CallContext {
  readonly request: FunctionRequest;
  /** Who calls, where that was verified. */
  readonly auth: AuthInfo | undefined;
  /** What `lifespan` in `main.ts` set up. */
  readonly lifespan: Lifespan;
  /** Of this session; a day old at most. */
  readonly state: State;
  readonly requestState: RoundState;
  /** Asks the user. `key` names the question where a call asks several at once. */
  elicit<Answer = JsonObject>(
    message: string,
    wanted: ElicitForm | ElicitPage,
    options?: { readonly key?: string },
  ): Promise<Elicited<Answer>>;
  /** Has the client's model answer. */
  sample(messages: string | readonly Message[], options?: SampleOptions): Promise<Sampled>;
  /** The client's folders. */
  roots(options?: { readonly key?: string }): Promise<readonly Root[]>;
  /** Resources and prompts of this same server. */
  readResource(uri: string): Promise<readonly ResourceContents[]>;
  listResources(): Promise<readonly ListedComponent[]>;
  getPrompt(name: string, args?: Readonly<Record<string, string>>): Promise<PromptResult>;
  /** Sends a notification to this client; with `withNotifications`, changes of lists and resources to all whom they concern. */
  notify(method: string, params?: JsonObject): void;
  /** Shows or hides components in this session, and tells the client. */
  enable(selection: ComponentSelection): void;
  disable(selection: ComponentSelection): void;
  /** Ends the response stream of this call; the client gets the rest when it comes back (resumable sessions). */
  closeStream(): void;
}

/** What modules that are around a server put into its requests. */
export interface ContextRequest extends McpRequest {
  readonly lifespan?: unknown;
  readonly stateStore?: StateStore | undefined;
  /** Sends to every client that it concerns; false for a notification that concerns this one alone. */
  readonly announce?: (method: string, params: JsonObject) => boolean;
  readonly visibility?: Pick<Context, "enable" | "disable"> | undefined;
}

/** State outlives a session by this at most. */
const stateSeconds = 86_400;

const stores = new WeakMap<McpServer, StateStore>();

/** The context of a function, made of what every call has. */
export function createContext<Lifespan>({
  context,
  request,
}: Pick<CallScope, "context" | "request">): Context<Lifespan> {
  const given: ContextRequest = request;
  let round: JsonValue | undefined;
  const own = async (method: string, params: JsonObject): Promise<object> =>
    // A call that a call makes has no progress of its own.
    serverOf(request).answer(method, params, () => ({ ...request, sendProgress: () => undefined }));
  return {
    get log() {
      return context.log;
    },
    signal: context.signal,
    get request() {
      const { capabilities = {}, meta = {} } = channelOf(request);
      const { id, session, headers, client } = context.request;
      return { id, session, headers, client, capabilities, meta };
    },
    progress: (...args) => {
      context.progress(...args);
    },
    fail: (message) => context.fail(message),
    auth: authOf(request),
    lifespan: erased<Lifespan>(given.lifespan),
    get state() {
      return stateOf(given);
    },
    requestState: channelOf(request).rounds ?? {
      get: () => round,
      set: (value) => {
        round = value;
      },
    },
    elicit: (message, wanted, { key } = {}) => elicit(request, message, wanted, key),
    sample: (messages, options) => sample(request, messages, options),
    roots: async ({ key } = {}) => {
      const { roots } = await askClient(request, "roots", "roots/list", {}, key);
      return erased<readonly Root[]>(roots ?? []);
    },
    readResource: async (uri) => {
      const answer = await own("resources/read", { uri });
      return erased<{ contents: readonly ResourceContents[] }>(answer).contents;
    },
    listResources: async () => {
      const answer = await own("resources/list", {});
      return erased<{ resources: readonly ListedComponent[] }>(answer).resources;
    },
    getPrompt: async (name, args = {}) => erased(await own("prompts/get", { name, arguments: args })),
    notify: (method, params) => {
      if (given.announce?.(method, params ?? {}) === true) return;
      const { notify } = channelOf(request);
      if (notify === undefined) throw new ToolError("Notifications cannot be sent here.");
      notify(method, params);
    },
    enable: (selection) => {
      visibilityOf(given).enable(selection);
    },
    disable: (selection) => {
      visibilityOf(given).disable(selection);
    },
    closeStream: () => {
      const { closeStream } = channelOf(request);
      if (closeStream === undefined) {
        throw new ToolError("Only streams of resumable HTTP sessions can be closed while a call runs.");
      }
      closeStream();
    },
  };
}

function authOf(request: McpRequest): AuthInfo | undefined {
  const { auth } = channelOf(request);
  return auth !== undefined && "subject" in auth ? erased<AuthInfo>(auth) : undefined;
}

function serverOf({ server }: McpRequest): McpServer {
  if (server === undefined) throw new ToolError("The server cannot be reached from this call.");
  return server;
}

function visibilityOf({ visibility }: ContextRequest): Pick<Context, "enable" | "disable"> {
  if (visibility === undefined) {
    throw new ToolError("Components can be enabled and disabled only where the server was made with `withVisibility`.");
  }
  return visibility;
}

/** Of the session, and of whom it belongs to: another's session id opens nothing. */
function stateOf(request: ContextRequest): State {
  const { session } = request;
  const auth = authOf(request);
  if (session === undefined && auth === undefined) {
    throw new ToolError("State belongs to a session: serve over stdio, or over HTTP with sessions.");
  }
  const server = serverOf(request);
  const store = request.stateStore ?? stores.get(server) ?? memoryStore();
  if (request.stateStore === undefined) stores.set(server, store);
  const keyOf = (key: string) => JSON.stringify([session ?? "", auth?.subject ?? "", key]);
  return {
    get: async (key) => erased(await store.get(keyOf(key))),
    set: async (key, value) => store.set(keyOf(key), value, stateSeconds),
    delete: async (key) => store.delete(keyOf(key)),
  };
}
