// @ts-check
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { alternate, measure } from "./measure.mjs";
import { cli, compileArguments, corpus, gitHubDocument, installPeers, peerFile, workspace } from "./places.mjs";
import { writePackage } from "./functions.mjs";
import { secondsToList } from "./seconds-to-list.mjs";

/**
 * GitHub's and Stripe's documents and 100 functions in one server: from spawn to the answer to `tools/list`, beside GitHub's server
 * alone. One tool of each source is called besides. Reports nothing where the corpus is not there.
 *
 * @param {{ runs: number | undefined }} options
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function composed({ runs = 15 }) {
  const stripe = join(corpus, "stripe-2022-04.json");
  if (!existsSync(stripe)) return [{ what: "GitHub, Stripe and 100 functions", ours: [], note: "no corpus" }];
  installPeers();
  const [alone, together] = [join(workspace, "composed", "github"), join(workspace, "composed", "together")];
  rmSync(join(workspace, "composed"), { recursive: true, force: true });
  await measure(compileArguments(gitHubDocument(), alone));
  await measure([peerFile("typescript-6/bin/tsc"), "-p", alone]);

  writePackage(together, 50);
  const config = {
    name: "together",
    output: "./src/mcp",
    sources: [
      { kind: "openapi", document: gitHubDocument(), name: "github", namespace: "gh" },
      { kind: "openapi", document: stripe, name: "stripe", namespace: "pay" },
      { kind: "typescript", inputs: ["./src/tools"], namespace: "own" },
    ],
  };
  writeFileSync(join(together, "mcpgen.config.json"), JSON.stringify(config));
  const built = await measure([cli, "build", "--config", join(together, "mcpgen.config.json"), "--quiet"], {
    memory: true,
  });
  await measure([peerFile("typescript-6/bin/tsc"), "-p", together]);
  const answered = await callOneOfEach(together);

  const main = join(together, "dist", "mcp", "main.js");
  const samples = await alternate(
    {
      ours: { run: () => secondsToList([main]) },
      theirs: { run: () => secondsToList([join(alone, "dist", "main.js")]) },
    },
    runs,
  );
  return [
    { what: "GitHub, Stripe and 100 functions: one command", ours: [built] },
    { what: answered, ours: [], note: "ok" },
    { what: "its start", ...samples, peer: "GitHub alone", unit: "ms", ratioAtMost: 1.5 },
  ];
}

/**
 * Calls a tool of each source, through the generated client and over stdio; answers what was found, in words.
 *
 * @param {string} folder
 */
async function callOneOfEach(folder) {
  const upstream = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: "cus_1", object: "customer", path: request.url }));
  });
  await new Promise((resolve) => upstream.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = upstream.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const url = `http://127.0.0.1:${String(port)}`;
  const { createClient } = await import(pathToFileURL(join(folder, "dist", "mcp", "mcp-client.js")).href);
  const client = await createClient(`"${process.execPath}" "${join(folder, "dist", "mcp", "main.js")}"`, {
    env: {
      GITHUB_BASE_URL: url,
      STRIPE_BASE_URL: url,
      STRIPE_BEARER_AUTH: "secret",
      STRIPE_BASIC_AUTH_USERNAME: "secret",
    },
  });
  try {
    /** @type {readonly { name: string }[]} */
    const tools = await client.connection.list("tools");
    const named = (/** @type {RegExp} */ pattern) => {
      const found = tools.find(({ name }) => pattern.test(name));
      if (found === undefined) throw new Error(`no tool is called ${pattern}`);
      return found.name;
    };
    await client.connection.callTool(named(/^gh_meta_?root$/i), {});
    await client.connection.callTool(named(/^pay_GetCustomersCustomer$/), { customer: "cus_1" });
    const found = await client.connection.callTool(named(/^own_find0$/), { query: "x", limit: 3 });
    if (found?.total !== 3) throw new Error(`find0 answered ${JSON.stringify(found)}`);
    return `${tools.length} tools listed, one of each source called`;
  } finally {
    await client.close();
    upstream.close();
  }
}
