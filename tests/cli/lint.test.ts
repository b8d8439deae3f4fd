import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../writer/output-folder.js";
import { mcpgen } from "./mcpgen-process.js";

const document = JSON.stringify(
  {
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    paths: {
      "/pets": { get: { operationId: "list", description: "Lists all pets in the shop.", responses: {} } },
      "/x": { get: { operationId: "x", responses: {} } },
    },
  },
  undefined,
  2,
);

test("lint says what and where, of a document, a configuration and a generated folder", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "shop.json"), document);
  const ofDocument = mcpgen(folder, "lint", "shop.json");
  expect(ofDocument.status).toBe(0);
  expect(ofDocument.stdout).toMatch(
    /^shop\.json:16:7 - warning lint\/description: `x` is described by its route only\.\n/,
  );
  expect(ofDocument.stderr).toBe("\n2 tools, about 98 tokens: 1 warning, 0 notes\n");
  expect(mcpgen(folder, "lint", "shop.json", "--strict").status).toBe(1);

  writeFileSync(
    join(folder, "mcpgen.config.json"),
    JSON.stringify({
      output: "./server",
      sources: [
        {
          kind: "openapi",
          document: "./shop.json",
          excludeTags: ["nobody"],
          routes: [{ path: "/gone", as: "exclude" }],
        },
      ],
    }),
  );
  const ofConfig = mcpgen(folder, "lint", "--format", "json");
  expect(ofConfig.stderr).toBe("");
  const found = ofConfig.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { code: string; message: string });
  expect(found.map(({ code }) => code)).toEqual(["config/unused-rule", "config/unused-rule", "lint/description"]);
  expect(found.map(({ message }) => message).slice(0, 2)).toEqual([
    "`--exclude-tag nobody` of `shop.json` decides nothing: it matches no operation.",
    "`routes[0]` of `shop.json` decides nothing: it matches no operation.",
  ]);

  expect(mcpgen(folder, "build", "--quiet").status).toBe(0);
  const ofFolder = mcpgen(folder, "lint", "server");
  expect(ofFolder.stdout).toMatch(/^warning lint\/description: `x`/);
  expect(mcpgen(folder, "lint", "server/surface.json").stdout).toBe(ofFolder.stdout);
});

test("lint fails where there is nothing to look at", () => {
  const folder = temporaryFolder();
  expect(mcpgen(folder, "lint")).toMatchObject({ status: 1 });
  expect(mcpgen(folder, "lint").stdout).toContain("config/not-found");
  expect(mcpgen(folder, "lint", "gone.yaml").stdout).toContain("openapi/cannot-read");
  writeFileSync(join(folder, "mcpgen.config.json"), "{}");
  expect(mcpgen(folder, "lint").stdout).toContain("`output` is not valid");
  expect(mcpgen(folder, "lint", "", "x").status).toBe(2);
});
