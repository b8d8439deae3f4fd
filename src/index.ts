// The light public entry, for configuration files and for code that runs beside a generated server: it loads no compiler library.
export type * from "./config/config.js";
export { defineConfig, mcp, mount, openapi, skills, ts } from "./config/define-config.js";
export type { ContentAnnotations, ContentBlock, ResourceContents } from "./runtime/content.js";
export type { Context, Log, LogLevel, RequestInfo, Root } from "./runtime/context.js";
export type { Elicited } from "./runtime/elicit.js";
export type { JsonObject, JsonValue } from "./runtime/json.js";
export type { Message, PromptResult } from "./runtime/message.js";
export type { ToolResult } from "./runtime/result.js";
export type { Sampled } from "./runtime/sample.js";
export { ToolError } from "./runtime/tool-error.js";
