import type { ApiResponse } from "../../src/runtime/http/http-client.js";
import { httpResource, httpTemplate } from "../../src/runtime/http-resource.js";
import { httpTool } from "../../src/runtime/http-tool.js";
import { wrapResult } from "../../src/runtime/json-schema.js";
import type { Log } from "../../src/runtime/log.js";
import { staticProvider, type Provider, type ProviderCall } from "../../src/runtime/provider.js";
import { resourceSources } from "../../src/runtime/resources.js";
import { buildServer, type McpServer, type ServerOptions } from "../../src/runtime/server.js";
import type { NoArguments } from "../../src/runtime/tool.js";
import { recordingLog, response, settingsOf } from "./test-server.js";

/** An API client that answers from memory. */
export interface SampleApi {
  readonly api: { get(path: string, args?: object): Promise<ApiResponse<unknown>>; readonly call: ProviderCall };
}

/** A provider with a tool, a resource and a template of each interesting kind. */
export function sampleProvider(
  answer: (path: string, args: object, call: ProviderCall) => ApiResponse<unknown> | Promise<ApiResponse<unknown>>,
): Provider {
  const tools = [
    httpTool<{ petId: number }, SampleApi>({
      name: "getPet",
      title: "Get a pet",
      description: "One pet.",
      tags: ["pets"],
      annotations: { readOnlyHint: true },
      inputSchema: {
        type: "object",
        properties: { petId: { type: "integer" } },
        required: ["petId"],
        additionalProperties: false,
      },
      outputSchema: { type: "object", properties: { id: { type: ["integer", "null"] } } },
      call: (args, { api }) => api.get(`/pets/${String(args.petId)}`, args),
    }),
    httpTool<NoArguments, SampleApi>({
      name: "listPets",
      deprecated: true,
      tags: ["pets", "lists"],
      meta: { more: 1 },
      inputSchema: { type: "object", additionalProperties: false },
      outputSchema: wrapResult({ type: ["array", "null"] }),
      call: (_args, { api }) => api.get("/pets"),
    }),
    httpTool<NoArguments, SampleApi>({
      name: "admin",
      tags: ["admin"],
      inputSchema: { type: "object", additionalProperties: false },
      call: (_args, { api }) => api.get("/admin"),
    }),
  ];
  return staticProvider<SampleApi>({
    name: "sample",
    apis: (call) => ({ api: { call, get: async (path, args = {}) => answer(path, args, call) } }),
    tools,
    ...resourceSources(
      [
        httpResource<SampleApi>({
          name: "status",
          uri: "sample://status",
          mimeType: "application/json",
          tags: ["pets"],
          read: ({ api }) => api.get("/status"),
        }),
        httpResource<SampleApi>({
          name: "special",
          uri: "sample://pets/special",
          read: ({ api }) => api.get("/special"),
        }),
      ],
      [
        httpTemplate<{ petId: number; limit?: number }, SampleApi>({
          name: "pet",
          uriTemplate: "sample://pets/{petId}{?limit}",
          mimeType: "application/json",
          inputSchema: {
            type: "object",
            properties: { petId: { type: "integer" }, limit: { type: "integer", maximum: 10 } },
            required: ["petId"],
            additionalProperties: false,
          },
          read: (args, { api }) => api.get("/pets/id", args),
        }),
      ],
    ),
  });
}

export interface Sample {
  readonly server: McpServer;
  readonly lines: ReturnType<typeof recordingLog>["lines"];
}

/** A server of the sample provider; by default every request is answered with its path and arguments. */
export function sampleServer({
  env = {},
  answer = (path, args) => response({ path, args: { ...args } }),
  providers,
  ...options
}: {
  readonly env?: Readonly<Record<string, string>>;
  readonly answer?: Parameters<typeof sampleProvider>[0];
} & ServerOptions = {}): Sample {
  const { lines, log } = recordingLog();
  const settings = settingsOf(env);
  const server = buildServer(
    {
      name: "sample",
      title: "Sample",
      version: "1.2.3",
      instructions: "Be kind.",
      providers: [sampleProvider(answer), ...(providers ?? [])],
    },
    settings,
    { log: log satisfies Log, ...options },
  );
  return { server, lines };
}
