/* eslint-disable @typescript-eslint/no-deprecated -- the SDK recommends McpServer, which takes zod schemas only */
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  SetLevelRequestSchema,
  type JSONRPCRequest,
  type ServerNotification,
  type ServerRequest,
} from "@modelcontextprotocol/sdk/types.js";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/cfworker";
import type { JsonObject, JsonValue } from "../json.js";
import { isAtLeast, type LogLevel } from "../log.js";
import { ProtocolError, type ProtocolFault } from "../protocol-error.js";
import type { McpRequest } from "../context.js";
import type { McpServer } from "../server.js";

/** Codes of the revisions up to 2025-11-25. */
const codes: Readonly<Record<ProtocolFault, number>> = {
  "unknown-method": -32601,
  "unknown-tool": -32602,
  "unknown-resource": -32002,
  "invalid-params": -32602,
  failed: -32603,
};

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Answers for one connection, or for one request where there are no sessions. Never shared between clients. */
export function createProtocolServer(server: McpServer): Server {
  const { instructions, ...info } = server.identity;
  const sdk = new Server(info, {
    capabilities: { tools: {}, logging: {}, ...(server.hasResources ? { resources: {} } : {}) },
    ...(instructions === undefined ? {} : { instructions }),
    jsonSchemaValidator: new CfWorkerJsonSchemaValidator(),
  });
  let leastLogged: LogLevel = "info";
  sdk.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    leastLogged = params.level;
    return {};
  });
  sdk.onerror = (error) => {
    server.log.debug("The protocol layer reports an error.", error);
  };

  const requestOf = (extra: Extra): McpRequest => {
    const progressToken = extra._meta?.progressToken;
    const send = (notification: ServerNotification) => {
      extra.sendNotification(notification).catch((error: unknown) => {
        server.log.debug("A notification could not be sent.", error);
      });
    };
    return {
      id: extra.requestId,
      signal: extra.signal,
      session: extra.sessionId,
      headers: headersOf(extra),
      client: sdk.getClientVersion(),
      sendProgress:
        progressToken === undefined
          ? undefined
          : ({ progress, total, message }) => {
              send({ method: "notifications/progress", params: { progressToken, progress, total, message } });
            },
      sendLog: (level, data) => {
        if (isAtLeast(level, leastLogged)) send({ method: "notifications/message", params: { level, data } });
      },
    };
  };
  // A fallback, because handlers that are set by schema have every request and every result parsed three more times.
  sdk.fallbackRequestHandler = async (request, extra) => {
    try {
      return { ...(await answer(server, request, () => requestOf(extra))) };
    } catch (error) {
      if (error instanceof ProtocolError) {
        throw Object.assign(new Error(error.message), { code: codes[error.fault], data: error.data });
      }
      server.log.error(`${request.method} failed.`, error);
      throw new Error("Internal error; see the server's log.", { cause: error });
    }
  };
  return sdk;
}

async function answer(server: McpServer, request: JSONRPCRequest, facts: () => McpRequest): Promise<object> {
  const params = (request.params ?? {}) as JsonObject;
  const isOffered = server.hasResources || !request.method.startsWith("resources/");
  switch (isOffered ? request.method : "") {
    case "tools/list":
      return { tools: await server.list("tools") };
    case "tools/call":
      return server.callTool(textOf(params, "name"), params["arguments"], facts());
    case "resources/list":
      return { resources: await server.list("resources") };
    case "resources/templates/list":
      return { resourceTemplates: await server.list("resourceTemplates") };
    case "resources/read":
      return { contents: await server.readResource(textOf(params, "uri"), facts()) };
    default:
      throw new ProtocolError("unknown-method", "Method not found");
  }
}

function textOf(params: JsonObject, name: string): string {
  const value: JsonValue | undefined = params[name];
  if (typeof value !== "string") throw new ProtocolError("invalid-params", `\`${name}\` must be a string`);
  return value;
}

function headersOf({ requestInfo }: Extra): Readonly<Record<string, string>> {
  const headers = Object.entries(requestInfo?.headers ?? {});
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), [value].flat().join(", ")]));
}
