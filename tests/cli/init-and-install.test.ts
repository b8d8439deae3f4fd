import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../writer/output-folder.js";
import { mcpgen, root } from "./mcpgen-process.js";

const petstore = join(root, "fixtures/petstore/input/petstore.yaml");

test("init writes a configuration that builds, and scripts; never over one that is there", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "docs"));
  cpSync(petstore, join(folder, "docs/petstore.yaml"));
  writeFileSync(join(folder, "other.json"), "{}");
  writeFileSync(join(folder, "package.json"), `{\n    "name": "x",\n    "scripts": { "mcp:check": "mine" }\n}\n`);
  const unasked = mcpgen(folder, "init");
  expect(unasked.status).toBe(1);
  expect(unasked.stderr).toContain("nobody to ask");
  expect(existsSync(join(folder, "mcpgen.config.ts"))).toBe(false);

  expect(mcpgen(folder, "init", "--yes").status).toBe(0);
  expect(readFileSync(join(folder, "mcpgen.config.ts"), "utf8")).toBe(`import { defineConfig, openapi } from "mcpgen";

export default defineConfig({
  output: "./server",
  sources: [
    openapi("./docs/petstore.yaml"),
  ],
});
`);
  expect(readFileSync(join(folder, "package.json"), "utf8")).toBe(
    `{\n    "name": "x",\n    "scripts": {\n        "mcp:build": "mcpgen",\n        "mcp:check": "mine"\n    }\n}\n`,
  );
  expect(mcpgen(folder).stderr).toContain("petstore: 6 tools");
  expect(mcpgen(folder, "init", "--yes")).toMatchObject({ status: 1 });
});

test("init finds functions, and keeps several documents apart", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "src/tools"), { recursive: true });
  writeFileSync(join(folder, "src/tools/a.ts"), "export {};\n");
  for (const name of ["a.yaml", "b b.yaml"]) cpSync(petstore, join(folder, name));
  expect(mcpgen(folder, "init", "-y").status).toBe(0);
  const text = readFileSync(join(folder, "mcpgen.config.ts"), "utf8");
  expect(text).toContain(`import { defineConfig, openapi, ts } from "mcpgen";`);
  expect(text).toContain(
    `    ts("./src/tools"),\n    openapi("./a.yaml", { namespace: "a" }),\n    openapi("./b b.yaml", { namespace: "b-b" }),\n`,
  );
  expect(text).toContain(`output: "./mcp"`);
});

test("install prints what each client wants to be told", () => {
  const folder = temporaryFolder();
  cpSync(petstore, join(folder, "petstore.yaml"));
  expect(mcpgen(folder, "openapi", "petstore.yaml", "-o", "server", "--quiet").status).toBe(0);
  const args = [join(folder, "server/dist/main.js")];
  const env = { PETSTORE_API_KEY: "…" };
  const cursor = mcpgen(folder, "install", "cursor");
  expect(cursor.stderr).toContain(".cursor/mcp.json");
  expect(JSON.parse(cursor.stdout)).toEqual({ mcpServers: { petstore: { command: "node", args, env } } });
  expect(JSON.parse(mcpgen(folder, "install", "vscode", "./server").stdout)).toEqual({
    servers: { petstore: { type: "stdio", command: "node", args, env } },
  });
  expect(mcpgen(folder, "install", "claude-code", "server").stdout).toBe(
    `claude mcp add petstore --env PETSTORE_API_KEY=… -- node ${args.join("")}\n`,
  );
  expect(mcpgen(folder, "install", "emacs")).toMatchObject({ status: 1, stdout: "" });
  expect(mcpgen(folder, "install", "cursor", "gone").stderr).toContain("holds no generated server");
});
