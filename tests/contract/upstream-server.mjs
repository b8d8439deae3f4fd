// A server for proxies, on the SDK alone: over stdio, or with `--http` over HTTP with sessions, where GET /recorded tells all that was asked.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import * as types from "@modelcontextprotocol/sdk/types.js";

const recorded = [];
let isStale = false;

const text = (said) => ({ content: [{ type: "text", text: said }] });
const object = (properties = {}, required = Object.keys(properties)) => ({ type: "object", properties, required });
const string = { type: "string" };

const tools = [
  {
    name: "echo",
    title: "Echo",
    description: "Gives back what it was given.",
    inputSchema: {
      ...object({ text: { ...string, description: "Anything." }, count: { type: "integer", minimum: 1, default: 1 } }, [
        "text",
      ]),
      additionalProperties: false,
    },
    outputSchema: object({ text: string, count: { type: "integer" } }, ["text"]),
    annotations: { readOnlyHint: true },
    _meta: { fastmcp: { tags: ["public"] }, "example.com/note": { kept: true } },
  },
  {
    name: "tree",
    inputSchema: {
      type: "object",
      properties: { root: { $ref: "#/$defs/Node" } },
      $defs: {
        Node: {
          type: "object",
          properties: { name: string, children: { type: "array", items: { $ref: "#/$defs/Node" } } },
          required: ["name"],
        },
      },
    },
    outputSchema: {
      type: "object",
      properties: { result: { type: "integer" } },
      required: ["result"],
      "x-fastmcp-wrap-result": true,
    },
  },
  { name: "whoami", description: "Asks who is there.", inputSchema: object() },
  { name: "think", inputSchema: object() },
  { name: "work", inputSchema: object({ steps: { type: "integer" } }) },
  { name: "wait", inputSchema: object() },
  { name: "fail", inputSchema: object() },
  { name: "refuse", inputSchema: object() },
  { name: "die", inputSchema: object(), annotations: { title: "Die" } },
  { name: "admin.reset", inputSchema: object(), _meta: { fastmcp: { tags: ["admin"] } } },
];

function build(session) {
  const server = new Server(
    { name: "upstream", title: "The upstream", version: "3.2.1" },
    {
      capabilities: { tools: { listChanged: true }, resources: {}, prompts: {}, logging: {}, completions: {} },
      instructions: "Ask it anything.",
    },
  );
  const handle = (schema, answer) =>
    server.setRequestHandler(schema, async (request, extra) => {
      const { authorization = "" } = extra.requestInfo?.headers ?? {};
      const { method, params } = request;
      recorded.push({ method, name: params?.name ?? params?.uri, session, token: authorization, meta: params?._meta });
      return answer(params ?? {}, { extra, token: authorization });
    });
  handle(types.ListToolsRequestSchema, ({ cursor }) =>
    cursor === undefined
      ? { tools: isStale ? [] : tools.slice(0, 4), nextCursor: "more" }
      : { tools: isStale ? [] : tools.slice(4) },
  );
  handle(types.ListResourcesRequestSchema, () => ({
    resources: [
      { uri: "notes://today", name: "Today's notes", mimeType: "text/plain", annotations: { priority: 0.5 } },
      { uri: "not a uri", name: "broken" },
    ],
  }));
  handle(types.ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [
      { uriTemplate: "notes://{day}/{+path}{?depth}", name: "note", mimeType: "text/plain" },
      { uriTemplate: "odd://{a}{/b}", name: "odd" },
    ],
  }));
  handle(types.ListPromptsRequestSchema, () => ({
    prompts: [
      { name: "greet", description: "Greets.", arguments: [{ name: "who", description: "Whom.", required: true }] },
    ],
  }));
  handle(types.ReadResourceRequestSchema, ({ uri }) => {
    if (uri.includes("missing")) throw new types.McpError(-32002, "Resource not found");
    return { contents: [{ uri, mimeType: "text/plain", text: `read ${uri}` }] };
  });
  handle(types.GetPromptRequestSchema, ({ arguments: args }) => ({
    messages: [{ role: "user", content: { type: "text", text: `Hello ${args.who}` } }],
  }));
  handle(types.CompleteRequestSchema, ({ argument }) => ({ completion: { values: [`${argument.value}!`], total: 1 } }));
  handle(types.CallToolRequestSchema, async ({ name, arguments: args = {}, _meta }, { extra, token }) => {
    switch (name) {
      case "echo":
        return { ...text(args.text), structuredContent: { text: args.text, count: args.count ?? 0 } };
      case "tree":
        return { ...text("3"), structuredContent: { result: 3 } };
      case "whoami": {
        const requestedSchema = object({ name: string });
        const params = { message: `Who are you, ${token}?`, requestedSchema };
        const asked = { method: "elicitation/create", params };
        const { action, content } = await extra.sendRequest(asked, types.ElicitResultSchema);
        return text(JSON.stringify({ token, session, action, name: content?.name }));
      }
      case "think": {
        const messages = [{ role: "user", content: { type: "text", text: "Think." } }];
        const asked = { method: "sampling/createMessage", params: { messages, maxTokens: 10 } };
        const thought = await extra.sendRequest(asked, types.CreateMessageResultSchema);
        const { roots } = await extra.sendRequest({ method: "roots/list" }, types.ListRootsResultSchema);
        return text(`${thought.content.text} ${roots.map(({ uri }) => uri).join()}`);
      }
      case "work":
        for (let done = 1; done <= args.steps; done++) {
          const progress = { progressToken: _meta?.progressToken, progress: done, total: args.steps, message: "at it" };
          await extra.sendNotification({ method: "notifications/progress", params: progress });
          const said = { level: "info", logger: "upstream", data: `step ${done}` };
          await extra.sendNotification({ method: "notifications/message", params: said });
          // The SDK's clients pass over what arrives together with the response.
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return text("done");
      case "wait":
        await new Promise((resolve) => extra.signal.addEventListener("abort", resolve));
        recorded.push({ method: "cancelled", session });
        return text("late");
      case "fail":
        return { ...text(`failed with ${token}`), isError: true };
      case "refuse":
        throw new types.McpError(-32050, "Not today\n    at file.js:1:1");
      case "die":
        process.exit(1);
    }
    throw new types.McpError(-32602, `Unknown tool ${name}`);
  });
  return server;
}

if (process.argv.includes("--http")) {
  const sessions = new Map();
  const http = createServer((request, response) => {
    void (async () => {
      if (request.url === "/recorded") return response.end(JSON.stringify(recorded));
      if (request.url === "/forget") {
        sessions.clear();
        return response.end();
      }
      if (request.url === "/stale") {
        isStale = true;
        return response.end();
      }
      if (request.headers.authorization === "Bearer wrong") return response.writeHead(401).end();
      const id = request.headers["mcp-session-id"];
      if (request.method === "DELETE") recorded.push({ method: "ended", session: id });
      let transport = sessions.get(id);
      if (transport === undefined && id !== undefined) return response.writeHead(404).end();
      if (transport === undefined) {
        const session = randomUUID();
        transport = new StreamableHTTPServerTransport({
          sessionIdGenerator: () => session,
          onsessioninitialized: () => sessions.set(session, transport),
        });
        await build(session).connect(transport);
      }
      await transport.handleRequest(request, response);
    })();
  });
  // A test that was killed stops nobody.
  setTimeout(() => process.exit(), 600_000).unref();
  setInterval(() => process.ppid === 1 && process.exit(), 5_000).unref();
  http.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => {
    console.log(`http://127.0.0.1:${http.address().port}`);
  });
} else {
  await build(process.env.UPSTREAM_KEY ?? "stdio").connect(new StdioServerTransport());
}
