import type { Component } from "./component.js";

/** Whether clients can tell two components of one name apart, by the version that they ask for. */
export function areVersions(one: Component, other: Component): boolean {
  return one.version !== undefined && other.version !== undefined && one.version !== other.version;
}
