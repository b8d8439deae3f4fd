import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/cli/package-root.js";
import { temporaryFolder } from "../writer/output-folder.js";

const document = `openapi: 3.1.0
info: { title: Pets, version: "1" }
servers: [{ url: "https://pets.example.com" }]
paths: { /pets: { get: { operationId: listPets, responses: { "200": { description: ok } } } } }
`;

describe("the runtime modules of a project", () => {
  let folder: string;
  const at = (path: string) => join(folder, "server", path);
  const addTo = (path: string, text: string) => {
    writeFileSync(at(path), `${existsSync(at(path)) ? readFileSync(at(path), "utf8") : ""}\n${text}\n`);
  };

  function run(...flags: string[]) {
    const args = [join(packageRoot, "dist/cli/main.js"), "openapi", "pets.yaml", "-o", "server", ...flags];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    return { exitCode: status, text: stderr };
  }

  beforeEach(() => {
    folder = temporaryFolder();
    mkdirSync(at(""));
    writeFileSync(join(folder, "pets.yaml"), document);
    run("--force");
  });

  test("are those in use: what main.ts and the author's modules import is copied, and what these need", () => {
    expect(existsSync(at("src/runtime/state.ts"))).toBe(false);
    addTo("src/main.ts", 'import { keep } from "./mine.js";');
    addTo("src/mine.ts", 'import { memoryStore } from "./runtime/state.js";\nexport const keep = memoryStore();');
    run();
    expect(existsSync(at("src/runtime/state.ts"))).toBe(true);
    expect(existsSync(at("src/runtime/elicit.ts"))).toBe(false);
    addTo("src/mine.ts", "export type { Context } from './runtime/context.js';");
    run();
    expect(existsSync(at("src/runtime/elicit.ts"))).toBe(true);
    expect(existsSync(at("src/runtime/protocol/channel.ts"))).toBe(true);
    writeFileSync(at("src/mine.ts"), "export const keep = 1;\n");
    run();
    expect(existsSync(at("src/runtime/context.ts"))).toBe(false);
  });

  test("follow the imports, nothing else of the author's modules", () => {
    addTo("src/main.ts", "// A remark.");
    expect(run().text).toContain("nothing has changed");
    expect(run("--check").exitCode).toBe(0);
    addTo("src/main.ts", 'import "./runtime/state.js";');
    expect(run("--check").exitCode).toBe(1);
  });

  test("that do not exist are told, with those that do", () => {
    addTo("src/main.ts", 'import "./runtime/stat.js";');
    const { exitCode, text } = run();
    expect(exitCode).toBe(1);
    expect(text).toContain("output/unknown-runtime-module");
    expect(text).toContain("`src/main.ts` imports `runtime/stat.js`");
    expect(text).toMatch(/There are: .*\bstate\.js\b/);
  });
});
