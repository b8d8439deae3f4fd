import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  SetLevelRequestSchema,
  type JSONRPCRequest,
  type ServerNotification,
  type ServerRequest,
  type ServerResult,
} from "@modelcontextprotocol/sdk/types.js";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/cfworker";
import { isJsonObject } from "../json-kinds.js";
import type { JsonObject, JsonValue } from "../json.js";
import { isAtLeast, type LogLevel } from "../log.js";
import { ProtocolError, type ProtocolFault } from "../protocol-error.js";
import type { McpRequest } from "../request.js";
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
  const { name, title, version, instructions } = server;
  const sdk = new Server(
    { name, version, ...(title === undefined ? {} : { title }) },
    {
      capabilities: { tools: {}, logging: {}, ...(server.hasResources ? { resources: {} } : {}) },
      ...(instructions === undefined ? {} : { instructions }),
      jsonSchemaValidator: new CfWorkerJsonSchemaValidator(),
    },
  );
  let leastLogged: LogLevel = "info";
  sdk.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    leastLogged = params.level;
    return {};
  });
  // A fallback, because handlers that are set by schema have every request and every result parsed three more times.
  sdk.fallbackRequestHandler = async (request, extra) => {
    const facts = () => requestFacts(extra, sdk, server, () => leastLogged);
    return (await withCode(answer(server, request, facts))) as ServerResult;
  };
  sdk.onerror = (error) => {
    server.log.debug("The protocol layer reports an error.", error);
  };
  return sdk;
}

async function answer(server: McpServer, request: JSONRPCRequest, facts: () => McpRequest): Promise<object> {
  const params = (request.params ?? {}) as JsonObject;
  switch (request.method) {
    case "tools/list":
      return { tools: await server.listTools() };
    case "tools/call":
      return server.callTool(textParam(params, "name"), argumentsParam(params), facts());
    case "resources/list":
      if (!server.hasResources) break;
      return { resources: await server.listResources() };
    case "resources/templates/list":
      if (!server.hasResources) break;
      return { resourceTemplates: await server.listResourceTemplates() };
    case "resources/read":
      if (!server.hasResources) break;
      return { contents: await server.readResource(textParam(params, "uri"), facts()) };
  }
  throw new ProtocolError("unknown-method", "Method not found");
}

function textParam(params: JsonObject, name: string): string {
  const value = params[name];
  if (typeof value !== "string") throw new ProtocolError("invalid-params", `\`${name}\` must be a string`);
  return value;
}

function argumentsParam({ arguments: args }: JsonObject): JsonValue | undefined {
  if (args !== undefined && !isJsonObject(args)) throw new ProtocolError("invalid-params", "`arguments` must be an object");
  return args;
}

function requestFacts(extra: Extra, sdk: Server, server: McpServer, leastLogged: () => LogLevel): McpRequest {
  const progressToken = extra._meta?.progressToken;
  const client = sdk.getClientVersion();
  const send = (notification: ServerNotification) => {
    extra.sendNotification(notification).catch((error: unknown) => {
      server.log.debug("A notification could not be sent.", error);
    });
  };
  return {
    id: extra.requestId,
    signal: extra.signal,
    headers: headersOf(extra),
    ...(extra.sessionId === undefined ? {} : { session: extra.sessionId }),
    ...(client === undefined ? {} : { client }),
    ...(progressToken === undefined
      ? {}
      : {
          sendProgress: (progress) => {
            send({ method: "notifications/progress", params: { progressToken, ...progress } });
          },
        }),
    sendLog: (level, data) => {
      if (isAtLeast(level, leastLogged())) send({ method: "notifications/message", params: { level, data } });
    },
  };
}

/** Gives protocol errors the code that this line of the SDK has for them. */
async function withCode<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw Object.assign(new Error(error.message), {
      code: codes[error.fault],
      ...(error.data === undefined ? {} : { data: error.data }),
    });
  }
}

const noHeaders: Readonly<Record<string, string>> = {};

function headersOf({ requestInfo }: Extra): Readonly<Record<string, string>> {
  if (requestInfo === undefined) return noHeaders;
  const headers = Object.entries(requestInfo.headers);
  return Object.fromEntries(
    headers.flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(", ")]])),
  );
}
