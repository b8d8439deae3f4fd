import { Protocol, type RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  InitializeRequestSchema,
  LATEST_PROTOCOL_VERSION,
  SetLevelRequestSchema,
  SUPPORTED_PROTOCOL_VERSIONS,
  type InitializeRequest,
  type Notification,
  type Request,
  type Result,
} from "@modelcontextprotocol/sdk/types.js";
import type { McpRequest } from "../call-context.js";
import type { JsonObject } from "../json.js";
import { isAtLeast, type LogLevel } from "../log.js";
import { ProtocolError, type McpServer, type ProtocolFault } from "../server.js";

/** Codes of the revisions up to 2025-11-25. */
const codes: Readonly<Record<ProtocolFault, number>> = {
  "unknown-method": -32601,
  "unknown-tool": -32602,
  "unknown-resource": -32002,
  "invalid-params": -32602,
  refused: -32000,
  failed: -32603,
};

/** The SDK's own `Server` would load Ajv, which takes longer than all that is used of it. */
export class ProtocolServer extends Protocol<Request, Notification, Result> {
  /** As it said of itself. */
  client: Partial<InitializeRequest["params"]> = {};

  // The callers look at capabilities themselves.
  override assertCapabilityForMethod(): void {}
  override assertNotificationCapability(): void {}
  override assertRequestHandlerCapability(): void {}
  override assertTaskCapability(): void {}
  override assertTaskHandlerCapability(): void {}
}

/** For one connection, never shared between clients; without a `session` for one request, whose client cannot be asked. */
export function createProtocolServer(server: McpServer, session?: string): ProtocolServer {
  const { instructions, ...serverInfo } = server.identity;
  const sdk = new ProtocolServer();
  sdk.setRequestHandler(InitializeRequestSchema, ({ params }) => {
    sdk.client = params;
    const isKnown = SUPPORTED_PROTOCOL_VERSIONS.includes(params.protocolVersion);
    return {
      protocolVersion: isKnown ? params.protocolVersion : LATEST_PROTOCOL_VERSION,
      capabilities: { logging: {}, ...server.capabilities },
      serverInfo,
      ...(instructions && { instructions }),
    };
  });
  let leastLogged: LogLevel = "info";
  sdk.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    leastLogged = params.level;
    return {};
  });
  sdk.onerror = (error) => {
    server.log.debug("The protocol layer reports an error.", error);
  };

  const requestOf = (extra: RequestHandlerExtra<Request, Notification>): McpRequest => {
    const progressToken = extra._meta?.progressToken;
    const all = Object.entries(extra.requestInfo?.headers ?? {});
    // Whatever sees them might pass them on.
    const headers = all.filter(([name]) => !/^(?:authorization|cookie)$/i.test(name));
    const send = (notification: Notification) => {
      extra.sendNotification(notification).catch((error: unknown) => {
        server.log.debug("A notification could not be sent.", error);
      });
    };
    return {
      id: extra.requestId,
      signal: extra.signal,
      server,
      session,
      headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), [value].flat().join(", ")])),
      client: sdk.client.clientInfo,
      extra: Object.assign(extra, { sdk }),
      sendProgress: (progress) => {
        if (progressToken === undefined) return;
        send({ method: "notifications/progress", params: { progressToken, ...progress } });
      },
      sendLog: (level, data) => {
        if (isAtLeast(level, leastLogged)) send({ method: "notifications/message", params: { level, data } });
      },
    };
  };
  // A fallback: what handlers set by schema get and give is parsed three more times.
  sdk.fallbackRequestHandler = async ({ method, params = {} }, extra) => {
    try {
      return { ...(await server.answer(method, params as JsonObject, () => requestOf(extra))) };
    } catch (error) {
      if (error instanceof ProtocolError) {
        throw Object.assign(new Error(error.message), { code: codes[error.fault], data: error.data });
      }
      server.log.error(`${method} failed.`, error);
      throw new Error("Internal error; see the server's log.", { cause: error });
    }
  };
  return sdk;
}
