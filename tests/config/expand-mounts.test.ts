import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { configInput } from "../../src/config/config-input.js";
import { expandMounts } from "../../src/config/expand-mounts.js";
import { loadConfig } from "../../src/config/load-config.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { temporaryFolder } from "../writer/output-folder.js";

async function expanded(files: Readonly<Record<string, object>>) {
  const folder = temporaryFolder();
  for (const [path, value] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(value));
  }
  const diagnostics = new Diagnostics();
  const file = join(folder, Object.keys(files)[0] ?? "");
  const shown = (path: string) => path.replace(`${folder}/`, "");
  const { config } = await loadConfig(file, shown(file), diagnostics);
  if (config === undefined) throw new Error(JSON.stringify(diagnostics.list));
  const { sources, inputs } = await expandMounts(config, file, shown, diagnostics);
  const input = configInput(config, sources, shown);
  return {
    sources: input.sources.map((source) => [
      "document" in source ? source.document : "inputs" in source ? source.inputs : source.kind,
      source.namespace,
      source.layers,
    ]),
    inputs: inputs.map(({ path }) => shown(path)),
    faults: diagnostics.list.map(({ message, origin }) => [message, origin?.file]),
  };
}

const openapi = (document: string, namespace?: string) => ({
  kind: "openapi",
  document,
  ...(namespace && { namespace }),
});
const mount = (path: string, namespace?: string) => ({ kind: "mount", path, ...(namespace && { namespace }) });

test("mounted configurations lie three deep, in order, with their paths, namespaces and what they hide", async () => {
  const visibility = [{ action: "hide", tags: ["internal"] }];
  const { sources, inputs, faults } = await expanded({
    "mcpgen.config.json": {
      output: "./out",
      sources: [openapi("a.yaml"), mount("./billing", "billing"), openapi("z.yaml")],
    },
    "billing/mcpgen.config.json": {
      output: "./out",
      visibility,
      sources: [mount("../tax/mcpgen.config.json", "tax"), openapi("b.yaml", "b")],
    },
    "tax/mcpgen.config.json": { output: "./out", sources: [mount("../deep/project")] },
    "deep/package.json": { mcpgen: { output: "./project", sources: [openapi("./docs/d.yaml", "d")] } },
    "deep/project/mcpgen.lock.json": { inputs: { "../docs/d.yaml": "", "../package.json": "" } },
  });
  expect(faults).toEqual([]);
  expect(sources).toEqual([
    ["a.yaml", undefined, []],
    ["deep/docs/d.yaml", "d", [{ namespace: "tax" }, { visibility }, { namespace: "billing" }]],
    ["billing/b.yaml", "b", [{ visibility }, { namespace: "billing" }]],
    ["z.yaml", undefined, []],
  ]);
  expect(inputs).toEqual(["billing/mcpgen.config.json", "tax/mcpgen.config.json", "deep/package.json"]);
});

test("what cannot be mounted is reported where it is mounted", async () => {
  const { faults } = await expanded({
    "mcpgen.config.json": { output: "./out", sources: [mount("./gone"), mount("./a"), mount("./bad")] },
    "a/mcpgen.config.json": { output: "./out", sources: [mount("..")] },
    "bad/mcpgen.config.json": { sources: [openapi("b.yaml")] },
  });
  expect(faults).toEqual([
    ["`./gone` cannot be mounted: there is no configuration.", "mcpgen.config.json"],
    ["`..` cannot be mounted: it mounts itself in the end.", "a/mcpgen.config.json"],
    ["`output` is not valid: it is missing.", "bad/mcpgen.config.json"],
  ]);
});

test("a project that a command made is mounted as its lock file says", async () => {
  const source = { kind: "openapi", document: "../docs/billing.yaml", namespace: "api", exclude: ["DELETE /**"] };
  const { sources, inputs, faults } = await expanded({
    "mcpgen.config.json": { output: "./out", sources: [mount("./services/billing", "billing")] },
    "services/billing/mcpgen.lock.json": { source, inputs: { "../docs/billing.yaml": "" } },
  });
  expect(faults).toEqual([]);
  expect(sources).toEqual([["services/docs/billing.yaml", "api", [{ namespace: "billing" }]]]);
  expect(inputs).toEqual(["services/billing/mcpgen.lock.json"]);
});

test("a lock file whose source is none is reported with its place", async () => {
  const { faults } = await expanded({
    "mcpgen.config.json": { output: "./out", sources: [mount("./billing")] },
    "billing/mcpgen.lock.json": { source: { kind: "openapi", documnt: "a.yaml" } },
  });
  expect(faults.map(([message, file]) => `${String(file)}: ${String(message)}`)).toEqual([
    "billing/mcpgen.lock.json: `sources[0].document` is not valid: it is missing.",
    "billing/mcpgen.lock.json: `sources[0].documnt` is not valid: there is no such setting.",
  ]);
});
