/// <reference types="node" />
import { jsonText } from "./json.js";
import { plainText } from "./plain-text.js";

/** MCP's log levels (RFC 5424 §6.2.1), least severe first. */
export const logLevels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"] as const;

export type LogLevel = (typeof logLevels)[number];

/** One method per level; `data` is anything that helps, an `Error` shows its stack. */
export type Log = Readonly<Record<LogLevel, (message: string, data?: unknown) => void>>;

export function createLog(write: (level: LogLevel, message: string, data: unknown) => void): Log {
  const at = (level: LogLevel) => (message: string, data?: unknown) => {
    write(level, message, data);
  };
  return {
    debug: at("debug"),
    info: at("info"),
    notice: at("notice"),
    warning: at("warning"),
    error: at("error"),
    critical: at("critical"),
    alert: at("alert"),
    emergency: at("emergency"),
  };
}

/** Lines on stderr: stdout belongs to the protocol. */
export function stderrLog(least: LogLevel = "info"): Log {
  return createLog((level, message, data) => {
    if (!isAtLeast(level, least)) return;
    const shown = data instanceof Error ? (data.stack ?? "") : (jsonText(data) ?? "");
    console.error(plainText(`${level}: ${message} ${shown}`.trimEnd()));
  });
}

export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(least);
}
