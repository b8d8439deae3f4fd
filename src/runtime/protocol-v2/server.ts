import {
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  Server,
  type JSONRPCMessage,
  type ServerContext,
  type Transport,
} from "@modelcontextprotocol/server";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/server/validators/cf-worker";
import type { McpRequest, RequestInfo } from "../call-context.js";
import type { JsonObject } from "../json.js";
import { isAtLeast, type LogLevel } from "../log.js";
import { ProtocolError, type McpServer, type ProtocolFault } from "../server.js";
import { headerMismatch } from "./param-headers.js";
import { answerInRounds, asksInRounds, type Round, type Sealer } from "./rounds.js";

/** From revision 2026-07-28 on; what has no code of the protocol's keeps out of JSON-RPC's range. */
const codes: Readonly<Record<ProtocolFault, number>> = {
  "unknown-method": -32601,
  "unknown-tool": -32602,
  "unknown-resource": -32602,
  "invalid-params": -32602,
  refused: 429,
  failed: -32603,
};

/** Of the revisions up to 2025-11-25, where they are others. */
const legacyCodes: Readonly<Partial<Record<ProtocolFault, number>>> = { "unknown-resource": -32002, refused: -32000 };

/** HTTP statuses of protocol errors that the SDK would answer with 200. */
const httpStatuses: Readonly<Record<number, number>> = { [-32601]: 404, [-32020]: 400 };

/** `modern` is 2026-07-28: no handshake, no sessions, and nothing is asked but in results. */
export type Era = "legacy" | "modern";

export interface ProtocolServerOptions {
  /** Default: legacy. */
  readonly era?: Era;
  /** Seals what a call keeps between its rounds (modern). */
  readonly sealer?: Sealer;
}

/** What `channel.ts` makes a channel of. */
export interface Exchange {
  readonly sdk: Server;
  readonly context: ServerContext;
  readonly era: Era;
  readonly round?: Round | undefined;
}

const validator = new CfWorkerJsonSchemaValidator();

/**
 * For one connection, never shared between clients; without a `session` for one request. On modern revisions a session is a
 * connection that nobody else can use.
 */
export function createProtocolServer(
  server: McpServer,
  session?: string,
  { era = "legacy", sealer }: ProtocolServerOptions = {},
): Server {
  const { instructions, ...info } = server.identity;
  const sdk = new DualServer(info, {
    capabilities: { logging: {}, ...server.capabilities },
    ...(instructions === undefined ? {} : { instructions }),
    jsonSchemaValidator: validator,
  });
  let leastLogged: LogLevel = "info";
  sdk.setRequestHandler("logging/setLevel", ({ params }) => {
    leastLogged = params.level;
    return {};
  });
  sdk.onerror = (error) => {
    server.log.debug("The protocol layer reports an error.", error);
  };

  const requestOf = (context: ServerContext, round?: Round): McpRequest => {
    const { id, signal, envelope, _meta: meta, notify } = context.mcpReq;
    const send = (method: string, params: Record<string, unknown>) => {
      notify({ method, params }).catch((error: unknown) => {
        server.log.debug("A notification could not be sent.", error);
      });
    };
    const wanted = era === "modern" ? (envelopeOf(envelope)[LOG_LEVEL_META_KEY] as LogLevel | undefined) : leastLogged;
    const exchange: Exchange = { sdk, context, era, round };
    return {
      id,
      signal,
      server,
      session,
      headers: headersOf(context.http?.req),
      client: (envelopeOf(envelope)[CLIENT_INFO_META_KEY] as RequestInfo["client"]) ?? sdk.getClientVersion(),
      extra: exchange,
      sendProgress: (progress) => {
        const progressToken = meta?.progressToken;
        if (progressToken !== undefined) send("notifications/progress", { progressToken, ...progress });
      },
      sendLog: (level, data) => {
        if (wanted !== undefined && isAtLeast(level, wanted)) send("notifications/message", { level, data });
      },
    };
  };

  // A fallback, because handlers that are set by method have every request and every result parsed once more.
  sdk.fallbackRequestHandler = async ({ method, params = {} }, context) => {
    const given = params as JsonObject;
    try {
      if (era === "modern" && method === "tools/call") await checkHeaders(server, given, context);
      if (era === "modern" && sealer !== undefined && asksInRounds(method)) {
        return await answerInRounds(context, { method, params: given, sealer }, (round) =>
          server.answer(method, given, () => requestOf(context, round)),
        );
      }
      return { ...(await server.answer(method, given, () => requestOf(context))) };
    } catch (error) {
      throw sdk.told(asProtocolError(error, method, era, server), context);
    }
  };
  return sdk;
}

/** What headers repeat of a tool's arguments, something on the way may have acted upon. */
async function checkHeaders(server: McpServer, { name, arguments: args }: JsonObject, { http }: ServerContext) {
  if (http?.req === undefined) return;
  const tool = (await server.list("tools")).find((one) => one.name === name);
  const mismatch = tool?.inputSchema && headerMismatch(tool.inputSchema as JsonObject, args, http.req.headers);
  if (mismatch !== undefined) throw Object.assign(new Error(mismatch), { code: -32020 });
}

interface CodedError extends Error {
  readonly code?: number;
  readonly data?: object | undefined;
}

/** What the SDK keeps from both eras, or says otherwise than their revisions do. */
class DualServer extends Server {
  readonly #unknownResources = new WeakSet<object>();

  override connect(transport: Transport): Promise<void> {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => send(this.#coded(message), options);
    return super.connect(transport);
  }

  /** Remembers what is to become of an error on its way out. */
  told(error: CodedError, { http }: ServerContext): CodedError {
    if (error.code === -32002 && error.data !== undefined) this.#unknownResources.add(error.data);
    const status = httpStatuses[error.code ?? 0];
    if (status !== undefined && http?.req !== undefined) statuses.set(http.req, status);
    return error;
  }

  /** The SDK turns -32002 into -32602 on all revisions. */
  #coded(message: JSONRPCMessage): JSONRPCMessage {
    if (!("error" in message)) return message;
    const { data } = message.error;
    if (typeof data !== "object" || data === null || !this.#unknownResources.has(data)) return message;
    return { ...message, error: { ...message.error, code: -32002 } };
  }
}

const statuses = new WeakMap<Request, number>();

/** Status of the response to a modern request, where it is another than the SDK's. */
export function statusOf(request: Request): number | undefined {
  return statuses.get(request);
}

function asProtocolError(error: unknown, method: string, era: Era, server: McpServer): CodedError {
  if (error instanceof ProtocolError) {
    const { message, fault, data } = error;
    const code = (era === "legacy" ? legacyCodes[fault] : undefined) ?? codes[fault];
    return Object.assign(new Error(message), { code, data });
  }
  // One that the protocol has a code for.
  if (error instanceof Error && "code" in error && typeof error.code === "number") return error as CodedError;
  server.log.error(`${method} failed.`, error);
  return new Error("Internal error; see the server's log.", { cause: error });
}

/** Whatever sees credentials might pass them on. */
function headersOf(request: Request | undefined): Readonly<Record<string, string>> {
  const all = [...(request?.headers ?? [])];
  return Object.fromEntries(all.filter(([name]) => !/^(?:authorization|cookie)$/i.test(name)));
}

/** The reserved keys of a modern request's `_meta`; its type says nothing about them. */
export function envelopeOf(envelope: object | undefined): Readonly<Record<string, unknown>> {
  return { ...envelope };
}
