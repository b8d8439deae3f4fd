// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const cli = join(root, "dist", "cli", "main.js");
export const corpus = join(root, "..", "shared", "corpus");
/** Everything that a bench writes lies here. */
export const workspace = join(root, ".scratch", "bench");

/** Beside mcpgen's own packages these lie apart: half a gigabyte that nobody else needs. */
const peers = join(workspace, "peers");
const dependencies = {
  "@octokit/openapi": "23.0.2",
  "openapi-mcp-generator": "4",
  "openapi-typescript": "7",
  "ts-json-schema-generator": "2",
  // The compiler that openapi-typescript asks for is the oldest of the three.
  typescript: "5.9",
  "typescript-6": "npm:typescript@6.0",
  "typescript-7": "npm:typescript@7",
};

/** Installs the peers once; a changed list installs them anew. */
export function installPeers() {
  installPackages(peers, { name: "mcpgen-bench-peers", private: true, dependencies });
}

/**
 * Installs what a manifest names, unless that was done before.
 *
 * @param {string} folder
 * @param {object} manifest
 */
export function installPackages(folder, manifest) {
  const text = JSON.stringify(manifest);
  const file = join(folder, "package.json");
  const isInstalled =
    existsSync(join(folder, "node_modules")) && existsSync(file) && readFileSync(file, "utf8") === text;
  if (isInstalled) return;
  console.error(`installing into ${folder} (some hundred MB) …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  try {
    run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"], folder);
  } catch (error) {
    rmSync(file);
    throw error;
  }
}

/**
 * Runs a command of the system's to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  const options = {
    cwd,
    stdio: /** @type {const} */ (["ignore", "ignore", "inherit"]),
    shell: process.platform === "win32",
  };
  if (spawnSync(command, args, options).status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
}

/**
 * A file of a peer's package.
 *
 * @param {string} path
 */
export function peerFile(path) {
  return join(peers, "node_modules", path);
}

/** GitHub's document: 1,223 operations, 13 MB. */
export function gitHubDocument() {
  return peerFile("@octokit/openapi/generated/api.github.com.json");
}

/** Kubernetes' document: Swagger 2.0, 1,014 operations, 4 MB. Its package is unpacked without those that it depends on. */
export function kubernetesDocument() {
  const inside = "package/lib/specs/swagger-1.13.json";
  const document = join(peers, inside);
  if (!existsSync(document)) {
    run("npm", ["pack", "kubernetes-client@9.0.0", "--loglevel", "error"], peers);
    run("tar", ["-xzf", "kubernetes-client-9.0.0.tgz", `${inside}.gz`], peers);
    writeFileSync(document, gunzipSync(readFileSync(`${document}.gz`)));
  }
  return document;
}

/** The petstore fixture. */
export const petstoreDocument = join(root, "fixtures", "petstore", "input", "petstore.yaml");

/**
 * Arguments for Node that compile a document.
 *
 * @param {string} document
 * @param {string} output
 */
export function compileArguments(document, output) {
  return [cli, "openapi", document, "-o", output, "--quiet"];
}
