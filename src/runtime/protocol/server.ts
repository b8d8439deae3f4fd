import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  CallToolRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  SetLevelRequestSchema,
  type ListResourcesResult,
  type ListResourceTemplatesResult,
  type ListToolsResult,
  type ReadResourceResult,
  type ServerNotification,
  type ServerRequest,
  type ServerResult,
} from "@modelcontextprotocol/sdk/types.js";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/cfworker";
import type { JsonValue } from "../json.js";
import { isAtLeast, type LogLevel } from "../log.js";
import { ProtocolError, type ProtocolFault } from "../protocol-error.js";
import type { McpRequest } from "../request.js";
import type { McpServer } from "../server.js";

/** Codes of the revisions up to 2025-11-25. */
const codes: Readonly<Record<ProtocolFault, number>> = {
  "unknown-tool": -32602,
  "unknown-resource": -32002,
  "invalid-arguments": -32602,
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

  const requestOf = (extra: Extra): McpRequest => {
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
      ...(client === undefined ? {} : { client: { name: client.name, version: client.version } }),
      ...(progressToken === undefined
        ? {}
        : {
            sendProgress: (progress) => {
              send({ method: "notifications/progress", params: { progressToken, ...progress } });
            },
          }),
      sendLog: (level, data) => {
        if (isAtLeast(level, leastLogged)) send({ method: "notifications/message", params: { level, data } });
      },
    };
  };

  sdk.setRequestHandler(ListToolsRequestSchema, async () => {
    return { tools: await server.listTools() } as unknown as ListToolsResult;
  });
  sdk.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const args = params.arguments as JsonValue | undefined;
    return (await answered(server.callTool(params.name, args, requestOf(extra)))) as unknown as ServerResult;
  });
  if (server.hasResources) {
    sdk.setRequestHandler(ListResourcesRequestSchema, async () => {
      return { resources: await server.listResources() } as unknown as ListResourcesResult;
    });
    sdk.setRequestHandler(ListResourceTemplatesRequestSchema, async () => {
      return { resourceTemplates: await server.listResourceTemplates() } as unknown as ListResourceTemplatesResult;
    });
    sdk.setRequestHandler(ReadResourceRequestSchema, async ({ params }, extra) => {
      const contents = await answered(server.readResource(params.uri, requestOf(extra)));
      return { contents } as unknown as ReadResourceResult;
    });
  }
  sdk.onerror = (error) => {
    server.log.debug("The protocol layer reports an error.", error);
  };
  return sdk;
}

/** Gives protocol errors the code that this line of the SDK has for them. */
async function answered<Value>(work: Promise<Value>): Promise<Value> {
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

function headersOf({ requestInfo }: Extra): Readonly<Record<string, string>> {
  const headers = Object.entries(requestInfo?.headers ?? {});
  return Object.fromEntries(
    headers.flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(", ")]])),
  );
}
