import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/diagnostics/catalogue.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { loadTypeScript } from "../../src/frontends/typescript/load-typescript.js";
import { memoryHost } from "../frontends/typescript/memory-files.js";
import { seed } from "../seed.js";
import { hostileModule } from "./module-model.js";

/** Modules in all; those of one program share the work of reading the language's declarations. */
const modules = Number(process.env["MODULES"] ?? 80);
const together = 40;

describe(`whatever annotated modules say (seed ${String(seed)})`, () => {
  it("each is published or said to be wrong", { timeout: 60_000 + modules * 1000 }, async () => {
    const covered = new Map<string, number>();
    let valid = 0;
    let compiled = 0;
    for (let batch = 0; compiled < modules; batch++) {
      const indexes = Array.from({ length: Math.min(together, modules - compiled) }, (_, at) => compiled + at);
      const given = indexes.map((index) => {
        const [module] = fc.sample(hostileModule(index), { seed: seed + index, numRuns: 1 });
        if (module === undefined) throw new Error("nothing was made");
        return { path: `src/tools/m${String(index)}.ts`, ...module };
      });
      const diagnostics = new Diagnostics();
      const files = Object.fromEntries(given.map(({ path, text }) => [path, text]));
      const input = { inputs: ["src/tools"], output: "src/mcp", coerce: true };
      const loaded = await loadTypeScript(input, memoryHost(files), diagnostics);
      for (const { code } of diagnostics.list) expect(Object.keys(catalogue)).toContain(code);
      const wrong = new Set(
        diagnostics.list.flatMap(({ severity, origin }) => (severity === "error" && origin ? [origin.file] : [])),
      );
      const published = new Set(loaded.content?.provider.components.map(({ origin }) => origin.file));
      for (const { path, text, features } of given) {
        const isWrong = [...wrong].some((file) => file.endsWith(path));
        const isThere = [...published].some((file) => file.endsWith(path));
        // Silence is the one answer that is never right.
        expect(isWrong || isThere || wrong.size > 0, text).toBe(true);
        if (!isWrong) valid++;
        for (const feature of new Set(features)) covered.set(feature, (covered.get(feature) ?? 0) + 1);
      }
      compiled += given.length;
      expect(JSON.stringify(loaded.content?.provider.components ?? [])).not.toMatch(/[\u202a-\u202e]/);
    }
    const coverage = [...covered]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `${name} ${String(count)}`);
    const told = `${String(compiled)} modules, ${String(valid)} valid; ${coverage.join(", ")}`;
    process.stdout.write(`seed ${String(seed)}: ${told}\n`);
    expect(valid).toBeGreaterThanOrEqual(compiled / 2);
    expect(covered.size).toBeGreaterThan(25);
  });
});
