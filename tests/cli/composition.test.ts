import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/cli/package-root.js";
import { mcpgen } from "./mcpgen-process.js";

const run = promisify(execFile);
const root = join(packageRoot, ".scratch", "composition");

const dates = `
/**
 * Adds days to a date.
 * @tool
 * @param start - The first day.
 * @param days - How many.
 */
export function addDays(start: Date, days: number, calendar: "gregorian" | "julian"): string {
  return \`\${new Date(start.getTime() + days * 86_400_000).toISOString().slice(0, 10)} \${calendar}\`;
}

/** Not for clients. @tool */
export function secret(): string {
  return "secret";
}

/**
 * Greets.
 * @prompt
 */
export function greet(whom: string): string {
  return \`Hello \${whom}\`;
}
`;

const config = `
import { defineConfig, mount, ts } from "mcpgen";
export default defineConfig({
  output: "./src/mcp",
  promptsAsTools: true,
  sources: [
    ts("./src/tools", {
      tools: {
        addDays: {
          name: "later",
          title: "Later",
          description: "The day that comes some days later.",
          tags: ["calendar"],
          annotations: { readOnlyHint: true },
          arguments: {
            start: { name: "from", description: "Where to begin." },
            days: { default: 7, examples: [1, 30] },
            calendar: { hide: true, default: "gregorian" },
          },
        },
        secret: { enabled: false },
        greet: { arguments: { whom: { name: "name" } } },
        grett: { name: "nobody" },
      },
    }),
    mount("./billing", { namespace: "billing" }),
  ],
});
`;

describe("functions with overrides beside a mounted project", () => {
  let said: string;
  let surface: string;

  beforeAll(async () => {
    rmSync(root, { recursive: true, force: true });
    place("package.json", '{ "name": "composed", "type": "module" }');
    place("src/tools/dates.ts", dates);
    place("mcpgen.config.ts", config);
    place("petstore.yaml", readFileSync(join(packageRoot, "fixtures", "petstore", "input", "petstore.yaml"), "utf8"));
    const compilerOptions = { module: "NodeNext", target: "ES2023", types: ["node"], strict: true, skipLibCheck: true };
    place(
      "tsconfig.json",
      JSON.stringify({ compilerOptions: { ...compilerOptions, rootDir: "src", outDir: "dist" }, include: ["src"] }),
    );
    mkdirSync(join(root, "node_modules"));
    symlinkSync(packageRoot, join(root, "node_modules", "mcpgen"), "junction");
    mcpgen(root, "openapi", "petstore.yaml", "-o", "billing", "--exclude", "DELETE /**");
    const { status, stderr } = mcpgen(root);
    expect(status, stderr).toBe(0);
    said = stderr;
    surface = readFileSync(join(root, "src", "mcp", "surface.json"), "utf8");
    await run(process.execPath, [join(packageRoot, "node_modules", "typescript", "bin", "tsc"), "-p", root]);
  }, 120_000);

  test("the model sees what the overrides say", () => {
    const tools = surface
      .split("\n")
      .flatMap((line) => (line.startsWith('{"kind"') ? [JSON.parse(line.replace(/,$/, "")) as { name: string }] : []));
    const names = tools.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(["later", "billing_listPets"]);
    expect(names).not.toContain("secret");
    expect(names).not.toContain("billing_deletePet");
    expect(tools[0]).toMatchObject({
      title: "Later",
      description: "The day that comes some days later.",
      annotations: { readOnlyHint: true },
      inputSchema: {
        properties: {
          from: { type: "string", format: "date-time", description: "Where to begin." },
          days: { type: "number", description: "How many.", default: 7, examples: [1, 30] },
        },
        required: ["from"],
      },
      _meta: { fastmcp: { tags: ["calendar"] } },
    });
  });

  test("an override of what is not there is reported", () => {
    expect(said).toContain('`tools["grett"]`');
    expect(said).toContain("Did you mean `greet`?");
  });

  test("the function is called with its own arguments, in its own types", async () => {
    const { createServer } = await load<{ createServer: (options: object) => object }>("server.js");
    const { readSettings } = await load<{ readSettings: (env: object) => object }>("settings.js");
    const { createClient } = await load<{ createClient: (server: object) => Promise<Client> }>("mcp-client.js");
    const client = await createClient(createServer({ settings: readSettings({}) }));
    expect(await client.addDays({ from: "2026-02-01T00:00:00Z" })).toBe("2026-02-08 gregorian");
    expect((await client.getGreetPrompt({ name: "Ann" })).messages[0]?.content.text).toBe("Hello Ann");
    expect(await client.connection.callTool("get_prompt", { name: "greet", arguments: { name: "Bo" } })).toBe(
      '{"messages":[{"role":"user","content":"Hello Bo"}]}',
    );
    const listed = await client.connection.list("tools");
    expect(listed.slice(-2).map(({ name }) => name)).toEqual(["list_prompts", "get_prompt"]);
    expect(surface).toContain('{"kind":"tool","name":"get_prompt"');
    await client.close();
  });

  test("nothing has changed for a second run, until the mounted project is made anew", () => {
    expect(mcpgen(root).stderr).toContain("nothing has changed");
    mcpgen(root, "openapi", "petstore.yaml", "-o", "billing", "--exclude", "POST /**");
    expect(mcpgen(root, "check").status).toBe(1);
  });
});

interface Client {
  addDays(args: { from: string }): Promise<unknown>;
  getGreetPrompt(args: { name: string }): Promise<{ messages: { content: { text: string } }[] }>;
  readonly connection: {
    callTool(name: string, args: object): Promise<unknown>;
    list(kind: "tools"): Promise<{ name: string }[]>;
  };
  close(): Promise<void>;
}

/** What a module of the built server exports. */
async function load<Exports>(module: string): Promise<Exports> {
  return (await import(pathToFileURL(join(root, "dist", "mcp", module)).href)) as Exports;
}

function place(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
