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
  type UpstreamCall,
  type UpstreamEvents,
  type UpstreamTarget,
} from "../proxy/upstream.js";
import { anyObject } from "./any-object.js";
import { RunningRequests, withinSeconds } from "../proxy/running-requests.js";

/** Milliseconds: the longest that timers take. Whoever calls has limits of their own. */
const noLimit = 2 ** 31 - 1;

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
  // The SDK's own handling of progress passes over what arrives together with the response.
  const progresses = new Map<unknown, UpstreamCall["onProgress"]>();
  client.setNotificationHandler("notifications/progress", ({ params: { progressToken, ...progress } }) => {
    progresses.get(progressToken)?.(progress);
  });
  const running = new RunningRequests(target);
  const link = await transportTo(target, running);
  try {
    await client.connect(link, { timeout: 30_000 });
  } catch (error) {
    await client.close().catch(() => undefined);
    throw upstreamError(error);
  }
  const request = async (method: string, params: JsonObject, { signal, onProgress, headers }: UpstreamCall) => {
    const progressToken = crypto.randomUUID();
    const _meta = { ...(params["_meta"] as JsonObject | undefined), progressToken };
    progresses.set(progressToken, onProgress);
    try {
      const asked = { method, params: { ...params, _meta } };
      const limits = { signal, timeout: noLimit };
      return await running.run(progressToken, headers, () => client.request(asked, anyObject, limits));
    } finally {
      progresses.delete(progressToken);
    }
  };
  return {
    request: async (method, params, call) => {
      try {
        return await request(method, params, call);
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
