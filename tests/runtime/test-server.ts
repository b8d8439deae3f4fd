import type { ApiResponse } from "../../src/runtime/http/http-client.js";
import type { JsonValue } from "../../src/runtime/json.js";
import { createLog, type LogLevel } from "../../src/runtime/log.js";
import type { McpRequest } from "../../src/runtime/call-context.js";
import {
  parseEnvironment,
  serverEnvironment,
  serverSettings,
  type ServerSettings,
} from "../../src/runtime/settings.js";
import type { ToolResult } from "../../src/runtime/result.js";
import type { McpServer } from "../../src/runtime/server.js";
import { z } from "zod";

/** The settings of an environment that holds only these variables. */
export function settingsOf(env: Readonly<Record<string, string>> = {}): ServerSettings {
  return serverSettings(parseEnvironment(z.object(serverEnvironment), env));
}

/** A log that keeps its lines. */
export function recordingLog() {
  const lines: { level: LogLevel; message: string; data: unknown }[] = [];
  return { lines, log: createLog((level, message, data) => lines.push({ level, message, data })) };
}

/** A request of a client that wants nothing beside the answer. */
export function request(more: Partial<McpRequest> = {}): McpRequest {
  return { id: 1, signal: new AbortController().signal, headers: {}, ...more };
}

/** A successful response of an API, as the HTTP client decodes it. */
export function response(
  data: unknown,
  contentType = "application/json",
  more: Record<string, string> = {},
): ApiResponse<unknown> {
  const headers = new Headers(contentType === "" ? more : { "content-type": contentType, ...more });
  if (data === undefined) return { status: 204, headers, data, kind: "empty" };
  if (data instanceof Uint8Array) return { status: 200, headers, data, kind: "binary" };
  return { status: 200, headers, data, kind: /json/.test(contentType) ? "json" : "text" };
}

/** What a server answers to a call, without a protocol between. */
export async function callTool(
  server: McpServer,
  name: string,
  args: JsonValue | undefined,
  given: McpRequest,
): Promise<ToolResult> {
  const params = { name, ...(args === undefined ? {} : { arguments: args }) };
  return (await server.answer("tools/call", params, () => given)) as ToolResult;
}
