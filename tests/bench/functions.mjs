// @ts-check
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alternate, measure } from "./measure.mjs";
import { cli, installPeers, peerFile, root, workspace } from "./places.mjs";

const folder = join(workspace, "functions");
const tsconfig = {
  compilerOptions: {
    target: "ES2023",
    lib: ["ES2023"],
    module: "NodeNext",
    strict: true,
    types: ["node"],
    rootDir: "src",
    outDir: "dist",
    skipLibCheck: true,
  },
  include: ["src"],
};

/**
 * 52 files with 100 annotated functions: a run with nothing changed, beside a Node process that does nothing, and a cold run,
 * beside ts-json-schema-generator over the same types.
 *
 * @param {{ runs: number | undefined }} options
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function functions({ runs = 11 }) {
  installPeers();
  writePackage(folder, 50);
  const compile = [cli, "ts", join(folder, "src", "tools"), "-o", join(folder, "src", "mcp"), "--quiet"];
  const schemas = [
    peerFile("ts-json-schema-generator/bin/ts-json-schema-generator.js"),
    ...["--path", join(folder, "src", "tools", "**", "*.ts"), "--tsconfig", join(folder, "tsconfig.json")],
    ...["--type", "*", "--no-type-check", "--out", join(folder, "schemas.json")],
  ];
  const clear = () => rmSync(join(folder, "src", "mcp"), { recursive: true, force: true });
  const cold = await alternate(
    {
      ours: { before: clear, run: () => measure(compile, { memory: true }) },
      theirs: { run: () => measure(schemas, { memory: true }) },
    },
    runs,
  );
  const again = await alternate(
    { ours: { run: () => measure(compile) }, theirs: { run: () => measure(["-e", "0"]) } },
    runs * 2 - 1,
  );
  return [
    {
      what: "52 files, 100 functions, cold",
      ...cold,
      peer: "ts-json-schema-generator 2",
      ratioAtMost: 0.8,
      megabytesAtMost: 200,
    },
    { what: "52 files, 100 functions, no change", ...again, peer: "node -e 0", unit: "ms", ratioAtMost: 1.6 },
  ];
}

/**
 * Two files of shared types, and so many of two functions each.
 *
 * @param {string} folder
 * @param {number} modules
 */
export function writePackage(folder, modules) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "src", "tools"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "functions", type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  const write = (/** @type {string} */ name, /** @type {string} */ text) =>
    writeFileSync(join(folder, "src", "tools", name), text);
  write(
    "people.ts",
    `export type Role = "reader" | "writer" | "owner";
export interface Address { /** Street and number. */ street: string; city: string; zip?: string; country: string }
export interface Person { id: string; name: string; roles: Role[]; address?: Address; manager?: Person }
`,
  );
  write(
    "page.ts",
    `export interface Page<Item> { items: Item[]; next?: string; total: number }
export type Sorted<Keys extends string> = { by: Keys; descending?: boolean };
`,
  );
  for (let at = 0; at < modules; at++) write(`module${String(at)}.ts`, moduleText(at));
}

/** @param {number} at */
function moduleText(at) {
  return `import type { Page, Sorted } from "./page.js";
import type { Address, Person, Role } from "./people.js";

export interface Search${at} {
  /** Words to look for. */
  query: string;
  /** @minimum 1 @maximum 100 */
  limit?: number;
  roles?: Role[];
  sorted?: Sorted<"name" | "city">;
  within?: Pick<Address, "city" | "country">;
}

/**
 * Find people ${at}.
 * @tool
 * @readOnlyHint
 */
export async function find${at}(search: Search${at}): Promise<Page<Omit<Person, "manager">>> {
  return Promise.resolve({ items: [], total: search.limit ?? 0 });
}

export interface Change${at} { name?: string; address?: Partial<Address>; tags: Record<string, string>; at: [number, number?] }

/**
 * Change a person ${at}.
 * @tool
 * @param id - Whom.
 * @param change - What.
 */
export function change${at}(id: string, change: Change${at}, dryRun?: boolean): { id: string; changed: (keyof Person)[] } {
  return { id, changed: dryRun === true || change.name === undefined ? [] : ["name"] };
}
`;
}
