import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { readCommandLine } from "../../src/cli/command-line.js";
import { quickReading } from "../../src/cli/quick-reading.js";
import { runTs } from "../../src/cli/run-ts.js";
import { tsOutput } from "../../src/cli/ts-output.js";
import { RecordingTerminal } from "./recording-terminal.js";

// Each test compiles several times; a busy machine needs its time for that.
vi.setConfig({ testTimeout: 120_000 });

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe("mcpgen ts", () => {
  test("writes beside the first folder, says what the package lacks, and then finds nothing changed", async () => {
    const folder = packageWith({ "src/tools/add.ts": add });
    const first = await run(folder, "ts", "./src/tools");
    expect(first.exitCode).toBe(0);
    expect(first.said).toContain("meetings: 1 tool");
    expect(first.said).toContain("warning output/missing-dependency");
    expect(first.said).toMatch(/npm install .*@modelcontextprotocol\/sdk@/);
    expect(readdirSync(join(folder, "src/mcp"))).toContain("main.ts");
    const before = statSync(join(folder, "src/mcp/server.ts")).mtimeMs;

    const second = await run(folder, "ts", "./src/tools");
    expect(second.said).toContain("meetings: nothing has changed; 1 warning as before");
    expect(statSync(join(folder, "src/mcp/server.ts")).mtimeMs).toBe(before);
  });

  test("writes only what changes, and never main.ts again", async () => {
    const folder = packageWith({ "src/tools/add.ts": add, "src/tools/say.ts": say });
    await run(folder, "ts", "./src/tools");
    writeFileSync(join(folder, "src/mcp/main.ts"), "// mine\n");
    const before = inodes(folder);
    put(folder, "src/tools/say.ts", say.replace("Say it.", "Say it aloud."));
    const { exitCode } = await run(folder, "ts", "./src/tools");
    expect(exitCode).toBe(0);
    const after = inodes(folder);
    const changed = [...after].filter(([path, inode]) => before.get(path) !== inode).map(([path]) => path);
    expect(changed.sort()).toEqual(["TOOLS.md", "mcpgen.lock.json", "surface.json", "tools/default.ts"]);
    expect(readFileSync(join(folder, "src/mcp/main.ts"), "utf8")).toBe("// mine\n");
  });

  test("sees a file that comes and one that goes", async () => {
    const folder = packageWith({ "src/tools/add.ts": add });
    await run(folder, "ts", "./src/tools");
    put(folder, "src/tools/deep/say.ts", say);
    expect((await run(folder, "ts", "./src/tools")).said).toContain("2 tools");
    rmSync(join(folder, "src/tools/deep"), { recursive: true });
    expect((await run(folder, "ts", "./src/tools")).said).toContain("1 tool,");
  });

  test("checks and tries without writing", async () => {
    const folder = packageWith({ "src/tools/add.ts": add });
    const dry = await run(folder, "ts", "./src/tools", "--dry-run");
    expect(dry.printed).toContain("create tools/default.ts\n");
    expect(() => statSync(join(folder, "src/mcp"))).toThrow("ENOENT");
    await run(folder, "ts", "./src/tools");
    expect((await run(folder, "ts", "./src/tools", "--check")).exitCode).toBe(0);
    put(folder, "src/tools/add.ts", add.replace("Add up.", "Sum up."));
    const check = await run(folder, "ts", "./src/tools", "--check");
    expect(check.exitCode).toBe(1);
    expect(check.printed).toContain('+  description: "Sum up."');
  });

  test("makes a project of its own outside the package, which imports the functions", async () => {
    const folder = packageWith({ "pack/src/tools/add.ts": add, "pack/package.json": '{ "name": "pack" }' });
    const { exitCode } = await run(join(folder, "pack"), "ts", "./src/tools", "-o", "../server");
    expect(exitCode).toBe(0);
    const read = (path: string) => readFileSync(join(folder, "server", path), "utf8");
    expect(read("src/tools/tools/default.ts")).toContain('from "../../../../pack/src/tools/add.js"');
    expect(JSON.parse(read("package.json"))).toMatchObject({
      type: "commonjs",
      bin: { "pack-mcp": "dist/server/src/main.js" },
    });
    expect(JSON.parse(read("tsconfig.json"))).toMatchObject({ compilerOptions: { rootDir: ".." } });
  });

  test("reports what is wrong with the functions, and writes nothing", async () => {
    const folder = packageWith({ "src/tools/add.ts": add.replace("numbers: number[]", "numbers: any") });
    const { exitCode, said } = await run(folder, "ts", "./src/tools");
    expect(exitCode).toBe(1);
    expect(said).toContain("src/tools/add.ts:5:");
    expect(() => statSync(join(folder, "src/mcp"))).toThrow("ENOENT");
  });
});

test.each([
  ["./src/tools", undefined, "src/mcp", "embedded"],
  ["src/tools/*.tool.ts", undefined, "src/mcp", "embedded"],
  ["src/tools/add.ts", undefined, "src/mcp", "embedded"],
  [".", undefined, "mcp", "embedded"],
  ["src", undefined, "mcp", "embedded"],
  ["src/tools", "generated", "generated", "embedded"],
  ["src/tools", "../elsewhere", "../elsewhere", "project"],
])("%s with -o %s goes to %s", (input, given, output, layout) => {
  const folder = packageWith({ "src/tools/add.ts": add });
  expect(tsOutput([input], given, folder)).toEqual({ output, layout });
});

test("several inputs are read, none is wrong usage", () => {
  expect(quickReading(["ts", "a", "b", "--strict"])).toMatchObject({ kind: "ts", inputs: ["a", "b"] });
  expect(quickReading(["ts"])).toBeUndefined();
  const terminal = new RecordingTerminal();
  expect(readCommandLine(["ts"], "1.0.0", terminal)).toEqual({ kind: "answered", exitCode: 2 });
  expect(terminal.stderr).toContain("missing required argument 'dir-or-glob'");
});

const add = `/**
 * Add up.
 * @tool
 */
export function add(numbers: number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
`;

const say = `/**
 * Say it.
 * @tool
 */
export const say = (text: string): string => text;
`;

function packageWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-ts-"));
  folders.push(folder);
  put(folder, "package.json", '{ "name": "meetings", "type": "module" }');
  for (const [path, text] of Object.entries(files)) put(folder, path, text);
  return folder;
}

function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function inodes(folder: string): ReadonlyMap<string, number> {
  const root = join(folder, "src/mcp");
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
  return new Map(paths.map((path) => [path, statSync(join(root, path)).ino]));
}

async function run(cwd: string, ...argv: readonly string[]) {
  const request = quickReading(argv);
  if (request?.kind !== "ts") throw new Error("this is no command line of mcpgen ts");
  const terminal = new RecordingTerminal();
  const exitCode = await runTs(request, { version: "1.0.0", terminal, cwd, stdin: process.stdin });
  return { exitCode, printed: terminal.stdout, said: terminal.stderr };
}
