import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readTree, temporaryFolder } from "../writer/output-folder.js";
import { main, mcpgen, root } from "./mcpgen-process.js";

const petstore = join(root, "fixtures/petstore/input/petstore.yaml");

/** A folder with the petstore and a configuration. */
function project(config: string, name = "mcpgen.config.ts"): string {
  const folder = temporaryFolder();
  cpSync(petstore, join(folder, "petstore.yaml"));
  writeFileSync(join(folder, name), config);
  return folder;
}

const simple = `import { defineConfig, openapi } from "mcpgen";
export default defineConfig({
  name: "acme",
  output: "./server",
  sources: [openapi("./petstore.yaml", { name: "pets", namespace: "pets" })],
});
`;

describe("mcpgen", () => {
  test("builds what the configuration names; a second run changes nothing; check agrees", () => {
    const folder = project(simple);
    const first = mcpgen(folder);
    expect(first).toMatchObject({ status: 0, stdout: "" });
    expect(first.stderr).toMatch(/^acme: 6 tools, about [\d,]+ tokens; \d+ files written to \.\/server\n/);
    expect(readFileSync(join(folder, "server/src/server.ts"), "utf8")).toContain(`name: "acme"`);
    expect(readFileSync(join(folder, "server/src/pets/tools/pets.ts"), "utf8")).toContain(`name: "pets_listPets"`);
    const tree = readTree(join(folder, "server"));
    for (const argv of [[], ["build"], ["-c", "mcpgen.config.ts"], ["--config", "."]]) {
      expect(mcpgen(folder, ...argv)).toEqual({ status: 0, stdout: "", stderr: "acme: nothing has changed\n" });
    }
    // It compiles, whatever the lock file says: that may have been changed with what it speaks of.
    const check = mcpgen(folder, "check");
    expect(check).toMatchObject({ status: 0, stdout: "" });
    expect(check.stderr).toMatch(/^acme: .*; \.\/server is up to date\n$/);
    expect(mcpgen(folder, "build", "--force").status).toBe(0);
    expect(readTree(join(folder, "server"))).toEqual(tree);
  });

  test("from a folder below, and from elsewhere, does the same to the byte", () => {
    const folder = project(simple);
    mkdirSync(join(folder, "src/deep"), { recursive: true });
    expect(mcpgen(join(folder, "src/deep")).status).toBe(0);
    const tree = readTree(join(folder, "server"));
    expect(mcpgen(temporaryFolder(), "build", "--config", folder, "--force").status).toBe(0);
    expect(readTree(join(folder, "server"))).toEqual(tree);
  });

  test("notices a change of the configuration, of what it imports, and of a document", () => {
    const folder = project(
      simple.replace(`"acme"`, "name").replace("export", `import { name } from "./name.js";\nexport`),
    );
    writeFileSync(join(folder, "name.ts"), `export const name = "one";\n`);
    expect(mcpgen(folder).status).toBe(0);
    expect(mcpgen(folder).stderr).toBe("one: nothing has changed\n");
    writeFileSync(join(folder, "name.ts"), `export const name = "two";\n`);
    const check = mcpgen(folder, "check");
    expect(check.status).toBe(1);
    expect(check.stdout).toContain(`-      name: "one",\n+      name: "two",`);
    expect(mcpgen(folder).stderr).toMatch(/^two: .* 2 files written to \.\/server\n/);
    const document = readFileSync(petstore, "utf8").replace(/^( *description: ).*$/m, "$1Other.");
    writeFileSync(join(folder, "petstore.yaml"), document);
    expect(mcpgen(folder, "check").status).toBe(1);
    expect(mcpgen(folder).status).toBe(0);
    expect(mcpgen(folder, "check").status).toBe(0);
  });

  test("says what is wrong with a configuration, and that there is none", () => {
    const folder = project(simple.replace("namespace", "namespce"));
    const wrong = mcpgen(folder);
    expect(wrong).toMatchObject({ status: 1, stdout: "" });
    expect(wrong.stderr).toContain("mcpgen.config.ts - error config/invalid: `sources[0].namespce` is not valid");
    const none = mcpgen(temporaryFolder(), "check", "--format", "json");
    expect(none.status).toBe(1);
    expect(JSON.parse(none.stderr)).toMatchObject({ code: "config/not-found", severity: "error" });
  });

  test("takes its configuration from package.json too", () => {
    const config = { output: "./server", sources: [{ kind: "openapi", document: "./petstore.yaml" }] };
    const folder = project(JSON.stringify({ name: "x", mcpgen: config }), "package.json");
    expect(mcpgen(folder).stderr).toContain("petstore: 6 tools");
    expect(mcpgen(folder).stderr).toBe("petstore: nothing has changed\n");
  });

  test("watches until it is told to end", async () => {
    const folder = project(simple);
    const child = spawn(process.execPath, [main, "build", "--watch"], { cwd: folder });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    const heard = async (count: number) => {
      await expect
        .poll(() => said.split("Watching for changes").length - 1, { timeout: 15_000 })
        .toBeGreaterThanOrEqual(count);
    };
    try {
      await heard(1);
      // The watcher needs a moment until it has looked at the files.
      await new Promise((resolve) => setTimeout(resolve, 300));
      writeFileSync(join(folder, "mcpgen.config.ts"), simple.replace("acme", "changed"));
      await heard(2);
      expect(said).toContain("changed: 6 tools");
      writeFileSync(join(folder, "mcpgen.config.ts"), "export default {");
      await heard(3);
      expect(said).toContain("config/cannot-load");
      writeFileSync(join(folder, "mcpgen.config.ts"), simple);
      await heard(4);
      child.kill("SIGINT");
      const code = await new Promise((resolve) => child.on("exit", resolve));
      expect(code).toBe(0);
    } finally {
      child.kill("SIGKILL");
    }
  }, 40_000);
});
