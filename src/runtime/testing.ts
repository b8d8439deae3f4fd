import { createLog, type Log, type LogLevel } from "./log.js";
import type { Environment } from "./settings.js";

export { createTestClient } from "./create-test-client.js";

export interface LoggedLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly data: unknown;
}

/** A log for `createServer` that keeps what is logged. */
export function capturedLog(): { readonly log: Log; readonly lines: readonly LoggedLine[] } {
  const lines: LoggedLine[] = [];
  return { log: createLog((level, message, data) => lines.push({ level, message, data })), lines };
}

/** Settings of an environment that holds these variables and nothing of the machine's. */
export function temporarySettings<Settings>(read: (env: Environment) => Settings, env: Environment = {}): Settings {
  return read(env);
}
