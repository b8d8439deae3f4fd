import { JSONPathEnvironment, type JSONValue } from "json-p3";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { isObject, type Cursor } from "./cursor.js";

/** Most nodes that one action may change. */
const maxTargets = 100_000;

/**
 * Applies the actions of an OpenAPI Overlay (1.0 §4.4) in order and gives the changed document; the given one stays as it is.
 * `target` is a JSONPath (RFC 9535); an action whose target matches nothing is reported.
 */
export function applyOverlay(document: unknown, overlay: Cursor, diagnostics: Diagnostics): unknown {
  const version = overlay.text("overlay") ?? "";
  const actions = overlay.at("actions");
  if (!/^1\.\d+(?:\.\d+)?$/.test(version) || !Array.isArray(actions?.value)) {
    diagnostics.report("openapi/invalid-overlay", overlay.origin, {
      what: 'An overlay has `overlay: "1.0.0"` and a list of `actions`',
    });
    return document;
  }
  return actions
    .items()
    .reduce((current, action) => applyAction(current, action, diagnostics), structuredClone(document));
}

function applyAction(document: unknown, action: Cursor, diagnostics: Diagnostics): unknown {
  const target = action.text("target");
  const locations = target === undefined ? undefined : select(document, target);
  if (locations === undefined) {
    diagnostics.report("openapi/invalid-overlay", action.at("target")?.origin ?? action.origin, {
      what: "`target` is no JSONPath (RFC 9535)",
    });
    return document;
  }
  if (locations.length === 0)
    diagnostics.report("openapi/unused-overlay-action", action.at("target")?.origin ?? action.origin, {
      target: target ?? "",
    });
  const update = action.raw("update");
  if (action.flag("remove")) {
    // From the last to the first, so that items of an array keep their places until they go.
    return locations
      .toReversed()
      .reduce((current, location) => replaceAt(current, location, () => undefined), document);
  }
  if (update === undefined) return document;
  return locations.reduce(
    (current, location) => replaceAt(current, location, (value) => merge(value, structuredClone(update.value), true)),
    document,
  );
}

type Location = readonly (string | number)[];

function select(document: unknown, path: string): readonly Location[] | undefined {
  if (!isTree(document)) return [];
  try {
    return new JSONPathEnvironment()
      .query(path, document)
      .nodes.slice(0, maxTargets)
      .map((node) => node.location);
  } catch {
    return undefined;
  }
}

/** Parsed documents are JSON values; this says so to the JSONPath library. */
function isTree(value: unknown): value is JSONValue {
  return typeof value === "object";
}

/** A copy of the tree, as far as it changes, in which one value is replaced; `undefined` takes it out. */
function replaceAt(value: unknown, [step, ...rest]: Location, change: (value: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      if (index !== step) return [item];
      const next = replaceAt(item, rest, change);
      return next === undefined ? [] : [next];
    });
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      if (key !== step) return [[key, member]];
      const next = replaceAt(member, rest, change);
      return next === undefined ? [] : [[key, next]];
    }),
  );
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Objects are merged member by member, a list that is the target takes the update as a further item, lists within are joined, all else is replaced. */
function merge(value: unknown, update: unknown, isTarget: boolean): unknown {
  if (isList(value)) return isList(update) ? [...value, ...update] : isTarget ? [...value, update] : update;
  if (!isObject(value) || !isObject(update)) return update;
  const kept = Object.entries(value).map(
    ([key, member]) => [key, Object.hasOwn(update, key) ? merge(member, update[key], false) : member] as const,
  );
  const added = Object.entries(update).filter(([key]) => !Object.hasOwn(value, key));
  return Object.fromEntries([...kept, ...added]);
}
