import * as z from "zod";
import { logLevels } from "./log.js";

export type { HttpSettings } from "./http/http-settings.js";

export type Environment = Readonly<Record<string, string | undefined>>;

export type ServerSettings = ReturnType<typeof serverSettings>;

export class SettingsError extends Error {}

/** Kinds of environment variables; each takes the sentence that `--help` and errors show. */
export const variable = {
  text: (description: string) => z.string().describe(description),
  url: (description: string) =>
    z.string().refine(isHttpUrl, "must be an absolute http or https URL").describe(description),
  count: (description: string, most = Infinity) =>
    z
      .string()
      .regex(/^\d{1,15}$/, "must be a whole number")
      .refine((text) => Number(text) <= most, `must be at most ${String(most)}`)
      .transform(Number)
      .describe(description),
  list: (description: string) =>
    z
      .string()
      .transform((text) => text.split(",").flatMap((item) => item.trim() || []))
      .describe(`${description}, separated by commas.`),
};

export const serverEnvironment = {
  MCP_TRANSPORT: z.enum(["stdio", "http"], "must be stdio or http").describe("stdio or http.").default("stdio"),
  MCP_HOST: variable.text("Address to listen on (http).").default("127.0.0.1"),
  MCP_PORT: variable.count("Port to listen on (http); 0 takes any that is free.", 65_535).default(3000),
  MCP_PATH: variable.text("Path of the MCP endpoint (http).").startsWith("/", "must begin with /").default("/mcp"),
  MCP_LOG_LEVEL: z
    .enum(logLevels, `must be one of ${logLevels.join(", ")}`)
    .describe("Least severe messages that are logged.")
    .default("info"),
  MCP_ALLOWED_HOSTS: variable.list("Host headers that are accepted beside loopback (http)").default([]),
  MCP_ALLOWED_ORIGINS: variable.list("Origin headers that are accepted beside loopback (http)").default([]),
  MCP_AUTH_TOKEN: variable.text("Bearer token that clients must send (http).").optional(),
  MCP_INCLUDE_TAGS: variable.list("Show only components with one of these tags").default([]),
  MCP_EXCLUDE_TAGS: variable.list("Hide components with one of these tags").default([]),
  MCP_MASK_ERRORS: z
    .stringbool({ error: "must be true or false" })
    .describe("Whether the texts of unexpected errors stay in the log.")
    .default(true),
};

/** Reads variables, of which an empty one counts as absent. Throws `SettingsError`, which never shows a value. */
export function parseEnvironment<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): z.output<z.ZodObject<Shape>> {
  const result = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value)));
  if (result.success) return result.data;
  const { issues } = result.error;
  const problems = describeEnvironment(schema).flatMap(({ name, description }) => {
    const message = issues.find(({ path }) => path[0] === name)?.message;
    return message === undefined ? [] : [`  ${name} ${env[name] ? message : "is missing"}: ${description}`];
  });
  throw new SettingsError(["The environment is not complete or not right.", ...problems].join("\n"));
}

/** In order; `note` is `required`, the default, or empty. */
export function describeEnvironment(schema: z.ZodObject) {
  return Object.entries(schema.shape).map(([name, field]) => {
    const isRequired = !(field instanceof z.ZodOptional || field instanceof z.ZodDefault);
    const inner: unknown = isRequired ? field : field.unwrap();
    const description = inner instanceof z.ZodType ? (inner.description ?? "") : "";
    const fallback = field instanceof z.ZodDefault ? [field.def.defaultValue].flat().join() : "";
    return { name, description, note: isRequired ? "required" : fallback && `default: ${fallback}` };
  });
}

export function serverSettings(values: z.output<z.ZodObject<typeof serverEnvironment>>) {
  return {
    transport: values.MCP_TRANSPORT,
    host: values.MCP_HOST,
    port: values.MCP_PORT,
    path: values.MCP_PATH,
    logLevel: values.MCP_LOG_LEVEL,
    allowedHosts: values.MCP_ALLOWED_HOSTS,
    allowedOrigins: values.MCP_ALLOWED_ORIGINS,
    authToken: values.MCP_AUTH_TOKEN,
    includeTags: values.MCP_INCLUDE_TAGS,
    excludeTags: values.MCP_EXCLUDE_TAGS,
    maskErrors: values.MCP_MASK_ERRORS,
  };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
