import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { loadOpenApi, type OpenApiOptions } from "../../../src/frontends/openapi/load-openapi.js";
import type { Host } from "../../../src/host.js";
import type { Tool } from "../../../src/ir/component.js";
import type { Operation } from "../../../src/ir/http-api.js";
import type { Provider } from "../../../src/ir/program.js";

/** A host whose files are the members of an object; links lead from one path to another. */
export function memoryHost(
  files: Readonly<Record<string, unknown>>,
  links: Readonly<Record<string, string>> = {},
): Host & { readonly asked: string[] } {
  const asked: string[] = [];
  const bytes = (path: string) => {
    const file = files[path];
    if (file === undefined) return { kind: "failed", reason: "there is no such file" } as const;
    const text =
      file instanceof Uint8Array
        ? file
        : new TextEncoder().encode(typeof file === "string" ? file : JSON.stringify(file));
    return { kind: "bytes", bytes: text } as const;
  };
  return {
    asked,
    read: (path) => {
      asked.push(path);
      return Promise.resolve(bytes(links[path] ?? path));
    },
    realPath: (path) => Promise.resolve(links[path] ?? path),
    files: { directory: "/", read: () => undefined, kind: () => undefined, list: () => [], realPath: (path) => path },
    fetch: (url) => {
      asked.push(url);
      return Promise.resolve(bytes(url));
    },
    listServer: () => Promise.resolve({ kind: "failed", reason: "there are no servers here" }),
    asset: () => Promise.reject(new Error("no assets here")),
    assets: () => Promise.resolve([]),
  };
}

const options: OpenApiOptions = {
  document: "docs/api.yaml",
  bytes: undefined,
  name: "api",
  outputMode: "relaxed",
  coerce: true,
  mediaType: undefined,
  allowRefs: false,
  overlays: [],
  env: {},
  include: [],
  exclude: [],
  includeTags: [],
  excludeTags: [],
};

/** Loads a document and gives its provider with what was reported. */
export async function loadDocument(
  document: unknown,
  overrides: Partial<OpenApiOptions> = {},
  files: Readonly<Record<string, unknown>> = {},
) {
  const diagnostics = new Diagnostics();
  const host = memoryHost({ "docs/api.yaml": document, ...files });
  const loaded = await loadOpenApi({ ...options, ...overrides }, host, diagnostics);
  const provider: Provider | undefined = loaded.content?.provider;
  const operations: readonly Operation[] = provider?.client?.groups.flatMap((group) => group.operations) ?? [];
  const tools = (provider?.components ?? []).filter((component): component is Tool => component.kind === "tool");
  return {
    loaded,
    host,
    provider,
    operations,
    tools,
    codes: diagnostics.list.map((diagnostic) => diagnostic.code),
    diagnostics: diagnostics.list,
    operation: (identifier: string) => {
      const found = operations.find((operation) => operation.identifier === identifier);
      if (found === undefined)
        throw new Error(`no operation ${identifier}: ${operations.map((one) => one.identifier).join(", ")}`);
      return found;
    },
    tool: (name: string) => {
      const found = tools.find((tool) => tool.name === name);
      if (found === undefined) throw new Error(`no tool ${name}: ${tools.map((one) => one.name).join(", ")}`);
      return found;
    },
    type: (name: string) => provider?.types.find((type) => type.name === name)?.schema,
  };
}

/** A document around paths; 3.1 unless said otherwise. */
export function api(paths: Readonly<Record<string, unknown>>, rest: Readonly<Record<string, unknown>> = {}) {
  return {
    openapi: "3.1.0",
    info: { title: "Api", version: "1" },
    servers: [{ url: "https://api.example.com" }],
    paths,
    ...rest,
  };
}

/** `POST /x` with a JSON body of this schema. */
export function withBody(schema: unknown, rest: Readonly<Record<string, unknown>> = {}, required = true) {
  return api(
    {
      "/x": {
        post: {
          operationId: "send",
          requestBody: { required, content: { "application/json": { schema } } },
          responses: { 200: { description: "ok" } },
        },
      },
    },
    rest,
  );
}
