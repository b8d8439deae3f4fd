/// <reference types="node" />
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { McpError, ProgressNotificationSchema, ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/cfworker";
import type { JsonObject } from "../json.js";
import {
  connectionFault,
  httpFault,
  UpstreamError,
  type Upstream,
  type UpstreamEvents,
  type UpstreamTarget,
} from "../proxy/upstream.js";
import { RunningRequests, withinSeconds } from "../proxy/running-requests.js";

/** Begins a session of its own with another server. Rejects with an `UpstreamError`. */
export async function connectUpstream(target: UpstreamTarget, events: UpstreamEvents): Promise<Upstream> {
  const client = new Client(
    { name: "mcpgen-proxy", version: "1.0.0" },
    { capabilities: events.capabilities, jsonSchemaValidator: new CfWorkerJsonSchemaValidator() },
  );
  client.fallbackRequestHandler = ({ method, params = {} }) => events.onRequest(method, params as JsonObject);
  client.fallbackNotificationHandler = ({ method, params = {} }) => {
    events.onNotification(method, params as JsonObject);
    return Promise.resolve();
  };
  client.onclose = events.onClose;
  const running = new RunningRequests(target);
  client.setNotificationHandler(ProgressNotificationSchema, ({ params: { progressToken, ...progress } }) => {
    running.progressed(progressToken, progress);
  });
  const link = await transportTo(target, running);
  try {
    await client.connect(link, { timeout: 30_000 });
  } catch (error) {
    await client.close().catch(() => undefined);
    throw upstreamError(error);
  }
  return {
    request: async (method, params, call) => {
      try {
        return await running.run(method, params, call, async (message, limits) => {
          return (await client.request(message, ResultSchema, limits)) as JsonObject;
        });
      } catch (error) {
        throw upstreamError(error);
      }
    },
    close: async () => {
      // Over HTTP the other server is told that the session has ended; a process sees it.
      if (link.terminateSession) await withinSeconds(2, link.terminateSession()).catch(() => undefined);
      await client.close();
    },
  };
}

type Link = Transport & { terminateSession?: () => Promise<void> };

async function transportTo(target: UpstreamTarget, running: RunningRequests): Promise<Link> {
  if (target.kind === "http") {
    const { StreamableHTTPClientTransport } = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
    return new StreamableHTTPClientTransport(new URL(target.url), {
      fetch: running.fetch,
    });
  }
  const { StdioClientTransport, getDefaultEnvironment } = await import("@modelcontextprotocol/sdk/client/stdio.js");
  const [command, ...args] = target.command;
  const { env, cwd = process.cwd() } = target;
  return new StdioClientTransport({
    command,
    args,
    env: { ...getDefaultEnvironment(), ...env },
    stderr: "inherit",
    cwd,
  });
}

function upstreamError(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  if (error instanceof McpError) {
    const said = error.message.replace(/^(?:MCP error -?\d+: )+/, "");
    return new UpstreamError(said === "Connection closed" ? "lost" : "answered", said);
  }
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "number" && code >= 400 ? httpFault(code) : connectionFault(error);
}
