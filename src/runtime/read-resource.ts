import type { ResourceContents } from "./content.js";
import { expandUri } from "./expand-uri.js";
import type { CallOptions, McpConnection } from "./mcp-client.js";
import { erased } from "./tool.js";

export type { ResourceContents } from "./content.js";

/** Reads the resource at an address. */
export async function readResource(
  connection: McpConnection,
  uri: string,
  options?: CallOptions,
): Promise<ResourceContents> {
  const { contents } = await connection.request("resources/read", { uri }, options);
  const [first] = erased<readonly ResourceContents[]>(contents);
  if (first === undefined) throw new Error(`${uri} has no contents.`);
  return first;
}

/** Reads the resource of a template whose address has these variables. */
export async function readTemplate(
  connection: McpConnection,
  uriTemplate: string,
  variables: object,
  options?: CallOptions,
): Promise<ResourceContents> {
  return readResource(connection, expandUri(uriTemplate, { ...variables }), options);
}
