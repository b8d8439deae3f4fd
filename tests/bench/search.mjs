// @ts-check
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { alternate, measure } from "./measure.mjs";
import { compileArguments, gitHubDocument, installPeers, peerFile, petstoreDocument, workspace } from "./places.mjs";
import { secondsToList } from "./seconds-to-list.mjs";

/**
 * A question, and the operations that answer it.
 *
 * @typedef {{ question: string, tools: readonly { operationId: string, summary: string }[] }} Question
 */

/**
 * GitHub's API behind a search: what the list costs, how soon it is there beside a server of three tools, and for how many of
 * fifty tasks (tests/search/github-questions.json) the right tool is among the first five.
 *
 * @param {{ runs: number | undefined }} options
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function search({ runs = 15 }) {
  installPeers();
  const folder = join(workspace, "search");
  rmSync(folder, { recursive: true, force: true });
  const three = ["--include", "GET /pets", "--include", "POST /pets", "--include", "GET /pets/{petId}"];
  const small = await build(petstoreDocument, join(folder, "three"), three);
  const gitHub = await build(gitHubDocument(), join(folder, "github"), ["--surface", "search"]);
  const samples = await alternate(
    { small: { run: () => secondsToList([small]) }, gitHub: { run: () => secondsToList([gitHub]) } },
    runs,
  );

  const server = new Session(gitHub);
  const list = await server.request("tools/list", {});
  const tokens = Math.ceil(Buffer.byteLength(JSON.stringify(list.tools)) / 4);
  const file = new URL("../search/github-questions.json", import.meta.url);
  const questions = /** @type {readonly Question[]} */ (JSON.parse(readFileSync(file, "utf8")));
  const rows = [];
  const begun = performance.now();
  for (const { question, tools } of questions) {
    const call = { name: "search_tools", arguments: { query: question, limit: 5 } };
    const { content } = await server.request("tools/call", call);
    // A tool's name begins a paragraph; the last paragraph says what to do with them.
    const names = content[0].text
      .split("\n\n")
      .slice(0, -1)
      .map((/** @type {string} */ part) => part.split("\n")[0]);
    const wanted = tools.map(({ operationId }) => operationId.replaceAll("/", "_"));
    rows.push({
      question,
      wanted,
      names,
      rank: names.findIndex((/** @type {string} */ name) => wanted.includes(name)) + 1,
    });
  }
  const milliseconds = (performance.now() - begun) / questions.length;
  server.end();

  for (const { question, wanted, names, rank } of rows) {
    console.log(
      `  ${rank === 0 ? "-" : rank}  ${question}\n     ${rank === 0 ? `${wanted.join(" or ")}; found ${names.join(", ")}` : names[rank - 1]}`,
    );
  }
  const hits = rows.filter(({ rank }) => rank > 0).length;
  const first = rows.filter(({ rank }) => rank === 1).length;
  console.log(`  ${milliseconds.toFixed(1)} ms a search, loading the index included`);
  return [
    fact("tokens of the list", tokens, 2000, "at most"),
    fact(
      `right tool among the first five, of ${questions.length}`,
      hits,
      Math.ceil(questions.length * 0.85),
      "at least",
    ),
    { what: "right tool first", ours: [], note: String(first) },
    {
      what: "spawn to list, 1,223 tools",
      ours: samples.gitHub,
      theirs: samples.small,
      peer: "3 tools of mcpgen",
      unit: "ms",
      ratioAtMost: 1.3,
    },
  ];
}

/**
 * @param {string} what
 * @param {number} value
 * @param {number} target
 * @param {"at most" | "at least"} kind
 * @returns {import("./report.mjs").Comparison}
 */
function fact(what, value, target, kind) {
  const isMissed = kind === "at most" ? value > target : value < target;
  return { what, ours: [], note: String(value), target: `${kind === "at most" ? "≤" : "≥"} ${target}`, isMissed };
}

/**
 * @param {string} document
 * @param {string} project
 * @param {readonly string[]} options
 */
async function build(document, project, options) {
  await measure([...compileArguments(document, project), ...options]);
  await measure([peerFile("typescript-6/bin/tsc"), "-p", project]);
  return join(project, "dist", "main.js");
}

/** A client over stdio without a library. */
class Session {
  #child;
  #id = 0;
  /** @type {Map<number, (message: any) => void>} */
  #waiting = new Map();

  /** @param {string} server */
  constructor(server) {
    this.#child = spawn(process.execPath, [server], { stdio: ["pipe", "pipe", "ignore"] });
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      const message = JSON.parse(line);
      this.#waiting.get(message.id)?.(message);
    });
    const clientInfo = { name: "bench", version: "1.0.0" };
    void this.request("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
    this.#send({ method: "notifications/initialized" });
  }

  /**
   * @param {string} method
   * @param {object} params
   * @returns {Promise<any>}
   */
  async request(method, params) {
    const id = ++this.#id;
    const answer = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.#send({ id, method, params });
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  end() {
    this.#child.kill();
  }

  /** @param {object} message */
  #send(message) {
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }
}
