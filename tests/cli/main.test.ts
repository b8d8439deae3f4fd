import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { readTree, temporaryFolder } from "../writer/output-folder.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const main = join(root, "dist/cli/main.js");
const petstore = join(root, "fixtures/petstore/input/petstore.yaml");

// The command line is tested as it is shipped: `npm test` builds it first.
beforeAll(() => {
  if (!existsSync(main)) expect.fail("dist/cli/main.js is missing: run `npm run build`");
});

function mcpgen(cwd: string, ...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], {
    cwd,
    encoding: "utf8",
    timeout: 25_000,
  });
  return { status, stdout, stderr };
}

test("the version is the package's", () => {
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { status, stdout } = mcpgen(root, "--version");
  expect(status).toBe(0);
  expect(manifest).toMatchObject({ version: stdout.trim() });
});

test("wrong usage is exit code 2", () => {
  expect(mcpgen(root, "openapi")).toMatchObject({ status: 2, stdout: "" });
});

describe("a document", () => {
  test("becomes a project; a second run changes nothing; a changed document changes it", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "petstore.yaml"), readFileSync(petstore));
    const first = mcpgen(folder, "openapi", "petstore.yaml", "-o", "server");
    expect(first).toMatchObject({ status: 0, stdout: "" });
    expect(first.stderr).toMatch(
      /petstore: \d+ tools, about [\d,]+ tokens; \d+ files written to \.\/server\n\nNext:\n/,
    );
    const tree = readTree(join(folder, "server"));

    const second = mcpgen(folder, "openapi", "petstore.yaml", "-o", "server");
    expect(second).toMatchObject({ status: 0, stderr: "petstore: nothing has changed\n" });
    expect(mcpgen(folder, "openapi", "petstore.yaml", "-o", "server", "--check")).toMatchObject({
      status: 0,
      stdout: "",
    });
    expect(readTree(join(folder, "server"))).toEqual(tree);

    writeFileSync(
      join(folder, "petstore.yaml"),
      readFileSync(petstore, "utf8").replace(/^( *description: ).*$/m, "$1Other."),
    );
    const check = mcpgen(folder, "openapi", "petstore.yaml", "-o", "server", "--check");
    expect(check.status).toBe(1);
    expect(check.stdout).toContain("+++ b/");
    expect(mcpgen(folder, "openapi", "petstore.yaml", "-o", "server").status).toBe(0);
  });

  test("can come on standard input", () => {
    const folder = temporaryFolder();
    const run = () =>
      spawnSync(process.execPath, [main, "openapi", "-", "-o", "server", "--name", "pets"], {
        cwd: folder,
        encoding: "utf8",
        input: readFileSync(petstore),
      });
    const first = run();
    expect([first.status, first.stderr]).toEqual([0, expect.stringContaining("files written to ./server")]);
    const second = run();
    expect([second.status, second.stderr]).toEqual([0, "pets: nothing has changed\n"]);
  });

  test.each<[string, (folder: string) => string, string]>([
    ["a missing file", () => "none.yaml", "there is no such file"],
    [
      "a directory",
      (folder) => {
        mkdirSync(join(folder, "dir"));
        return "dir";
      },
      "it is a directory",
    ],
    ["an empty file", (folder) => write(folder, ""), "openapi/empty-document"],
    ["a binary file", (folder) => write(folder, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 0xff])), "openapi/not-text"],
    ["broken YAML", (folder) => write(folder, "openapi: 3.0.0\ninfo: [\n"), "error openapi/syntax"],
    ["no OpenAPI document", (folder) => write(folder, "name: x\n"), "openapi/not-openapi"],
    ["an unknown version", (folder) => write(folder, 'swagger: "1.2"\n'), "openapi/unsupported-version"],
  ])("that is %s is a diagnostic, and nothing is written", (_, make, expected) => {
    const folder = temporaryFolder();
    const document = make(folder);
    const { status, stdout, stderr } = mcpgen(folder, "openapi", document, "-o", "server");
    expect(status, stderr).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(expected);
    expect(stderr).toContain("help: ");
    expect(existsSync(join(folder, "server"))).toBe(false);
  });
});

function write(folder: string, content: string | Buffer): string {
  writeFileSync(join(folder, "document.yaml"), content);
  return "document.yaml";
}

test("a reader that leaves early is no fault", async () => {
  const child = spawn(process.execPath, [main, "openapi", petstore, "--print", "ir"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.on("exit", resolve));
  expect([code, stderr]).toEqual([0, ""]);
});

test.skipIf(process.platform === "win32")("a signal waits until a phase is over", () => {
  const { signal, stdout } = spawnSync(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { uninterrupted } from ${JSON.stringify(join(root, "dist/cli/uninterrupted.js"))};
      await uninterrupted(process, async () => {
        process.kill(process.pid, "SIGINT");
        process.kill(process.pid, "SIGTERM");
        await new Promise((resolve) => setTimeout(resolve, 500));
        console.log("phase is over");
      });
      setTimeout(() => console.log("still there"), 1000);`,
    ],
    { encoding: "utf8" },
  );
  expect([signal, stdout]).toEqual(["SIGINT", "phase is over\n"]);
});
