import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeHost } from "../../src/cli/node-host.js";
import { temporaryFolder } from "../writer/output-folder.js";

describe("reading", () => {
  test("gives the bytes of a file, relative to the working folder", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.yaml"), "openapi: 3.1.0\n");
    expect(await nodeHost(folder).read("a.yaml")).toEqual({ kind: "bytes", bytes: Buffer.from("openapi: 3.1.0\n") });
    expect(await nodeHost("/").read(join(folder, "a.yaml"))).toMatchObject({ kind: "bytes" });
  });

  test("says why it cannot", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "dir"));
    writeFileSync(join(folder, "big"), "0123456789");
    symlinkSync("loop", join(folder, "loop"));
    const host = nodeHost(folder, { fileBytes: 5 });
    expect(await host.read("none.yaml")).toEqual({ kind: "failed", reason: "there is no such file" });
    expect(await host.read("dir")).toEqual({ kind: "failed", reason: "it is a directory" });
    expect(await host.read("big/file")).toMatchObject({ reason: "a part of its path is not a directory" });
    expect(await host.read("loop")).toMatchObject({ reason: "its symbolic links lead in a circle" });
    expect(await host.read("big")).toMatchObject({ reason: "it is larger than 0 MB" });
    expect(await host.read("a\0b")).toMatchObject({ kind: "failed" });
  });

  test.skipIf(process.platform === "win32")("reads a pipe, and a device only up to the limit", async () => {
    const folder = temporaryFolder();
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const [outcome] = await Promise.all([nodeHost(folder).read("pipe"), writeFile(join(folder, "pipe"), "piped")]);
    expect(outcome).toEqual({ kind: "bytes", bytes: Buffer.from("piped") });
    expect(await nodeHost(folder, { fileBytes: 1000 }).read("/dev/zero")).toMatchObject({ kind: "failed" });
  });

  test("follows links to a real path", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a"), "");
    symlinkSync("a", join(folder, "b"));
    const host = nodeHost(folder);
    expect(await host.realPath("b")).toBe(await host.realPath("a"));
    expect(await host.realPath("none")).toBe("none");
  });
});

describe("files at once", () => {
  test("are read, listed in order, and followed through links", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "b"));
    writeFileSync(join(folder, "c.ts"), "\ufeffexport {};");
    symlinkSync("c.ts", join(folder, "a.ts"));
    symlinkSync("loop", join(folder, "loop"));
    const { files } = nodeHost(folder);
    expect(files.directory).toBe(folder);
    expect(files.list(folder)).toEqual([
      { name: "a.ts", kind: "file" },
      { name: "b", kind: "directory" },
      { name: "c.ts", kind: "file" },
    ]);
    expect(files.read(join(folder, "a.ts"))).toBe("export {};");
    expect(files.realPath(join(folder, "a.ts"))).toBe(files.realPath(join(folder, "c.ts")));
  });

  test("are nothing where nothing can be read", () => {
    const folder = temporaryFolder();
    symlinkSync("loop", join(folder, "loop"));
    writeFileSync(join(folder, "file"), "");
    const { files } = nodeHost(folder);
    for (const name of ["none", "loop", "file/below"]) {
      expect([files.kind(join(folder, name)), files.read(join(folder, name)), files.list(join(folder, name))]).toEqual([
        undefined,
        undefined,
        [],
      ]);
      expect(files.realPath(join(folder, name))).toBe(join(folder, name));
    }
    expect(files.read(folder)).toBeUndefined();
    expect(files.kind(folder)).toBe("directory");
  });
});

describe("fetching", () => {
  let server: Server;
  let base: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === "/slow") return;
      if (request.url === "/missing") response.writeHead(404).end();
      else if (request.url === "/large") response.end("x".repeat(2000));
      else response.end("openapi: 3.1.0\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    base = `http://127.0.0.1:${String(typeof address === "object" && address !== null ? address.port : 0)}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test("gives the body", async () => {
    expect(await nodeHost("/").fetch(`${base}/a.yaml`)).toEqual({
      kind: "bytes",
      bytes: Buffer.from("openapi: 3.1.0\n"),
    });
  });

  test("says why it cannot", async () => {
    const host = nodeHost("/", { answerBytes: 1000, fetchMs: 200 });
    expect(await host.fetch(`${base}/missing`)).toMatchObject({ reason: "the server answered 404 Not Found" });
    expect(await host.fetch(`${base}/large`)).toMatchObject({ kind: "failed" });
    expect(await host.fetch(`${base}/slow`)).toMatchObject({ reason: "it did not arrive within 0.2 seconds" });
    expect(await host.fetch("http://127.0.0.1:1/")).toMatchObject({ kind: "failed" });
    expect(await host.fetch("file:///etc/passwd")).toMatchObject({ reason: "it is not an http or https address" });
    expect(await host.fetch("http://")).toMatchObject({ reason: "it is not an http or https address" });
  });
});

test("mcpgen's own files are listed and read by their path in the package", async () => {
  const host = nodeHost("/");
  const paths = await host.assets("src/cli");
  expect(paths).toContain("src/cli/node-host.ts");
  expect(paths).toEqual([...paths].sort());
  expect(await host.asset("src/cli/exit-codes.ts")).toContain("exitCodes");
  expect(await host.assets("tests")).toContain("tests/cli/node-host.test.ts");
});
