// @ts-check
// The proof that it works, on a machine with nothing but Node and npm: compile the petstore fixture, build the project, start
// the server against a Petstore API that lives in this process, connect a real MCP client, and compare what arrives with what
// the document says. Exits with 1 on any difference.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { startFakePetstore } from "./fake-petstore.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, ".scratch", "demo");
const apiKey = "demo-key-4711";
const started = performance.now();

/**
 * What is asked of the server, and what the document says must arrive and come back.
 *
 * @type {readonly { why: string, tool: string, arguments: Record<string, unknown>, request: import("./fake-petstore.mjs").SeenRequest, answer: unknown }[]}
 */
const calls = [
  {
    why: "`tags` has `explode: false`: one parameter, values joined by commas; a list comes back as `result`",
    tool: "listPets",
    arguments: { tags: ["small", "brown"], limit: 2 },
    request: { method: "GET", url: "/v1/pets?tags=small,brown&limit=2", apiKey: undefined, json: undefined },
    answer: { result: [{ id: 1, name: "Hazel", status: "available", tags: ["small", "brown"] }] },
  },
  {
    why: "`petId` belongs into the path",
    tool: "getPet",
    arguments: { petId: 1 },
    request: { method: "GET", url: "/v1/pets/1", apiKey: undefined, json: undefined },
    answer: { id: 1, name: "Hazel", status: "available", tags: ["small", "brown"] },
  },
  {
    why: "the body is spread into arguments, and the operation wants the scheme `api_key`: header X-API-Key",
    tool: "addPet",
    arguments: { name: "Rex", status: "pending", owner: { city: "Ulm" } },
    request: {
      method: "POST",
      url: "/v1/pets",
      apiKey,
      json: { name: "Rex", status: "pending", owner: { city: "Ulm" } },
    },
    answer: { id: 2, name: "Rex", status: "pending", owner: { city: "Ulm" } },
  },
];

let differences = 0;

say("1. Compile fixtures/petstore/input/petstore.yaml");
rmSync(folder, { recursive: true, force: true });
run("mcpgen openapi petstore.yaml", [
  "dist/cli/main.js",
  "openapi",
  "fixtures/petstore/input/petstore.yaml",
  "-o",
  relative(root, folder),
]);

say("2. Build the project that came out");
run("tsc", [join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
tell(`built ${relative(root, join(folder, "dist"))}`);

say("3. Start a Petstore API in this process, and the MCP server over stdio");
const petstore = await startFakePetstore();
const client = new Client({ name: "demo", version: "1.0.0" });
try {
  const env = { ...getDefaultEnvironment(), PETSTORE_BASE_URL: `${petstore.url}/v1`, PETSTORE_API_KEY: apiKey };
  tell(`the API listens on ${petstore.url}`);
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [join(folder, "dist/main.js")],
      env,
      stderr: "inherit",
    }),
  );
  const { name, version } = client.getServerVersion() ?? {};
  tell(`connected to ${name} ${version}`);

  say("4. List the tools");
  const { tools } = await client.listTools();
  const width = Math.max(...tools.map((tool) => tool.name.length));
  for (const tool of tools) tell(`${tool.name.padEnd(width)}  ${tool.title ?? ""}`);

  say("5. Call three of them, and compare with the document");
  for (const call of calls) await demonstrate(call);
} finally {
  await client.close();
  await petstore.close();
}

const seconds = ((performance.now() - started) / 1000).toFixed(1);
if (differences > 0) {
  console.error(`\n${differences} differences from the document, after ${seconds} s.`);
  process.exitCode = 1;
} else {
  say(`Everything is as the document says (${seconds} s). The project stays in ${relative(root, folder)}.`);
}

/** @param {typeof calls[number]} call */
async function demonstrate({ why, tool, arguments: args, request, answer }) {
  console.log(`\n   ${tool}(${JSON.stringify(args)})`);
  tell(why);
  const seen = petstore.requests.length;
  const result = await client.callTool({ name: tool, arguments: args });
  const arrived = petstore.requests.slice(seen);
  for (const { method, url, json } of arrived)
    tell(`→ ${method} ${url}${json === undefined ? "" : ` ${JSON.stringify(json)}`}`);
  tell(`← ${JSON.stringify(result.structuredContent ?? result.content)}`);
  compare("the request", arrived, [request]);
  compare("the result", result.structuredContent, answer);
}

/**
 * @param {string} what
 * @param {unknown} found
 * @param {unknown} wanted
 */
function compare(what, found, wanted) {
  const isSame = isDeepStrictEqual(found, wanted);
  if (!isSame) differences += 1;
  tell(isSame ? `✓ ${what} is right` : `✗ ${what} should be ${JSON.stringify(wanted)} but is ${JSON.stringify(found)}`);
}

/**
 * Runs a step in a process of its own; the demo ends when it fails.
 *
 * @param {string} what
 * @param {readonly string[]} args
 */
function run(what, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: root });
  for (const line of `${stderr}${stdout}`.trim().split("\n")) if (line !== "") tell(line);
  if (status === 0) return;
  console.error(`\n${what} failed with exit code ${status}.`);
  process.exit(1);
}

/** @param {string} text */
function say(text) {
  console.log(`\n${text}`);
}

/** @param {string} text */
function tell(text) {
  console.log(`   ${text}`);
}
