// @ts-check
// Many tools with the npm package fastmcp: schemas are zod's.
import { FastMCP } from "fastmcp";
import { z } from "zod";

const count = 3;
const server = new FastMCP({ name: "things", version: "1.0.0" });
for (let index = 0; index < count; index++) {
  server.addTool({
    name: `thing${index}`,
    description: `Work with thing ${index}`,
    parameters: z.object({
      id: z.string(),
      limit: z.int().min(1).max(100).describe("How many.").optional(),
      sort: z.array(z.enum(["name", "age"])).optional(),
    }),
    execute: () => Promise.resolve(`called thing${index}`),
  });
}
await server.start({ transportType: "stdio" });
