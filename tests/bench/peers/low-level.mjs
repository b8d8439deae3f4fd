// @ts-check
// Many tools by hand on the SDK's low-level Server: schemas are plain objects.
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const count = 3;
const tools = Array.from({ length: count }, (_, index) => ({
  name: `thing${index}`,
  description: `Work with thing ${index}`,
  inputSchema: {
    type: "object",
    properties: {
      id: { type: "string" },
      limit: { type: "integer", minimum: 1, maximum: 100, description: "How many." },
      sort: { type: "array", items: { enum: ["name", "age"] } },
    },
    required: ["id"],
  },
}));

const server = new Server({ name: "things", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, ({ params }) => ({
  content: [{ type: "text", text: `called ${params.name}` }],
}));
await server.connect(new StdioServerTransport());
