import { aroundServer } from "./around-server.js";
import type { ContextRequest } from "./context.js";
import type { McpServer } from "./server.js";

/** Something that lives as long as the server: a pool, a client, a cache. */
export interface Lifespan<Value> {
  readonly value: Value;
  /** Called once, when nothing is being answered any more. */
  readonly dispose?: () => void | Promise<void>;
}

/**
 * Sets parts up one after the other; functions find what they gave, by name, as `context.lifespan`. They are disposed of in
 * reverse order when the server stops. Rejects with the name of the part that failed, after disposing of those before it.
 */
export async function withLifespan<Values extends Readonly<Record<string, unknown>>>(
  server: McpServer,
  parts: { readonly [Name in keyof Values]: () => Lifespan<Values[Name]> | Promise<Lifespan<Values[Name]>> },
): Promise<McpServer> {
  const values: Record<string, unknown> = {};
  const disposals: (readonly [string, () => void | Promise<void>])[] = [];
  const dispose = async () => {
    for (const [name, end] of disposals.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        server.log.error(`${name} could not be ended in order.`, error);
      }
    }
  };
  const all: readonly (readonly [string, () => Lifespan<unknown> | Promise<Lifespan<unknown>>])[] =
    Object.entries(parts);
  for (const [name, setUp] of all) {
    try {
      const { value, dispose: end } = await setUp();
      values[name] = value;
      if (end !== undefined) disposals.push([name, end]);
    } catch (error) {
      await dispose();
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The server cannot start: ${name} failed: ${reason}`, { cause: error });
    }
  }
  return aroundServer(
    server,
    (_method, params, request, next) => {
      const living = (): ContextRequest => ({ ...request(), lifespan: values });
      return next(params, living);
    },
    {
      close: async () => {
        await server.close?.();
        await dispose();
      },
    },
  );
}
