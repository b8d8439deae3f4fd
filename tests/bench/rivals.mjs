// @ts-check
// What is measured beside mcpgen and is not needed by the everyday benches: half a minute to install, each in a folder of its own.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installPackages, workspace } from "./places.mjs";

const folder = join(workspace, "rivals");
const kubb = "4.39.2";
const dependencies = {
  "@ivotoby/openapi-mcp-server": "1.16.1",
  "@kubb/cli": "4.39.3",
  "@kubb/core": kubb,
  "@kubb/plugin-client": kubb,
  "@kubb/plugin-mcp": kubb,
  "@kubb/plugin-oas": kubb,
  "@kubb/plugin-ts": kubb,
  "@kubb/plugin-zod": kubb,
  "@modelcontextprotocol/sdk": "1",
  "@types/node": "22",
  fastmcp: "4.20.16",
  zod: "4",
};

export const kubbConfig = join(folder, "kubb.config.mjs");

/** Installs the packages once. */
export function installRivals() {
  installPackages(folder, { name: "mcpgen-bench-rivals", private: true, type: "module", dependencies });
  writeFileSync(
    kubbConfig,
    `${["client", "mcp", "oas", "ts", "zod"].map((name) => `import * as ${name} from "@kubb/plugin-${name}";`).join("\n")}
export default {
  root: process.env.KUBB_OUTPUT,
  input: { path: process.env.KUBB_DOCUMENT },
  output: { path: "src", clean: true, format: false, lint: false },
  plugins: [oas.pluginOas({ validate: false }), ts.pluginTs(), client.pluginClient(), zod.pluginZod(), mcp.pluginMcp()],
};
`,
  );
}

/** What projects of openapi-mcp-generator ask for. */
const generated = join(workspace, "rivals-generated");

/**
 * Puts the packages beside a generated project: those that openapi-mcp-generator's ask for, or kubb's, which asks for none itself.
 *
 * @param {"openapi-mcp-generator" | "kubb"} whose
 * @param {string} project
 */
export function linkPackages(whose, project) {
  if (whose === "openapi-mcp-generator") {
    installPackages(generated, {
      name: "mcpgen-bench-generated",
      private: true,
      dependencies: {
        "@modelcontextprotocol/sdk": "1",
        "@types/node": "22",
        axios: "1",
        dotenv: "16",
        "json-schema-to-zod": "2",
        zod: "3",
      },
    });
  }
  const packages = join(whose === "kubb" ? folder : generated, "node_modules");
  symlinkSync(packages, join(project, "node_modules"), "junction");
}

/**
 * A file of a rival's package.
 *
 * @param {string} path
 */
export function rivalFile(path) {
  return join(folder, "node_modules", path);
}

/**
 * Writes a server of the bench's own where it finds the rivals' packages.
 *
 * @param {string} name
 * @param {string} text
 */
export function writeRival(name, text) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/**
 * Python with FastMCP in an environment of its own; `undefined` where there is no Python or pip cannot have the package.
 *
 * @returns {string | undefined}
 */
export function fastMcpPython() {
  const environment = join(workspace, "fastmcp");
  const python = join(environment, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (existsSync(join(environment, "installed"))) return python;
  const quiet = { stdio: /** @type {const} */ ("ignore"), timeout: 300_000 };
  mkdirSync(workspace, { recursive: true });
  const isThere =
    spawnSync("python3", ["-m", "venv", environment], quiet).status === 0 &&
    spawnSync(python, ["-m", "pip", "install", "--quiet", "--retries", "0", "--timeout", "20", "fastmcp==4.*"], quiet)
      .status === 0;
  if (isThere) writeFileSync(join(environment, "installed"), "");
  else rmSync(environment, { recursive: true, force: true });
  return isThere ? python : undefined;
}
