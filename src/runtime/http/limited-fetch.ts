import { ToolError } from "../tool-error.js";
import { watchedStream } from "../watched-stream.js";

export interface LimitedFetchOptions {
  /** Most requests at a time, each until its answer has been read. Default: 20. */
  readonly concurrent?: number;
  /** Most requests that wait for their turn, which counts towards the time limit of a call; more are refused. Default: 1000. */
  readonly waiting?: number;
  /** What sends them (`publicFetch()`). Default: the runtime's. */
  readonly fetch?: typeof fetch;
}

/** A fetch for `createServer` that sends no more than so many requests at a time, whoever calls. Rejects with a `ToolError`. */
export function limitedFetch(options: LimitedFetchOptions = {}): typeof fetch {
  const { concurrent = 20, waiting = 1000, fetch: send = fetch } = options;
  const queue: (() => void)[] = [];
  let running = 0;

  async function turn(signal: AbortSignal | null | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (running < concurrent) {
      running++;
      return;
    }
    if (queue.length >= waiting) throw new ToolError("Too many calls wait for the API; try again later.");
    const hasBegun = await new Promise<boolean>((resolve) => {
      const begin = () => {
        signal?.removeEventListener("abort", giveUp);
        resolve(true);
      };
      const giveUp = () => {
        queue.splice(queue.indexOf(begin), 1);
        resolve(false);
      };
      queue.push(begin);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
    if (!hasBegun) signal?.throwIfAborted();
  }

  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    await turn(signal);
    let isDone = false;
    const done = () => {
      if (isDone) return;
      isDone = true;
      signal?.removeEventListener("abort", done);
      const next = queue.shift();
      if (next === undefined) running--;
      else next();
    };
    try {
      const response = await send(input, init);
      if (response.body === null) {
        done();
        return response;
      }
      // Nobody may be reading any more.
      signal?.addEventListener("abort", done, { once: true });
      return new Response(watchedStream(response.body, done), response);
    } catch (error) {
      done();
      throw error;
    }
  };
}
