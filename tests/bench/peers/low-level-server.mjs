// @ts-check
// What an expert writes by hand: three tools on the SDK's low-level Server, nothing else loaded.
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const text = { type: "string" };
const tools = [
  {
    name: "listPets",
    description: "List pets.",
    inputSchema: { type: "object", properties: { limit: { type: "integer" } } },
  },
  {
    name: "getPet",
    description: "Get one pet.",
    inputSchema: { type: "object", properties: { id: text }, required: ["id"] },
  },
  {
    name: "addPet",
    description: "Add a pet.",
    inputSchema: { type: "object", properties: { name: text }, required: ["name"] },
  },
];

const server = new Server({ name: "pets", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, ({ params }) => ({
  content: [{ type: "text", text: `called ${params.name}` }],
}));
await server.connect(new StdioServerTransport());
