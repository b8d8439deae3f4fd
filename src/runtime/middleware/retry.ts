import { ProtocolError, type McpServer } from "../server.js";
import type { Middleware } from "./middleware.js";

export interface RetryOptions {
  /** Default: 3. */
  readonly retries?: number;
  /** Milliseconds before the first. Default: 1000. */
  readonly baseMs?: number;
  /** Default: 60,000. */
  readonly maxMs?: number;
  /** What each wait is multiplied with. Default: 2. */
  readonly factor?: number;
}

/**
 * Asks again what has failed behind the server's back: reading, prompts, and tools that say that they may be called twice
 * (`readOnlyHint`, `idempotentHint`). Wrong arguments and unknown names are never asked again. Tools of HTTP APIs have retries
 * of their own.
 */
export function retry(server: McpServer, options: RetryOptions = {}): Middleware {
  const { retries = 3, baseMs = 1000, maxMs = 60_000, factor = 2 } = options;

  async function again<Answer>(
    signal: AbortSignal,
    attempt: () => Promise<Answer>,
    isFailure: (answer: Answer) => boolean,
  ): Promise<Answer> {
    for (let tries = 0; ; tries++) {
      try {
        const answer = await attempt();
        if (tries >= retries || !isFailure(answer)) return answer;
      } catch (error) {
        const isOurs = error instanceof ProtocolError && error.fault !== "failed";
        if (tries >= retries || isOurs || signal.aborted) throw error;
      }
      await pause(Math.min(maxMs, baseMs * factor ** tries), signal);
    }
  }

  return {
    onReadResource: ({ request }, next) => again(request.signal, next, () => false),
    onGetPrompt: ({ request }, next) => again(request.signal, next, () => false),
    onCallTool: async ({ name, request }, next) => {
      const tool = (await server.list("tools")).find((one) => one.name === name);
      const { readOnlyHint, idempotentHint } = tool?.annotations ?? {};
      if (readOnlyHint !== true && idempotentHint !== true) return next();
      return again(request.signal, next, ({ isError, content: [first] }) => {
        const isWrong = first?.type === "text" && first.text.startsWith("Invalid arguments");
        return isError === true && !isWrong && !request.signal.aborted;
      });
    },
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
