import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { packageRoot } from "../../src/cli/package-root.js";
import { documentFixtures } from "../golden/fixture.js";
import { buildProjects } from "./built-projects.js";
import { httpServer } from "./connected-client.js";
import { RecordingUpstream } from "./recording-upstream.js";

// A hundred megabytes that most people do without, so no dependency: whoever wants the test installs it apart.
const folder = join(packageRoot, ".scratch", "inspector");
const inspector = join(folder, "node_modules", "@modelcontextprotocol", "inspector");
const isInstalled = existsSync(inspector);
const how = isInstalled ? "" : " (skipped: npm install --prefix .scratch/inspector @modelcontextprotocol/inspector)";

describe.skipIf(!isInstalled).each(["v1", "v2"] as const)(`the MCP Inspector's command line, --sdk %s${how}`, (sdk) => {
  let upstream: RecordingUpstream;
  let main: string;

  beforeAll(async () => {
    const petstore = documentFixtures.filter(({ name }) => name === "petstore");
    const projects = await buildProjects(petstore, `contract-inspector-${sdk}`, sdk);
    main = join(projects.folderOf("petstore"), "main.js");
    upstream = await RecordingUpstream.start();
  }, 120_000);

  afterAll(() => upstream.close());

  test.each(["stdio", "http"] as const)(
    "tools/list over %s",
    async (transport) => {
      const answer = await inspect(transport, "--method", "tools/list");
      const { tools } = z.object({ tools: z.array(z.object({ name: z.string() })) }).parse(answer);
      expect(tools.map(({ name }) => name)).toEqual([
        "listPets",
        "addPet",
        "getPet",
        "deletePet",
        "placeOrder",
        "getInventory",
      ]);
    },
    60_000,
  );

  test.each(["stdio", "http"] as const)(
    "tools/call over %s",
    async (transport) => {
      upstream.willAnswer({ body: { id: 7, name: "Rex" } });
      const answer = await inspect(
        transport,
        "--method",
        "tools/call",
        "--tool-name",
        "getPet",
        "--tool-arg",
        "petId=7",
      );
      expect(answer).toMatchObject({ structuredContent: { id: 7, name: "Rex" } });
      expect(upstream.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(["GET /pets/7"]);
    },
    60_000,
  );

  /** Asks the server by way of the inspector, and answers what the inspector prints. */
  async function inspect(transport: "stdio" | "http", ...args: readonly string[]): Promise<unknown> {
    const manifest = z
      .object({ bin: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(inspector, "package.json"), "utf8")));
    const bin = join(inspector, manifest.bin["mcp-inspector"] ?? "");
    const own = { PETSTORE_BASE_URL: upstream.url };
    const served = transport === "http" ? await httpServer(dirname(main), own) : undefined;
    const target = served === undefined ? [process.execPath, main] : [served.url.href, "--transport", "http"];
    try {
      const env = { ...process.env, ...own };
      const { stdout } = await promisify(execFile)(process.execPath, [bin, "--cli", ...target, ...args], { env });
      return JSON.parse(stdout);
    } finally {
      await served?.stop();
    }
  }
});
