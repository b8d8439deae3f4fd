import { InputRequired } from "../input-required.js";
import { jsonText } from "../json.js";
import type { Log, LogLevel } from "../log.js";
import type { Middleware } from "./middleware.js";

export interface LoggingOptions {
  readonly log: Log;
  /** Default: info. Failures are logged as errors. */
  readonly level?: LogLevel;
  /** One JSON object a message, or a line to read. Default: text. */
  readonly format?: "text" | "json";
  /** Whether parameters are logged: they may hold what is private. Default: false. */
  readonly payloads?: boolean;
  /** Characters of parameters that are logged in text. Default: 1000. */
  readonly maxLength?: number;
  /** Whether the bytes of parameters and answers are logged. Default: false. */
  readonly sizes?: boolean;
  /** Whether tokens (bytes divided by four) are estimated. Default: false. */
  readonly tokens?: boolean;
  /** Only these, such as `tools/call`. Default: all. */
  readonly methods?: readonly string[];
}

/** Logs each request as it comes and as it is answered. */
export function logging(options: LoggingOptions): Middleware {
  const { log, level = "info", format = "text", methods } = options;
  const write = (at: LogLevel, event: string, facts: Readonly<Record<string, unknown>>) => {
    const shown = Object.entries(facts).filter(([, value]) => value !== undefined);
    if (format === "json") log[at](JSON.stringify({ event, ...Object.fromEntries(shown) }));
    else log[at](`${event} ${shown.map(([key, value]) => `${key}=${String(value)}`).join(" ")}`.trim());
  };
  return {
    onRequest: async (call, next) => {
      if (methods?.includes(call.method) === false) return next();
      const { method, params, request } = call;
      const name = params["name"] ?? params["uri"];
      const about = { method, name, session: request.session };
      write(level, "request", { ...about, ...sizeOf(params, options), params: payloadOf(params, options) });
      const start = performance.now();
      try {
        const answer = await next();
        const ms = Math.round(performance.now() - start);
        const failed = "isError" in answer && answer.isError === true ? true : undefined;
        write(level, "response", { ...about, ms, failed, ...sizeOf(answer, options) });
        return answer;
      } catch (error) {
        const ms = Math.round(performance.now() - start);
        if (error instanceof InputRequired) write(level, "question", { ...about, ms });
        else write("error", "failure", { ...about, ms, error: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    },
  };
}

function sizeOf(value: unknown, { sizes = false, tokens = false }: LoggingOptions): object {
  if (!sizes && !tokens) return {};
  const bytes = new TextEncoder().encode(jsonText(value) ?? "").length;
  return { ...(sizes && { bytes }), ...(tokens && { tokens: Math.ceil(bytes / 4) }) };
}

function payloadOf(params: unknown, { payloads = false, maxLength = 1000, format }: LoggingOptions): unknown {
  if (!payloads) return undefined;
  if (format === "json") return params;
  const text = jsonText(params) ?? "";
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}
