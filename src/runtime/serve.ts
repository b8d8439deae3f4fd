/// <reference types="node" />
import { protocolOutput } from "./stdout-guard.js";
import { once } from "node:events";
import { Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { z } from "zod";
import type { HttpAppOptions } from "./http-app.js";
import { serveStdio } from "./protocol/stdio.js";
import type { McpServer } from "./server.js";
import { describeEnvironment, type Environment, type ServerSettings } from "./settings.js";

/** `environment` is for `--help`. */
export interface ServeOptions<Settings> {
  readonly environment: z.ZodObject;
  readonly readSettings: (env: Environment) => Settings;
  readonly createServer: (settings: Settings) => McpServer | Promise<McpServer>;
  readonly http?: HttpAppOptions;
}

/** Runs a server as this process; it ends with 0 after the client or a signal, 1 after a fault, 2 for an unknown option. */
export function serve<Settings extends { readonly server: ServerSettings }>(options: ServeOptions<Settings>): void {
  process.on("uncaughtException", (error) => {
    exit(1, `The server stops because of an unexpected error: ${textOf(error)}`);
  });
  run(options).catch((error: unknown) => exit(1, textOf(error)));
}

async function run<Settings>(options: ServeOptions<Settings>): Promise<void> {
  const { http, host, port, help, "insecure-no-auth": isInsecure } = readFlags();
  if (help) return void protocolOutput.write(helpText(options.environment));
  const { env } = process;
  const flags = { MCP_TRANSPORT: http ? "http" : env["MCP_TRANSPORT"], MCP_HOST: host ?? env["MCP_HOST"] };
  const settings = options.readSettings({ ...env, ...flags, MCP_PORT: port ?? env["MCP_PORT"] });
  const server = await options.createServer(settings);
  const served = await (server.settings.transport === "http"
    ? serveHttp(server, isInsecure, options.http)
    : serveStreams(server));
  let isStopping = false;
  const stop = async () => {
    // Whoever asks twice does not want to wait.
    if (isStopping) exit(1);
    isStopping = true;
    setTimeout(exit, 5000, 0).unref();
    await served.stop();
    await server.close?.();
    exit(0);
  };
  process.on("SIGINT", () => void stop()).on("SIGTERM", () => void stop());
  served.closed.then(() => (isStopping ? undefined : stop()), exit);
}

async function serveStreams(server: McpServer) {
  const { closed } = await serveStdio(server, process.stdin, protocolOutput);
  const stop = async () => {
    // Requests begin to be answered, and answers are written, in turns of their own.
    await wait();
    await server.idle();
    await wait();
    if (!protocolOutput.destroyed) await new Promise((resolve) => protocolOutput.end(resolve));
  };
  return { closed, stop };
}

async function serveHttp(server: McpServer, isInsecure: boolean, options: HttpAppOptions = {}) {
  const [{ createAdaptorServer }, { createHttpApp, isLoopback }] = await Promise.all([
    import("@hono/node-server"),
    import("./http-app.js"),
  ]);
  const { host, port, path, authToken, allowedHosts } = server.settings;
  if (!isLoopback(host) && (authToken ?? options.authorize) === undefined && !isInsecure) {
    exit(1, `Whoever reaches ${host} could use this server: set MCP_AUTH_TOKEN, or pass --insecure-no-auth.`);
  }
  if (/^(?:0\.0\.0\.0|::)$/.test(host) && allowedHosts.length === 0) {
    server.log.warning("Only requests for loopback are answered: MCP_ALLOWED_HOSTS names no other host.");
  }
  const { fetch } = createHttpApp(server, server.settings, options);
  const http = createAdaptorServer({ fetch, overrideGlobalObjects: false });
  http.once("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") exit(1, error.message);
    exit(1, `Port ${String(port)} is in use; choose another with --port or MCP_PORT.`);
  });
  const sockets = new Set<Socket>();
  http.on("connection", (socket: Socket) => sockets.add(socket.once("close", () => sockets.delete(socket))));
  // What came while this was busy is read before a connection counts as idle.
  http.on("timeout", (socket: Socket) => {
    const { bytesRead } = socket;
    setImmediate(() => bytesRead === socket.bytesRead && socket.destroy());
  });
  await once(http.listen(port, host, 4096), "listening");
  const address = http.address();
  const realPort = typeof address === "object" ? address?.port : port;
  process.stderr.write(`listening on http://${host.includes(":") ? `[${host}]` : host}:${String(realPort)}${path}\n`);
  const stop = async () => {
    // Not http.close(), which cuts answers that are on their way.
    Server.prototype.close.call(http);
    await server.idle();
    do await wait(10);
    while ([...sockets].some(({ writableLength }) => writableLength > 0));
    for (const socket of sockets) socket.destroy();
  };
  return { closed: once(http, "close"), stop };
}

function readFlags() {
  try {
    return parseArgs({
      options: {
        http: { type: "boolean", default: false },
        port: { type: "string" },
        host: { type: "string" },
        "insecure-no-auth": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    exit(2, `${textOf(error)}\n--help lists the options.`);
  }
}

function helpText(environment: z.ZodObject): string {
  const variables = describeEnvironment(environment).map(
    ({ name, description, note }) => `  ${name}${note && ` (${note})`}\n      ${description}\n`,
  );
  return `Serves MCP over stdio, or over HTTP.

Options:
  --http               serve Streamable HTTP instead of stdio
  --port <number>      port to listen on; 0 takes any that is free
  --host <address>     address to listen on
  --insecure-no-auth   serve an address that is not loopback without MCP_AUTH_TOKEN
  --help               this text

Environment:
${variables.join("")}`;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function exit(code: number, message?: string): never {
  if (message) process.stderr.write(`${message}\n`);
  process.exit(code);
}
