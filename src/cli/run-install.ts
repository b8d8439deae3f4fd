import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { visibleText } from "../diagnostics/visible-text.js";
import { rememberedName } from "../writer/read-lock.js";
import type { InstallRequest } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import type { Surroundings } from "./surroundings.js";

/** Where each client keeps its servers. */
const places = {
  "claude-code": "run this in your project",
  "claude-desktop": "claude_desktop_config.json (Settings, Developer, Edit Config)",
  cursor: ".cursor/mcp.json, or ~/.cursor/mcp.json",
  vscode: ".vscode/mcp.json",
  windsurf: "~/.codeium/windsurf/mcp_config.json",
  "gemini-cli": ".gemini/settings.json, or ~/.gemini/settings.json",
  "mcp-json": "mcp.json",
} as const;

/** The clients, in the order of the help. */
export const installClients = Object.keys(places);

/** Runs `mcpgen install`: prints what to write where; returns the exit code. */
export async function runInstall({ client, folder }: InstallRequest, { terminal, cwd }: Surroundings): Promise<number> {
  const root = resolve(cwd, folder);
  const name = await rememberedName(root);
  const place = Object.entries(places).find(([one]) => one === client)?.[1];
  if (name === undefined || place === undefined) {
    const reason =
      name === undefined
        ? `\`${visibleText(folder)}\` holds no generated server`
        : `there are only ${installClients.join(", ")}`;
    terminal.err(`error: ${reason}\n`);
    return exitCodes.failed;
  }
  // A project is built first; a server inside a package is run by whatever runs the package.
  const entry = existsSync(join(root, "package.json")) ? join(root, "dist/main.js") : join(root, "main.ts");
  const env = Object.fromEntries(requiredVariables(root).map((variable) => [variable, "…"]));
  terminal.err(`${place}:\n`);
  terminal.out(`${snippet(client, name, entry.replaceAll("\\", "/"), env)}\n`);
  return exitCodes.done;
}

function snippet(client: string, name: string, entry: string, env: Readonly<Record<string, string>>): string {
  const server = { command: "node", args: [entry], ...(Object.keys(env).length > 0 && { env }) };
  switch (client) {
    case "claude-code": {
      const variables = Object.keys(env).map((variable) => `--env ${variable}=… `);
      return `claude mcp add ${name} ${variables.join("")}-- node ${quoted(entry)}`;
    }
    case "vscode":
      return JSON.stringify({ servers: { [name]: { type: "stdio", ...server } } }, undefined, 2);
    default:
      return JSON.stringify({ mcpServers: { [name]: server } }, undefined, 2);
  }
}

/** Variables that `.env.example` calls required, and the credentials among the others: nobody else can know them. */
function requiredVariables(root: string): readonly string[] {
  const file = join(root, ".env.example");
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, index) => {
    const name = /^#?\s*([A-Z][A-Z0-9_]*)=/.exec(line)?.[1];
    const meaning = lines[index - 1] ?? "";
    const isWanted = meaning.includes(" Required.") || / of scheme /.test(meaning);
    return name !== undefined && isWanted ? [name] : [];
  });
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
