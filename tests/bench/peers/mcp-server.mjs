// @ts-check
// Many tools by hand on the SDK's McpServer: schemas are zod's.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const count = 3;
const server = new McpServer({ name: "things", version: "1.0.0" });
for (let index = 0; index < count; index++) {
  server.registerTool(
    `thing${index}`,
    {
      description: `Work with thing ${index}`,
      inputSchema: {
        id: z.string(),
        limit: z.int().min(1).max(100).describe("How many.").optional(),
        sort: z.array(z.enum(["name", "age"])).optional(),
      },
    },
    () => ({ content: [{ type: "text", text: `called thing${index}` }] }),
  );
}
await server.connect(new StdioServerTransport());
