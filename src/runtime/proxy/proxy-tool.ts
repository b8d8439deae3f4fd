import { wrapsResult } from "../json-schema.js";
import { isJsonObject, type JsonObject } from "../json.js";
import { wrapMark, type ToolResult } from "../result.js";
import { erased, type Tool, type ToolDefinition } from "../tool.js";
import type { RemoteComponent } from "./remote-component.js";
import { remoteOf } from "./remote-server.js";

/** A tool of another server. */
export interface ProxyToolDefinition extends ToolDefinition, RemoteComponent {}

/** Forwards calls; what comes back is passed on as it is. */
export function proxyTool(definition: ProxyToolDefinition): Tool {
  const { name, annotations = {}, remote = name, change } = definition;
  const isRepeatable = annotations.readOnlyHint === true || annotations.idempotentHint === true;
  return {
    ...definition,
    call: async (args, scope) => {
      const params = { name: remote, arguments: change === undefined ? args : change(args) };
      const result = await remoteOf(scope).request(scope, "tools/call", params, { isRepeatable });
      return erased<ToolResult>({ content: [], ...result, ...wrapped(result, definition) });
    },
  };
}

/** The mark by which clients take a value out of `result` again: a schema that says so is not seen by all. */
function wrapped({ structuredContent, _meta }: JsonObject, { outputSchema }: ProxyToolDefinition): JsonObject {
  if (structuredContent === undefined || !wrapsResult(outputSchema)) return {};
  return { _meta: { ...(isJsonObject(_meta) ? _meta : {}), ...wrapMark._meta } };
}
