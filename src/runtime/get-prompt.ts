import { encode } from "./encode.js";
import type { CallOptions, McpConnection } from "./mcp-client.js";
import type { PromptResult } from "./message.js";
import { erased } from "./tool.js";

export type { PromptResult } from "./message.js";

/** Gets a prompt; arguments that are no texts travel as JSON. */
export async function getPrompt(
  connection: McpConnection,
  name: string,
  args: object,
  options?: CallOptions,
): Promise<PromptResult> {
  const texts = Object.entries(args).flatMap(([key, value]) => {
    const encoded = encode(value);
    if (encoded === undefined) return [];
    return [[key, typeof encoded === "string" ? encoded : JSON.stringify(encoded)] as const];
  });
  return erased(await connection.request("prompts/get", { name, arguments: Object.fromEntries(texts) }, options));
}
