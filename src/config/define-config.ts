import type {
  Config,
  McpConfig,
  McpSettings,
  McpTarget,
  MountConfig,
  MountSettings,
  OpenApiConfig,
  OpenApiSettings,
  SkillsConfig,
  SkillsSettings,
  TsConfig,
  TsSettings,
} from "./config.js";

/** The configuration as it is, with its type: `export default defineConfig({ … })`. */
export function defineConfig(config: Config): Config {
  return config;
}

/** An OpenAPI or Swagger document as a source. */
export function openapi(document: string, settings: OpenApiSettings = {}): OpenApiConfig {
  return { kind: "openapi", document, ...settings };
}

/** The annotated functions of folders, files or patterns as a source. */
export function ts(inputs: string | readonly string[], settings: TsSettings = {}): TsConfig {
  return { kind: "typescript", inputs: typeof inputs === "string" ? [inputs] : inputs, ...settings };
}

/** Another MCP server as a source: it is asked when you build what it offers, and calls are forwarded to it. */
export function mcp(target: McpTarget, settings: McpSettings = {}): McpConfig {
  return { kind: "mcp", ...target, ...settings };
}

/** Folders with a SKILL.md as a source: each is resources that clients can read. */
export function skills(folders: string | readonly string[], settings: SkillsSettings = {}): SkillsConfig {
  return { kind: "skills", folders: typeof folders === "string" ? [folders] : folders, ...settings };
}

/** Another configuration as a source: all its sources, with what it shows and hides. */
export function mount(path: string, settings: MountSettings = {}): MountConfig {
  return { kind: "mount", path, ...settings };
}
