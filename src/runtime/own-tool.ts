/// <reference types="node" />
import type { FunctionScope } from "./call-function.js";
import { functionTool, type FunctionToolDefinition } from "./function-tool.js";
import { erased, type Tool } from "./tool.js";

/** A tool written by hand, beside the generated ones: what `call` returns becomes its result, as with functions. */
export interface OwnToolDefinition<Arguments, Apis> extends Omit<FunctionToolDefinition<Arguments>, "call"> {
  /** `scope` holds the API clients of all sources, the context and the request; arguments are valid. */
  readonly call: (args: Arguments, scope: Apis & FunctionScope) => unknown;
}

/**
 * A tool of your own for `createServer({ tools })`. `Arguments` is the type of what `inputSchema` lets pass, `Apis` that of
 * `overrides.ts`. Without `outputSchema` the value goes out as text or content; with one it is structured, and checked.
 */
export function ownTool<Arguments, Apis>(definition: OwnToolDefinition<Arguments, Apis>): Tool {
  return {
    ...definition,
    call: (args, scope) => {
      const call = async (given: Arguments, limited: FunctionScope): Promise<unknown> =>
        definition.call(given, { ...erased<Apis>(await scope.apis()), ...limited });
      return functionTool<Arguments>({ ...definition, call }).call(args, scope);
    },
  };
}
