// The light public entry, for configuration files and for code that runs beside a generated server: it loads no compiler library.
export type { Config, ConfigSource, OpenApiConfig, OpenApiSettings, SourceSettings } from "./config/config.js";
export type { ArgumentSettings, RouteFunction, RouteOperation, RouteRule, ToolOverride } from "./config/config.js";
export { defineConfig, openapi } from "./config/define-config.js";
export { ToolError } from "./runtime/tool-error.js";
