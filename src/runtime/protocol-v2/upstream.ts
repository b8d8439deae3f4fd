/// <reference types="node" />
import {
  Client,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  StreamableHTTPClientTransport,
  type Transport,
} from "@modelcontextprotocol/client";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/client/validators/cf-worker";
import type { JsonObject } from "../json.js";
import {
  connectionFault,
  httpFault,
  UpstreamError,
  type Upstream,
  type UpstreamEvents,
  type UpstreamTarget,
} from "../proxy/upstream.js";
import { anyObject } from "./any-object.js";
import { RunningRequests, withinSeconds } from "../proxy/running-requests.js";

/**
 * Begins a session of its own with another server, on a revision that has sessions: only there it can ask while a call runs. Rejects
 * with an `UpstreamError`.
 */
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
  client.setNotificationHandler("notifications/progress", ({ params: { progressToken, ...progress } }) => {
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
        return await running.run(method, params, call, (message, limits) => client.request(message, anyObject, limits));
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
    return new StreamableHTTPClientTransport(new URL(target.url), {
      fetch: running.fetch,
    });
  }
  const { StdioClientTransport, getDefaultEnvironment } = await import("@modelcontextprotocol/client/stdio");
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
  if (error instanceof SdkHttpError) return httpFault(error.status);
  if (error instanceof SdkError) {
    const isClosed = error.code === SdkErrorCode.ConnectionClosed || error.code === SdkErrorCode.NotConnected;
    return isClosed ? new UpstreamError("lost", "the connection was closed") : connectionFault(error);
  }
  return error instanceof ProtocolError
    ? new UpstreamError("answered", error.message.replace(/^(?:MCP error -?\d+: )+/, ""))
    : connectionFault(error);
}
