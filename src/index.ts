// The light public entry, for configuration files and for code that runs beside a generated server: it loads no compiler library.
export type * from "./config/config.js";
export { defineConfig, mount, openapi } from "./config/define-config.js";
export type { ContentBlock, ResourceContents } from "./runtime/content.js";
export type { Context } from "./runtime/context.js";
export type { Message, PromptResult } from "./runtime/message.js";
export type { ToolResult } from "./runtime/result.js";
export { ToolError } from "./runtime/tool-error.js";
