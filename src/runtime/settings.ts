/// <reference types="node" />
import { z } from "zod";
import { logLevels, type LogLevel } from "./log.js";

export type { HttpSettings } from "./http/http-settings.js";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How the server is served and what it shows. */
export interface ServerSettings {
  readonly transport: "stdio" | "http";
  /** Address to listen on. */
  readonly host: string;
  /** Port to listen on; 0 takes any that is free. */
  readonly port: number;
  /** Path of the MCP endpoint. */
  readonly path: string;
  readonly logLevel: LogLevel;
  /** Values of the `Host` header that are taken beside loopback and `host` itself; without a port they stand for any. */
  readonly allowedHosts: readonly string[];
  /** Values of the `Origin` header that are taken beside loopback. */
  readonly allowedOrigins: readonly string[];
  /** Bearer token that HTTP clients must send. */
  readonly authToken?: string;
  /** Only components that carry one of these tags; all when empty. */
  readonly includeTags: readonly string[];
  /** Never components that carry one of these tags. */
  readonly excludeTags: readonly string[];
  /** True when clients do not see the texts of unexpected errors. */
  readonly maskErrors: boolean;
}

/** The environment is incomplete or wrong; the message names every variable that is. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** Kinds of environment variables; each takes the sentence that `--help` and errors show. */
export const variable = {
  text: (description: string) => z.string().describe(description),
  /** An absolute http or https URL. */
  url: (description: string) =>
    z.string().refine(isHttpUrl, "must be an absolute http or https URL").describe(description),
  /** A whole number, not negative. */
  count: (description: string) =>
    z
      .string()
      .refine((text) => isCount(text), "must be a whole number")
      .transform(Number)
      .describe(description),
};

const list = (description: string) =>
  z
    .string()
    .transform((text) => text.split(",").flatMap((item) => item.trim() || []))
    .describe(`${description} (separated by commas)`)
    .default([]);

/** The variables that every server has. */
export const serverEnvironment = {
  MCP_TRANSPORT: z.enum(["stdio", "http"], "must be stdio or http").describe("stdio or http.").default("stdio"),
  MCP_HOST: variable.text("Address to listen on (http).").default("127.0.0.1"),
  MCP_PORT: z
    .string()
    .refine((text) => isCount(text, 65_535), "must be a port: 0 to 65535")
    .transform(Number)
    .describe("Port to listen on (http); 0 takes any that is free.")
    .default(3000),
  MCP_PATH: z.string().startsWith("/", "must begin with /").describe("Path of the MCP endpoint (http).").default("/mcp"),
  MCP_LOG_LEVEL: z
    .enum(logLevels, `must be one of ${logLevels.join(", ")}`)
    .describe("Least severe log messages that are written to stderr.")
    .default("info"),
  MCP_ALLOWED_HOSTS: list("Host headers that are accepted beside loopback (http)"),
  MCP_ALLOWED_ORIGINS: list("Origin headers that are accepted beside loopback (http)"),
  MCP_AUTH_TOKEN: variable.text("Bearer token that clients must send (http).").optional(),
  MCP_INCLUDE_TAGS: list("Show only components with one of these tags"),
  MCP_EXCLUDE_TAGS: list("Hide components with one of these tags"),
  MCP_MASK_ERRORS: z
    .stringbool({ error: "must be true or false" })
    .describe("Whether the texts of unexpected errors stay in the log.")
    .default(true),
};

/** The typed environment of a schema that was put together from `serverEnvironment` and `variable`. */
export type EnvironmentValues<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/**
 * Reads variables; an empty one counts as absent.
 *
 * @throws SettingsError that names every variable that is missing or wrong, and never its value.
 */
export function parseEnvironment<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): EnvironmentValues<Shape> {
  const given = Object.keys(schema.shape).flatMap((name): [string, string][] => {
    const value = env[name];
    return value === undefined || value === "" ? [] : [[name, value]];
  });
  const values = Object.fromEntries(given);
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const descriptions = new Map(describeEnvironment(schema).map(({ name, description }) => [name, description]));
  const problems = result.error.issues.map(({ path: [name], message }) => {
    const variableName = String(name);
    const problem = Object.hasOwn(values, variableName) ? message : "is missing";
    return `  ${variableName} ${problem}: ${descriptions.get(variableName) ?? ""}`;
  });
  throw new SettingsError(["The environment is not complete or not right.", ...new Set(problems)].join("\n"));
}

/** A variable as `--help` shows it. */
export interface VariableDescription {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** Text of the default; empty when there is none. */
  readonly default: string;
}

/** What a schema says about its variables, in order. */
export function describeEnvironment(schema: z.ZodObject): readonly VariableDescription[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const fallback = field instanceof z.ZodDefault ? field.def.defaultValue : undefined;
    return {
      name,
      description: descriptionOf(field),
      isRequired: !(field instanceof z.ZodDefault || field instanceof z.ZodOptional),
      default: fallback === undefined ? "" : String(fallback),
    };
  });
}

/** The description stands on the kind of variable, which `.optional()` and `.default()` wrap. */
function descriptionOf(field: unknown): string {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return descriptionOf(field.unwrap());
  return field instanceof z.ZodType ? (field.description ?? "") : "";
}

/** The settings that every server has. */
export function serverSettings(values: EnvironmentValues<typeof serverEnvironment>): ServerSettings {
  return {
    transport: values.MCP_TRANSPORT,
    host: values.MCP_HOST,
    port: values.MCP_PORT,
    path: values.MCP_PATH,
    logLevel: values.MCP_LOG_LEVEL,
    allowedHosts: values.MCP_ALLOWED_HOSTS,
    allowedOrigins: values.MCP_ALLOWED_ORIGINS,
    ...(values.MCP_AUTH_TOKEN === undefined ? {} : { authToken: values.MCP_AUTH_TOKEN }),
    includeTags: values.MCP_INCLUDE_TAGS,
    excludeTags: values.MCP_EXCLUDE_TAGS,
    maskErrors: values.MCP_MASK_ERRORS,
  };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isCount(text: string, most = Number.MAX_SAFE_INTEGER): boolean {
  return /^\d+$/.test(text) && Number(text) <= most;
}
