import { context, metrics, propagation, SpanKind, SpanStatusCode, trace, type Attributes } from "@opentelemetry/api";
import { aroundServer } from "./around-server.js";
import { InputRequired } from "./input-required.js";
import type { JsonObject } from "./json.js";
import { isJsonObject } from "./json.js";
import { ProtocolError, type McpServer } from "./server.js";

/**
 * A span and a duration for each request, by the semantic conventions for MCP: `tools/call getPet`, `mcp.method.name`,
 * `gen_ai.tool.name`, `mcp.server.operation.duration`. A trace that the client names in `_meta` goes on. Without an OpenTelemetry
 * SDK nothing is recorded.
 */
export function withTelemetry(server: McpServer): McpServer {
  const { name, version } = server.identity;
  const tracer = trace.getTracer(name, version);
  const duration = metrics.getMeter(name, version).createHistogram("mcp.server.operation.duration", {
    unit: "s",
    description: "How long the server took to answer a request.",
    advice: { explicitBucketBoundaries: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300] },
  });
  return aroundServer(server, async (method, params, request, next) => {
    const given = request();
    const about = aboutOf(method, params);
    const target = about["gen_ai.tool.name"] ?? about["gen_ai.prompt.name"];
    const attributes: Attributes = {
      ...about,
      "jsonrpc.request.id": String(given.id),
      ...(given.session === undefined ? {} : { "mcp.session.id": given.session }),
      ...(given.client === undefined ? {} : { "mcp.client.name": given.client.name }),
    };
    const title = target === undefined ? method : `${method} ${String(target)}`;
    const parent = propagation.extract(context.active(), isJsonObject(params["_meta"]) ? params["_meta"] : {});
    const start = performance.now();
    return tracer.startActiveSpan(title, { kind: SpanKind.SERVER, attributes }, parent, async (span) => {
      let failure: string | undefined;
      try {
        const answer = await next(params, () => given);
        if ("isError" in answer && answer.isError === true) failure = "tool_error";
        return answer;
      } catch (error) {
        if (error instanceof InputRequired) throw error;
        failure = error instanceof ProtocolError ? error.fault : "unexpected";
        if (error instanceof Error) span.recordException(error);
        throw error;
      } finally {
        const outcome: Attributes = failure === undefined ? {} : { "error.type": failure };
        if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR }).setAttributes(outcome);
        span.end();
        duration.record((performance.now() - start) / 1000, { ...about, ...outcome });
      }
    });
  });
}

function aboutOf(method: string, params: JsonObject): Attributes {
  const { name, uri } = params;
  const about: Attributes = { "mcp.method.name": method };
  if (method === "tools/call" && typeof name === "string") {
    about["gen_ai.tool.name"] = name;
    about["gen_ai.operation.name"] = "execute_tool";
  }
  if (method === "prompts/get" && typeof name === "string") about["gen_ai.prompt.name"] = name;
  if (method.startsWith("resources/") && typeof uri === "string") about["mcp.resource.uri"] = uri;
  return about;
}
