/// <reference types="node" />
import { plainText } from "./plain-text.js";

/** MCP's log levels (RFC 5424 §6.2.1), least severe first. */
export const logLevels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"] as const;

/** How much a message matters. */
export type LogLevel = (typeof logLevels)[number];

/** Writes one message; `data` is anything that helps, an `Error` shows its stack. */
export type LogMethod = (message: string, data?: unknown) => void;

/** A log: one method per level. */
export type Log = Readonly<Record<LogLevel, LogMethod>>;

/** Where messages go. */
export type LogSink = (level: LogLevel, message: string, data: unknown) => void;

/** A log that hands what is at least as severe as `least` to a sink. */
export function createLog(sink: LogSink, least: LogLevel = "debug"): Log {
  const at = (level: LogLevel): LogMethod =>
    isAtLeast(level, least) ? (message, data) => sink(level, message, data) : () => undefined;
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

/** The usual log: lines on stderr, because stdout belongs to the protocol. */
export function stderrLog(least: LogLevel = "info"): Log {
  return createLog((level, message, data) => {
    console.error(plainText(`${level}: ${message}${data === undefined ? "" : ` ${printed(data)}`}`));
  }, least);
}

/** True when `level` is as severe as `least` or more. */
export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(least);
}

function printed(data: unknown): string {
  if (data instanceof Error) return data.stack ?? String(data);
  try {
    return JSON.stringify(data) ?? String(data);
  } catch {
    return String(data);
  }
}
