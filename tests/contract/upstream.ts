import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The script of the server that is proxied: over stdio as it is, over HTTP with `--http`. */
export const upstreamScript = fileURLToPath(new URL("upstream-server.mjs", import.meta.url));

const record = z.object({
  method: z.string(),
  name: z.string().optional(),
  session: z.string().optional(),
  token: z.string().optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
});

/** What the server was asked. */
export type Recorded = z.output<typeof record>;

/** A server that is proxied, over HTTP in a process of its own. */
export interface RunningUpstream {
  readonly url: string;
  /** All requests so far. */
  recorded(): Promise<readonly Recorded[]>;
  /** Calls a route of the tests': `forget` ends all sessions, `stale` takes all tools away. */
  tell(route: "forget" | "stale"): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server on a port, or on any that is free. */
export async function startUpstream(port = 0): Promise<RunningUpstream> {
  const child = spawn(process.execPath, [upstreamScript, "--http"], {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const origin = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Uint8Array) => {
      resolve(Buffer.from(chunk).toString("utf8").trim());
    });
    void ended.then(() => reject(new Error("the upstream server ended before it listened")));
  });
  return {
    url: `${origin}/mcp`,
    recorded: async () => z.array(record).parse(await (await fetch(`${origin}/recorded`)).json()),
    tell: async (route) => {
      await fetch(`${origin}/${route}`);
    },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
