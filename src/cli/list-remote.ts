import { resolve } from "node:path";
import type { ListingOutcome, ServerTarget } from "../host.js";
import type { McpConnection } from "../runtime/mcp-client.js";

/** Milliseconds that a server has for all its lists. */
const patience = 60_000;

/** Asks an MCP server what it offers, with the values that the environment gives its variables. Never throws. */
export async function listRemote(
  target: ServerTarget,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ListingOutcome> {
  const missing = new Set<string>();
  const secrets = new Set<string>();
  const filled = (text: string): string =>
    text.replace(/\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g, (_whole, name: string, fallback: string | undefined) => {
      const value = env[name] === "" ? fallback : (env[name] ?? fallback);
      if (value === undefined) missing.add(name);
      else if (value.length > 3) secrets.add(value);
      return value ?? "";
    });
  const all = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => {
        const value = filled(text);
        if (value.length > 3) secrets.add(value);
        return [name, value];
      }),
    );
  const connecting =
    target.kind === "http"
      ? { to: filled(target.url), options: { headers: all(target.headers) } }
      : {
          // Words may hold blanks; the client takes the quotes off again.
          to: target.command.map((word) => quoted(filled(word))).join(" "),
          options: { env: all(target.env), cwd: resolve(cwd, target.cwd), stderr: "ignore" as const },
        };
  if (missing.size > 0) {
    return failed(`set ${[...missing].map((name) => `\`${name}\``).join(", ")} in the environment`);
  }
  if (target.kind === "http" && !/^https?:\/\//i.test(connecting.to)) return failed("its address is not http or https");
  let connection: McpConnection | undefined;
  const limit = AbortSignal.timeout(patience);
  try {
    const { connect } = await import("../runtime/mcp-client.js");
    const opening = connect(connecting.to, connecting.options);
    connection = await Promise.race([opening, expired(limit)]);
    return await listing(connection, limit);
  } catch (error) {
    let reason = reasonOf(error);
    for (const secret of secrets) reason = reason.replaceAll(secret, "[redacted]");
    return failed(reason);
  } finally {
    await connection?.close().catch(() => undefined);
  }
}

async function listing(connection: McpConnection, signal: AbortSignal): Promise<ListingOutcome> {
  const { serverInfo, instructions, capabilities } = connection;
  const ask = async (kind: Parameters<McpConnection["list"]>[0]): Promise<readonly object[]> => {
    const capability = kind === "resourceTemplates" ? "resources" : kind;
    return capability in capabilities ? connection.list(kind, { signal }) : [];
  };
  return {
    kind: "listed",
    info: serverInfo ?? {},
    ...(instructions === undefined ? {} : { instructions }),
    capabilities,
    tools: await ask("tools"),
    resources: await ask("resources"),
    resourceTemplates: await ask("resourceTemplates").catch(ifThereAreAny),
    prompts: await ask("prompts"),
  };
}

/** Servers may have resources and know nothing of templates. */
function ifThereAreAny(error: unknown): readonly object[] {
  if (typeof error === "object" && error !== null && "code" in error && error.code === -32601) return [];
  throw error;
}

function expired(limit: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    limit.addEventListener("abort", () => {
      reject(new Error(`it did not answer within ${String(patience / 1000)} seconds`));
    });
  });
}

function quoted(word: string): string {
  return word.includes('"') ? `'${word}'` : `"${word}"`;
}

function failed(reason: string): ListingOutcome {
  return { kind: "failed", reason };
}

/** The first line of what went wrong; of a failed request what lies behind it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.message === "fetch failed" ? error.cause : error;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  if (code === "ECONNREFUSED") return "the connection was refused";
  if (code === "ENOTFOUND") return "there is no such host";
  if (code === "ENOENT") return "there is no such program";
  const text = cause instanceof Error ? cause.message : String(cause);
  return (text.split("\n")[0] ?? "").replace(/[.:]$/, "").slice(0, 300) || "it failed without saying why";
}
