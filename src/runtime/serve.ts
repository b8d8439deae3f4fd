/// <reference types="node" />
import { protocolOutput } from "./stdout-guard.js";
import { parseArgs } from "node:util";
import type { z } from "zod";
import { serveStdio } from "./protocol/stdio.js";
import type { McpServer } from "./server.js";
import { describeEnvironment, SettingsError, type Environment, type ServerSettings } from "./settings.js";

/** What `main.ts` serves. */
export interface ServeOptions<Settings extends { readonly server: ServerSettings }> {
  /** The variables, for `--help`. */
  readonly environment: z.ZodObject;
  readonly readSettings: (env: Environment) => Settings;
  readonly createServer: (settings: Settings) => McpServer | Promise<McpServer>;
}

/** How long calls may go on after the server was told to stop. */
const graceMs = 5000;

/** What is being served. */
interface Served {
  /** Resolves when there is nobody left to serve. */
  readonly closed: Promise<void>;
  /** Takes no new work, waits for what is being done, and closes. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs a server as this process: over stdio, or over HTTP with `--http` (or `MCP_TRANSPORT=http`). Options win over the
 * environment. Ends the process: with 0 when the client has gone or on SIGINT and SIGTERM, with 1 and a sentence on stderr
 * when something is wrong, with 2 for an unknown option.
 */
export function serve<Settings extends { readonly server: ServerSettings }>(options: ServeOptions<Settings>): void {
  process.on("uncaughtException", (error) => {
    exit(1, `The server stops because of an unexpected error: ${sentence(error)}`);
  });
  run(options).catch((error: unknown) => {
    exit(1, sentence(error));
  });
}

async function run<Settings extends { readonly server: ServerSettings }>(options: ServeOptions<Settings>): Promise<void> {
  const flags = readFlags();
  if (flags.help) {
    protocolOutput.write(helpText(options.environment));
    return;
  }
  const settings = options.readSettings({ ...process.env, ...flags.environment });
  const server = await options.createServer(settings);
  const { transport } = settings.server;
  const served = transport === "http" ? await serveHttp(server, flags.insecureNoAuth) : await serveStreams(server);

  let isStopping = false;
  const stop = (): void => {
    // Whoever asks twice does not want to wait.
    if (isStopping) exit(1);
    isStopping = true;
    const patience = setTimeout(() => {
      exit(0);
    }, graceMs);
    patience.unref();
    served.stop().then(
      () => {
        exit(0);
      },
      (error: unknown) => {
        exit(1, sentence(error));
      },
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  await served.closed;
  if (!isStopping) stop();
}

async function serveStreams(server: McpServer): Promise<Served> {
  const connection = await serveStdio(server, process.stdin, protocolOutput);
  return {
    closed: connection.closed,
    stop: async () => {
      // Requests that have just arrived begin to be answered, and answers that are ready are written, in turns of their own.
      await turn();
      await server.idle();
      await turn();
      await new Promise<void>((resolve) => {
        if (protocolOutput.destroyed) resolve();
        else protocolOutput.end(resolve);
      });
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Only this transport needs hono and a listening socket: they are loaded when it is chosen. */
async function serveHttp(server: McpServer, isInsecure: boolean): Promise<Served> {
  const [{ createAdaptorServer }, { createHttpApp, isLoopback }] = await Promise.all([
    import("@hono/node-server"),
    import("./http-app.js"),
  ]);
  const { host, port, path, authToken, allowedHosts } = server.settings;
  if (!isLoopback(host)) {
    if (authToken === undefined && !isInsecure) {
      throw new SettingsError(
        `Whoever reaches ${host} could use this server: set MCP_AUTH_TOKEN, or pass --insecure-no-auth to allow it.`,
      );
    }
    if (/^(?:0\.0\.0\.0|::)$/.test(host) && allowedHosts.length === 0) {
      server.log.warning("Only requests for loopback are answered: MCP_ALLOWED_HOSTS names no other host.");
    }
  }
  const app = createHttpApp(server, server.settings);
  const http = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    http.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      reject(isTaken ? new SettingsError(`Port ${String(port)} is in use; choose another with --port or MCP_PORT.`) : error);
    });
    http.listen(port, host, resolve);
  });
  const address = http.address();
  const realPort = typeof address === "object" && address !== null ? address.port : port;
  process.stderr.write(`listening on http://${host.includes(":") ? `[${host}]` : host}:${String(realPort)}${path}\n`);
  const closed = new Promise<void>((resolve) => http.once("close", resolve));
  return {
    closed,
    stop: async () => {
      http.close();
      await server.idle();
      await closed;
    },
  };
}

interface Flags {
  readonly help: boolean;
  readonly insecureNoAuth: boolean;
  /** Options that say the same as variables. */
  readonly environment: Environment;
}

function readFlags(): Flags {
  try {
    const { values } = parseArgs({
      options: {
        http: { type: "boolean", default: false },
        port: { type: "string" },
        host: { type: "string" },
        "insecure-no-auth": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return {
      help: values.help,
      insecureNoAuth: values["insecure-no-auth"],
      environment: {
        ...(values.http ? { MCP_TRANSPORT: "http" } : {}),
        ...(values.port === undefined ? {} : { MCP_PORT: values.port }),
        ...(values.host === undefined ? {} : { MCP_HOST: values.host }),
      },
    };
  } catch (error) {
    exit(2, `${sentence(error)} --help lists the options.`);
  }
}

function helpText(environment: z.ZodObject): string {
  const lines = describeEnvironment(environment).flatMap(({ name, description, isRequired, default: fallback }) => {
    const note = isRequired ? " (required)" : fallback === "" ? "" : ` (default: ${fallback})`;
    return [`  ${name}${note}`, `      ${description}`];
  });
  return `${[
    "Serves MCP over stdio, or over HTTP.",
    "",
    "Options:",
    "  --http               serve Streamable HTTP instead of stdio",
    "  --port <number>      port to listen on; 0 takes any that is free",
    "  --host <address>     address to listen on",
    "  --insecure-no-auth   serve an address that is not loopback without MCP_AUTH_TOKEN",
    "  --help               this text",
    "",
    "Environment:",
    ...lines,
  ].join("\n")}\n`;
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function exit(code: number, message?: string): never {
  if (message !== undefined) process.stderr.write(`${message}\n`);
  process.exit(code);
}
