import type { Lock } from "../writer/lock-file.js";

/**
 * What a run says that finds nothing changed.
 *
 * @param option what shows its warnings again
 */
export function nothingChanged({ name, warnings }: Lock, option: "--check" | "--dry-run"): string {
  const count = warnings === 1 ? "1 warning" : `${String(warnings)} warnings`;
  return `${name}: nothing has changed${warnings === 0 ? "" : `; ${count} as before, which ${option} shows again`}`;
}
