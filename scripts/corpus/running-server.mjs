// @ts-check
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const offline = fileURLToPath(new URL("offline.mjs", import.meta.url));

/** The variables that stay as they are: credentials that would have to be real, and servers other than the recorder. */
const unset = /_CLIENT_ID|_CLIENT_SECRET|PEM|Server variable/;

/**
 * Starts a compiled project over stdio, with every credential set to a text, and connects the SDK's client.
 *
 * @param {string} project
 * @param {string} baseUrl
 */
export async function startServer(project, baseUrl) {
  const begun = performance.now();
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ["--import", offline, join(project, "dist", "main.js")],
    env: { ...getDefaultEnvironment(), ...environmentOf(project, baseUrl) },
    stderr: "pipe",
  });
  let said = "";
  transport.stderr?.on("data", (chunk) => (said = `${said}${chunk}`.slice(-4000)));
  const client = new Client({ name: "corpus", version: "1.0.0" });
  try {
    await client.connect(transport, { timeout: 60_000 });
  } catch (error) {
    throw new Error(`the server does not start: ${said}`, { cause: error });
  }
  return {
    client,
    list: async () => {
      const { tools } = await client.listTools(undefined, { timeout: 120_000 });
      const startMs = performance.now() - begun;
      const hasResources = client.getServerCapabilities()?.resources !== undefined;
      const { resources = [] } = hasResources ? await client.listResources() : {};
      const { resourceTemplates = [] } = hasResources ? await client.listResourceTemplates() : {};
      const listBytes = Buffer.byteLength(JSON.stringify({ tools }));
      return { tools, startMs, listBytes, resources: resources.length + resourceTemplates.length };
    },
    close: () => client.close(),
  };
}

/**
 * The variables of `.env.example`: each stands below a comment that says what it is.
 *
 * @param {string} project
 * @param {string} baseUrl
 * @returns {Record<string, string>}
 */
function environmentOf(project, baseUrl) {
  const text = readFileSync(join(project, ".env.example"), "utf8");
  /** @type {Record<string, string>} */
  const env = { MCP_LOG_LEVEL: "error" };
  for (const [, meaning = "", name = "", value] of text.matchAll(/^# ?(.*)\n#? ?([A-Z0-9_]+)=(.*)$/gm)) {
    if (name.startsWith("MCP_") || unset.test(`${name} ${meaning}`)) continue;
    if (name.endsWith("_BASE_URL")) env[name] = baseUrl;
    else if (name.endsWith("_RETRIES")) env[name] = "0";
    else if (value === "") env[name] = "not-a-secret";
  }
  return env;
}
