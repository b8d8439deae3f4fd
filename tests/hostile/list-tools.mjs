// Imports a compiled server, lists everything it has over a transport in memory, and prints what it found as JSON.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";

const [folder = ""] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(folder, path)).href);
const before = new Set(Reflect.ownKeys(globalThis));
const prototype = new Set(Reflect.ownKeys(Object.prototype));

const { createServer } = await load("server.js");
const { readSettings, environment } = await load("settings.js");
const { createProtocolServer } = await load("runtime/protocol/server.js");
await load("mcp-client.js");
// Whatever the document demands is set: an address where one is wanted, else a word.
const wanted = Object.keys(environment.shape).filter((name) => name.endsWith("_BASE_URL"));
const settings = readSettings(Object.fromEntries(wanted.map((name) => [name, "https://api.example.com"])));
const [near, far] = InMemoryTransport.createLinkedPair();
await createProtocolServer(createServer({ settings })).connect(far);
const client = new Client({ name: "hostile-test", version: "1.0.0" });
await client.connect(near);
const has = client.getServerCapabilities() ?? {};
const { tools } = has.tools ? await client.listTools() : { tools: [] };
const { resources } = has.resources ? await client.listResources() : { resources: [] };
const { resourceTemplates } = has.resources ? await client.listResourceTemplates() : { resourceTemplates: [] };
await client.close();

const news = (now, known) => now.filter((key) => !known.has(key)).map(String);
process.stdout.write(
  JSON.stringify({
    names: [...tools, ...resources, ...resourceTemplates].map(({ name }) => name),
    schemas: tools.map(({ inputSchema }) => inputSchema.type),
    globals: news(Reflect.ownKeys(globalThis), before),
    polluted: news(Reflect.ownKeys(Object.prototype), prototype),
  }),
);
