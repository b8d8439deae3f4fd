import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { z } from "zod";

/** The ways to reach a server. */
export const transports = ["memory", "stdio", "http"] as const;

/** The SDK's client, connected to a generated server. */
export interface ConnectedClient {
  readonly client: Client;
  close(): Promise<void>;
}

/** The modules of a generated server that a test calls directly. */
const serverModule = z.object({
  createServer: z.custom<(options: { settings: unknown; log: unknown }) => unknown>(isFunction),
});
const settingsModule = z.object({
  readSettings: z.custom<(env: Readonly<Record<string, string>>) => unknown>(isFunction),
});
const protocolModule = z.object({
  createProtocolServer: z.custom<(server: unknown) => { connect(transport: Transport): Promise<void> }>(isFunction),
});

/** Connects to the server that was compiled into a folder. */
export async function connectedClient(
  transport: (typeof transports)[number],
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<ConnectedClient> {
  const client = new Client({ name: "contract-test", version: "1.0.0" });
  switch (transport) {
    case "memory": {
      await client.connect(await memoryTransport(folder, env));
      return { client, close: () => client.close() };
    }
    case "stdio": {
      const args = [join(folder, "main.js")];
      const own = { ...getDefaultEnvironment(), ...env };
      await client.connect(new StdioClientTransport({ command: process.execPath, args, env: own, stderr: "inherit" }));
      return { client, close: () => client.close() };
    }
    case "http": {
      const server = await httpServer(folder, env);
      // The SDK's transport declares `sessionId` in a way that exactOptionalPropertyTypes tells from its own interface.
      const link: unknown = new StreamableHTTPClientTransport(server.url);
      await client.connect(z.custom<Transport>().parse(link));
      const close = async (): Promise<void> => {
        await client.close();
        await server.stop();
      };
      return { client, close };
    }
  }
}

async function memoryTransport(folder: string, env: Readonly<Record<string, string>>): Promise<Transport> {
  const load = async (path: string): Promise<unknown> => import(pathToFileURL(join(folder, path)).href);
  const { createServer } = serverModule.parse(await load("server.js"));
  const { readSettings } = settingsModule.parse(await load("settings.js"));
  const { createProtocolServer } = protocolModule.parse(await load("runtime/protocol/server.js"));
  const log = {
    debug: quiet,
    info: quiet,
    notice: quiet,
    warning: quiet,
    error: quiet,
    critical: quiet,
    alert: quiet,
    emergency: quiet,
  };
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createProtocolServer(createServer({ settings: readSettings(env), log })).connect(far);
  return near;
}

/** Starts a server on a port that is free; it says on stderr where it listens. */
export async function httpServer(
  folder: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<{ readonly url: URL; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(folder, "main.js"), "--http", "--port", "0", ...args], {
    env: { ...getDefaultEnvironment(), ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<URL>((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (chunk: Uint8Array) => {
      said += Buffer.from(chunk).toString("utf8");
      const [, address] = /listening on (\S+)\n/.exec(said) ?? [];
      if (address !== undefined) resolve(new URL(address));
    });
    void ended.then(() => reject(new Error(`the server ended before it listened: ${said}`)));
  });
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  return { url, stop };
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function quiet(): void {
  // The log of a server in the same process would only mix with the test's own.
}
