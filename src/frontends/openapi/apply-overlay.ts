import { JSONPathEnvironment, JSONPathNode, type JSONValue } from "json-p3";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { screenPattern } from "../screen-pattern.js";
import { isObject, type Cursor } from "./cursor.js";

/** Most nodes that one action may change. */
const maxTargets = 100_000;
/** Most members and items that all actions together may copy. */
const maxCopied = 10_000_000;
/** Most characters of a text that a pattern is tried on. */
const longestText = 10_000;

/** What the actions of an overlay may still copy. */
interface Budget {
  left: number;
}

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
  const budget = { left: maxCopied };
  return actions
    .items()
    .reduce((current, action) => applyAction(current, action, budget, diagnostics), structuredClone(document));
}

function applyAction(document: unknown, action: Cursor, budget: Budget, diagnostics: Diagnostics): unknown {
  if (budget.left < 0) return document;
  const changed = changedBy(document, action, budget, diagnostics);
  if (budget.left >= 0) return changed;
  diagnostics.report("openapi/invalid-overlay", action.origin, { what: "Its actions change too much to be applied" });
  return document;
}

function changedBy(document: unknown, action: Cursor, budget: Budget, diagnostics: Diagnostics): unknown {
  const target = action.text("target");
  const locations = target === undefined ? undefined : select(document, target);
  if (locations === undefined) {
    diagnostics.report("openapi/invalid-overlay", action.at("target")?.origin ?? action.origin, {
      what: "`target` is no JSONPath (RFC 9535), or one that takes too long",
    });
    return document;
  }
  if (locations.length === 0)
    diagnostics.report("openapi/unused-overlay-action", action.at("target")?.origin ?? action.origin, {
      target: target ?? "",
    });
  const update = action.raw("update");
  if (action.flag("remove")) {
    if (locations.some((location) => location.length === 0)) {
      diagnostics.report("openapi/invalid-overlay", action.origin, { what: "`remove` leaves nothing of the document" });
      return document;
    }
    // From the last to the first, so that items of an array keep their places until they go.
    return locations
      .toReversed()
      .reduce((current, location) => replaceAt(current, location, () => undefined, budget), document);
  }
  if (update === undefined) return document;
  return locations.reduce(
    (current, location) =>
      replaceAt(current, location, (value) => merge(value, structuredClone(update.value), true), budget),
    document,
  );
}

type Location = readonly (string | number)[];

function select(document: unknown, path: string): readonly Location[] | undefined {
  if (!isTree(document)) return [];
  try {
    let nodes = [new JSONPathNode(document, [], document)];
    for (const segment of screenedEnvironment().compile(path).segments) {
      // A node counts once: what several selectors choose would multiply with every segment.
      const found = new Map<string, JSONPathNode>();
      for (const node of segment.lazyResolve(nodes)) {
        const key = JSON.stringify(node.location);
        if (!found.has(key)) found.set(key, node);
        if (found.size > maxTargets) break;
      }
      nodes = [...found.values()];
    }
    return nodes.slice(0, maxTargets).map((node) => node.location);
  } catch {
    return undefined;
  }
}

/** Patterns in filters are the overlay's author's: those that may take for ever are not tried. */
function screenedEnvironment(): JSONPathEnvironment {
  const environment = new JSONPathEnvironment();
  for (const name of ["match", "search"]) {
    const inner = environment.functionRegister.get(name);
    if (inner === undefined) continue;
    environment.functionRegister.set(name, {
      argTypes: inner.argTypes,
      returnType: inner.returnType,
      call: (text: unknown, pattern: unknown) => {
        if (typeof pattern === "string" && "reason" in screenPattern(pattern))
          throw new Error(`${pattern} is not tried`);
        return typeof text === "string" && text.length <= longestText && inner.call(text, pattern) === true;
      },
    });
  }
  return environment;
}

/** Parsed documents are JSON values; this says so to the JSONPath library. */
function isTree(value: unknown): value is JSONValue {
  return typeof value === "object";
}

/** A copy of the tree, as far as it changes, in which one value is replaced; `undefined` takes it out. */
function replaceAt(
  value: unknown,
  [step, ...rest]: Location,
  change: (value: unknown) => unknown,
  budget: Budget,
): unknown {
  if (step === undefined) return change(value);
  if (budget.left < 0) return value;
  if (Array.isArray(value)) {
    budget.left -= value.length;
    return value.flatMap((item: unknown, index) => {
      if (index !== step) return [item];
      const next = replaceAt(item, rest, change, budget);
      return next === undefined ? [] : [next];
    });
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value);
  budget.left -= members.length;
  return Object.fromEntries(
    members.flatMap(([key, member]) => {
      if (key !== step) return [[key, member]];
      const next = replaceAt(member, rest, change, budget);
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
