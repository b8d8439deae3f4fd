import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { context, metrics, propagation, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { withEnvFile } from "../../src/runtime/env-file.js";
import { getContext, withCurrentContext } from "../../src/runtime/get-context.js";
import { parseEnvironment, serverEnvironment, serverSettings } from "../../src/runtime/settings.js";
import { withTelemetry } from "../../src/runtime/telemetry.js";
import { capturedLog, createTestClient, temporarySettings } from "../../src/runtime/testing.js";
import type { Tool } from "../../src/runtime/tool.js";
import { sampleServer } from "./sample-server.js";
import { callTool, request } from "./test-server.js";

const tool = (call: Tool["call"]): Tool => ({ name: "own", inputSchema: { type: "object" }, call });

describe("getContext", () => {
  const deep = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return getContext().request.id;
  };

  it("finds the context of the request that is answered, however deep, each its own", async () => {
    const own = tool(async () => ({ content: [{ type: "text", text: String(await deep()) }] }));
    const server = withCurrentContext(sampleServer({ tools: [own] }).server);
    const answers = await Promise.all([1, 2].map((id) => callTool(server, "own", {}, request({ id, server }))));
    expect(answers.map(({ content }) => content)).toEqual([
      [{ type: "text", text: "1" }],
      [{ type: "text", text: "2" }],
    ]);
  });

  it("says so where there is none", () => {
    expect(() => getContext()).toThrow("There is no request here");
  });
});

describe(".env", () => {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-env-"));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("stands under the environment, in which an empty variable counts as absent", () => {
    const file = join(folder, ".env");
    writeFileSync(file, '# ports\nMCP_PORT=4000\nMCP_HOST="127.0.0.2"\nexport MCP_PATH=/x\n');
    expect(withEnvFile({ MCP_PORT: "5000", MCP_HOST: "" }, file)).toEqual({
      MCP_PORT: "5000",
      MCP_HOST: "127.0.0.2",
      MCP_PATH: "/x",
    });
    expect(withEnvFile({ MCP_PORT: "5000" }, join(folder, "none"))).toEqual({ MCP_PORT: "5000" });
  });
});

describe("telemetry", () => {
  afterEach(() => {
    trace.disable();
    metrics.disable();
    propagation.disable();
    context.disable();
  });

  it("records a span and a duration for each request, in the client's trace", async () => {
    const spans = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter });
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
    propagation.setGlobalPropagator({
      inject: () => undefined,
      extract: (parent, carrier: { traceparent?: string }) => {
        const [, traceId, spanId] = (carrier.traceparent ?? "").split("-");
        if (traceId === undefined || spanId === undefined) return parent;
        return trace.setSpanContext(parent, { traceId, spanId, traceFlags: 1, isRemote: true });
      },
      fields: () => ["traceparent"],
    });
    const server = withTelemetry(sampleServer().server);
    const _meta = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
    await server.answer("tools/call", { name: "admin", _meta }, () => request({ session: "s" }));
    await server.answer("tools/call", { name: "getPet", arguments: {} }, () => request());
    await server.answer("resources/read", { uri: "sample://no" }, () => request()).catch(() => undefined);
    const [first, second, third] = spans.getFinishedSpans();
    expect(first?.name).toBe("tools/call admin");
    expect(first?.spanContext().traceId).toBe("0af7651916cd43dd8448eb211c80319c");
    expect(first?.attributes).toEqual({
      "mcp.method.name": "tools/call",
      "gen_ai.tool.name": "admin",
      "gen_ai.operation.name": "execute_tool",
      "jsonrpc.request.id": "1",
      "mcp.session.id": "s",
    });
    expect(second?.attributes["error.type"]).toBe("tool_error");
    expect(third?.attributes).toMatchObject({ "mcp.resource.uri": "sample://no", "error.type": "unknown-resource" });
    await reader.forceFlush();
    const [metric] = exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [];
    expect(metric?.descriptor).toMatchObject({ name: "mcp.server.operation.duration", unit: "s" });
    expect(metric?.dataPoints).toHaveLength(3);
  });

  it("changes nothing where no SDK is installed", async () => {
    const server = withTelemetry(sampleServer().server);
    expect((await callTool(server, "admin", {}, request())).content).not.toEqual([]);
  });
});

describe("the testing kit", () => {
  it("calls a server as clients do, with settings and a log of the test's own", async () => {
    const read = (env: Readonly<Record<string, string | undefined>>) =>
      serverSettings(parseEnvironment(z.object(serverEnvironment), env));
    expect(temporarySettings(read).port).toBe(3000);
    expect(temporarySettings(read, { MCP_PORT: "1" }).port).toBe(1);
    const { log, lines } = capturedLog();
    const { server } = sampleServer({
      tools: [
        tool((_args, scope) => {
          scope.context.log.warning("seen", { a: 1 });
          return { content: [{ type: "text", text: "hello" }] };
        }),
      ],
      log,
    });
    const client = await createTestClient(server);
    expect(await client.callTool("own")).toBe("hello");
    expect(lines).toEqual([{ level: "warning", message: "seen", data: { a: 1 } }]);
    await client.close();
  });
});
