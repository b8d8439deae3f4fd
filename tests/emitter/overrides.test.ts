import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/cli/package-root.js";
import { nodeHost } from "../../src/cli/node-host.js";
import { openApiOptions } from "../../src/config/openapi-options.js";
import { compile } from "../../src/compile.js";

const root = join(packageRoot, ".scratch", "override-types");

/** Modules that an author might write beside a generated petstore, and what must be wrong with them. */
const modules = {
  "right.ts": `import { ownTool } from "./runtime/own-tool.js";
import type { Apis } from "./overrides.js";
import { createServer } from "./server.js";
import { readSettings } from "./settings.js";
createServer({
  settings: readSettings({}),
  overrides: {
    listPets: async (args, { petstore, next }) => {
      const limit: number | undefined = args.limit;
      const { data } = await petstore.pets.listPets({ limit: limit ?? 5 });
      return (await next({ tags: ["dog"] }))?.filter((pet) => pet?.name !== "Rex") ?? data;
    },
    getInventory: async (_args, { next, context }) => {
      context.log.info("counted");
      return next();
    },
    deletePet: ({ petId }) => \`kept \${String(petId)}\`,
  },
  tools: [
    ownTool<{ tag: string }, Apis>({
      name: "countPets",
      inputSchema: { type: "object", properties: { tag: { type: "string" } }, required: ["tag"] },
      call: async ({ tag }, { petstore }) => (await petstore.pets.listPets({ tags: [tag] })).data.length,
    }),
  ],
});
`,
  "wrong-tool.ts": wrong(`listPet: async (_args, { next }) => next()`),
  "wrong-argument.ts": wrong(`listPets: async (args, { next }) => next({ limit: args.limits })`),
  "wrong-argument-passed.ts": wrong(`listPets: async (_args, { next }) => next({ limits: 1 })`),
  "wrong-api.ts": wrong(`listPets: async (_args, { billing, next }) => next()`),
  "wrong-method.ts": wrong(`listPets: async (args, { petstore }) => (await petstore.pets.list(args)).data`),
  "wrong-result.ts": wrong(`listPets: async () => ({ name: "Rex" })`),
} as const;

function wrong(override: string): string {
  return `import { createServer } from "./server.js";
import { readSettings } from "./settings.js";
createServer({ settings: readSettings({}), overrides: { ${override} } });
`;
}

describe("types of overrides", () => {
  let said: string;

  beforeAll(async () => {
    rmSync(root, { recursive: true, force: true });
    const host = nodeHost(join(packageRoot, "fixtures", "petstore", "input"));
    const { files } = await compile(
      {
        sources: [{ kind: "openapi", document: "petstore.yaml", ...openApiOptions({}) }],
        options: { layout: "project", sdk: "v1" },
        output: "out",
      },
      {
        ...host,
        // What the author's main.ts imports is copied.
        read: async (path) =>
          path === "out/src/main.ts"
            ? { kind: "bytes", bytes: new TextEncoder().encode(modules["right.ts"]) }
            : host.read(path),
      },
    );
    for (const { path, text } of files) place(path, text);
    for (const [name, text] of Object.entries(modules)) place(`src/${name}`, text);
    said = await typeCheck();
  }, 60_000);

  test("let pass what is right", () => {
    expect(said).not.toContain("right.ts");
    expect(said).not.toMatch(/src\/(?!wrong)/);
  });

  test.each([
    ["wrong-tool.ts", /'listPet' does not exist in type 'Overrides'/],
    ["wrong-argument.ts", /'limits' does not exist on type 'ListPetsArguments'/],
    ["wrong-argument-passed.ts", /'limits' does not exist in type 'ListPetsArguments'/],
    ["wrong-api.ts", /'billing' does not exist/],
    ["wrong-method.ts", /'list' does not exist on type 'PetsClient'/],
    ["wrong-result.ts", /is not assignable to/],
  ])("refuse %s", (file, reason) => {
    const lines = said.split("\n").filter((line) => line.includes(`src/${file}`));
    expect(lines.join("\n")).toMatch(reason);
  });
});

function place(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function typeCheck(): Promise<string> {
  const tsc = join(packageRoot, "node_modules", "typescript", "bin", "tsc");
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, "-p", root, "--noEmit", "--pretty", "false"], (_error, stdout) => {
      resolve(stdout);
    });
  });
}
