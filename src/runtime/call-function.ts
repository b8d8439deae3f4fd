/// <reference types="node" />
import { encode } from "./encode.js";
import { fillDefaults } from "./fill-defaults.js";
import { jsonText, type JsonObject } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import { reviveArguments, type ArgumentRevivals } from "./revive.js";
import { withTimeLimit } from "./time-limit.js";
import type { CallScope } from "./tool.js";

/** What a function is called with beside its arguments; `createContext` of `context.ts` makes a `Context` of it. */
export type FunctionScope = Pick<CallScope, "context" | "request">;

/** What is done to arguments before a function sees them, and how long it may take. */
export interface FunctionRules {
  /** Makes the function's arguments of those that the model gives; absent where they are the same. */
  readonly change?: (args: JsonObject) => JsonObject;
  /** Arguments that the function wants as something else than JSON. */
  readonly revive?: ArgumentRevivals;
  /** Milliseconds after which a call is given up. */
  readonly timeoutMs?: number;
}

/** Arguments as the function declares them: defaults filled in, natives made. */
export function functionArguments(
  args: JsonObject,
  { inputSchema, change, revive }: FunctionRules & { readonly inputSchema: JsonSchema },
): Readonly<Record<string, unknown>> {
  const filled = fillDefaults(args, inputSchema);
  const own = change?.(filled) ?? filled;
  return revive === undefined ? own : reviveArguments(own, revive);
}

/** Calls a function of the user's own and waits for its value; what comes piece by piece is collected and told as progress. */
export async function callFunction(
  { timeoutMs }: FunctionRules,
  scope: FunctionScope,
  call: (scope: FunctionScope) => unknown,
): Promise<unknown> {
  const run = async (limited: FunctionScope) => collected(await call(limited), limited);
  return timeoutMs === undefined ? run(scope) : withTimeLimit(timeoutMs, scope, run);
}

/** The items of an iterator, sync or async; any other value as it is. */
async function collected(value: unknown, { context }: FunctionScope): Promise<unknown> {
  if (!isIterator(value)) return value;
  const items: unknown[] = [];
  for await (const item of value) {
    // Leaving the loop ends the iterator.
    if (context.signal.aborted) break;
    items.push(item);
    context.progress(items.length, undefined, noteOf(item));
  }
  context.signal.throwIfAborted();
  return items;
}

function isIterator(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  if (typeof value !== "object" || value === null) return false;
  return Symbol.asyncIterator in value || (Symbol.iterator in value && "next" in value);
}

/** The beginning of an item, for whoever watches. */
function noteOf(item: unknown): string {
  const text = typeof item === "string" ? item : (jsonText(encode(item)) ?? "");
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
