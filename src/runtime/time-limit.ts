/// <reference types="node" />
import type { CallContext } from "./call-context.js";
import type { FunctionScope } from "./call-function.js";
import type { Maybe } from "./provider.js";
import { erased } from "./tool.js";
import { ToolError } from "./tool-error.js";

/** Runs something that is given up after some milliseconds: its signal is aborted, and a `ToolError` says so. */
export async function withTimeLimit<Value>(
  timeoutMs: number,
  { context, request }: FunctionScope,
  run: (scope: FunctionScope) => Maybe<Value>,
): Promise<Value> {
  const expiry = new AbortController();
  const signal = AbortSignal.any([context.signal, expiry.signal]);
  // What else the context can do stays the call's.
  const limited = {
    context: erased<CallContext>(Object.create(context, { signal: { value: signal, enumerable: true } })),
    request: { ...request, signal },
  };
  const error = new ToolError(`Timed out after ${timeoutMs / 1000} s.`);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(error);
      expiry.abort(error);
    }, timeoutMs);
  });
  try {
    return await Promise.race([late, run(limited)]);
  } finally {
    clearTimeout(timer);
  }
}
