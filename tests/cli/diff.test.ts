import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../writer/output-folder.js";
import { mcpgen } from "./mcpgen-process.js";

function surface(...tools: readonly object[]): string {
  const lines = tools.map((tool) => JSON.stringify({ kind: "tool", inputSchema: { type: "object" }, ...tool }));
  return `[\n${lines.join(",\n")}\n]\n`;
}

const before = surface({ name: "list", description: "All pets." }, { name: "drop" });
const after = surface({ name: "list", description: "All `pets`, @you." });

/** A repository whose folder `server` was committed with one surface and holds another one now. */
function repository(): string {
  const folder = temporaryFolder();
  const git = (...argv: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...argv], { cwd: folder });
  mkdirSync(join(folder, "server"));
  writeFileSync(join(folder, "server/surface.json"), before);
  writeFileSync(join(folder, "server/mcpgen.lock.json"), "{}");
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-qm", "before");
  writeFileSync(join(folder, "server/surface.json"), after);
  return folder;
}

const text = `Breaking
  tool drop is gone

Wording
  tool list description reads differently

1 breaking, 1 wording
`;

test("diff reads files, folders and git revisions", () => {
  const folder = repository();
  writeFileSync(join(folder, "old.json"), before);
  for (const [old, now] of [
    ["old.json", "server"],
    ["old.json", "server/surface.json"],
    ["HEAD", "server"],
    ["main", "."],
    ["main:server", "server"],
    ["main:server/surface.json", "./server/"],
  ]) {
    expect(mcpgen(folder, "diff", String(old), String(now)), `${String(old)} ${String(now)}`).toEqual({
      status: 0,
      stdout: text,
      stderr: "",
    });
  }
  expect(mcpgen(join(folder, "server"), "diff", "main", ".").stdout).toBe(text);
  expect(mcpgen(folder, "diff", "main", "main:server").stdout).toBe("no changes\n");
});

test("diff compares documents as they would be compiled", () => {
  const folder = temporaryFolder();
  const document = (parameters: readonly object[]) =>
    JSON.stringify({
      openapi: "3.1.0",
      info: { title: "T", version: "1" },
      paths: { "/a": { get: { operationId: "a", parameters, responses: {} } } },
    });
  writeFileSync(join(folder, "old.json"), document([]));
  writeFileSync(
    join(folder, "new.json"),
    document([{ name: "q", in: "query", required: true, schema: { type: "string" } }]),
  );
  expect(mcpgen(folder, "diff", "old.json", "new.json").stdout).toBe(
    "Breaking\n  tool a arguments.q is new and required\n\n1 breaking\n",
  );
});

test("diff prints JSON, and Markdown in which no text of a document calls anybody", () => {
  const folder = repository();
  const json = mcpgen(folder, "diff", "main", "server", "--format", "json");
  expect(JSON.parse(json.stdout)).toEqual([
    { level: "wording", kind: "tool", component: "list", path: "description", what: "reads differently" },
    { level: "breaking", kind: "tool", component: "drop", path: "", what: "is gone" },
  ]);
  writeFileSync(join(folder, "server/surface.json"), after.replace(`"list"`, `"@you\`<b>"`));
  expect(mcpgen(folder, "diff", "main", "server", "--format", "markdown").stdout)
    .toBe(`### MCP surface: 2 breaking, 1 compatible

#### Breaking

- tool \`list\` is gone
- tool \`drop\` is gone

<details><summary>Compatible</summary>

- tool \`\`@you\`<b>\`\` is new

</details>
`);
});

test("diff fails where it is told to, and says what it cannot read", () => {
  const folder = repository();
  expect(mcpgen(folder, "diff", "main", "server", "--fail-on", "breaking").status).toBe(1);
  writeFileSync(join(folder, "server/surface.json"), before.replace("All", "Some"));
  expect(mcpgen(folder, "diff", "main", "server", "--fail-on", "compatible").status).toBe(0);
  expect(mcpgen(folder, "diff", "main", "server", "--fail-on", "wording").status).toBe(1);
  writeFileSync(join(folder, "bad.json"), "[{}]");
  for (const [target, reason] of [
    ["nowhere", "invalid object name 'nowhere'"],
    ["--output=x:y", undefined],
    ["bad.json", "This is not an OpenAPI document"],
    ["main:other", "does not exist in 'main'"],
  ] as const) {
    const { status, stderr, stdout } = mcpgen(folder, "diff", target, "server");
    expect(stdout).toBe("");
    expect(status).toBe(reason === undefined ? 2 : 1);
    if (reason !== undefined) expect(stderr).toContain(reason);
  }
  expect(readFileSync(join(folder, "old.json"), { encoding: "utf8", flag: "a+" })).toBe("");
});

test("diff of two documents compares results whole, however large", () => {
  const folder = temporaryFolder();
  const object = (names: readonly string[], more: object = {}) => ({
    type: "object",
    properties: { ...Object.fromEntries(names.map((name) => [name, { type: "string" }])), ...more },
  });
  const names = (kind: string, count: number) => Array.from({ length: count }, (_, index) => `${kind}${String(index)}`);
  const write = (file: string, schema: object) => {
    const response = { description: "It.", content: { "application/json": { schema } } };
    const paths = { "/it": { get: { operationId: "getIt", responses: { 200: response } } } };
    writeFileSync(join(folder, file), JSON.stringify({ openapi: "3.1.0", info: { title: "It", version: "1" }, paths }));
  };
  write("old.json", object(names("a", 20), { owner: object(names("b", 20)) }));
  write("new.json", object(names("a", 20), { owner: object(names("b", 19)), other: object(names("c", 60)) }));
  expect(mcpgen(folder, "diff", "old.json", "new.json").stdout).toBe(
    "Breaking\n  tool getIt result.owner.b19 is gone\n\nCompatible\n  tool getIt result.other is new\n\n1 breaking, 1 compatible\n",
  );
});
