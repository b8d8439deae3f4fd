import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { codes, owned, readTree, temporaryFolder, writeInto, yours } from "./output-folder.js";

const tool = `export const listPets: Tool = httpTool<ListPetsArguments, PetstoreApis>({
  name: "listPets",
  inputSchema: {
    type: "object",
    properties: {
      tags: { type: "array", items: { type: "string" }, description: "Only pets carrying one of these tags." },
    },
  },
  call: (args, { petstore }) => petstore.pets.listPets(args),
});
`;
const toolsPage = "# Tools\n\n- `listPets`: *lists* pets.\n\n| tool | tokens |\n| --- | --- |\n| listPets | 120 |\n";

const project = [
  owned("src/petstore/tools/pets.ts", tool),
  owned("TOOLS.md", toolsPage),
  owned("surface.json", '[\n{ "kind": "tool", "name": "listPets" }\n]\n'),
  yours("package.json", '{ "dependencies": { "zod": "^4.0.0" } }\n'),
  yours("src/main.ts", "serve();\n"),
];

/** The project after its document has changed. */
const changedProject = project.map((file) => ({ ...file, text: file.text.replaceAll("listPets", "findPets") }));

describe("a new folder", () => {
  test("receives every file and the lock file", async () => {
    const folder = join(temporaryFolder(), "deep/server");
    const outcome = await writeInto(folder, project);
    expect(outcome).toMatchObject({ isNew: true, diagnostics: [] });
    expect(outcome.changes.map(({ action, path }) => `${action} ${path}`)).toEqual([
      ...project.map(({ path }) => `create ${path}`),
      "create mcpgen.lock.json",
    ]);
    const tree = readTree(folder);
    expect(tree["src/petstore/tools/pets.ts"]).toBe(tool);
    expect(Object.keys(tree)).toHaveLength(project.length + 1);
  });

  test("may hold a git repository", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, ".git"));
    expect(codes((await writeInto(folder, project)).diagnostics)).toEqual([]);
  });

  test("is refused when it holds other files, unless forced", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "thesis.txt"), "years of work");
    writeFileSync(join(folder, "package.json"), "{}");
    const refused = await writeInto(folder, project);
    expect(codes(refused.diagnostics)).toEqual(["output/edited-file"]);
    expect(Object.keys(readTree(folder))).toEqual(["package.json", "thesis.txt"]);

    await writeInto(folder, project, { force: true });
    expect(readTree(folder)).toMatchObject({ "thesis.txt": "years of work", "package.json": "{}" });
    expect(existsSync(join(folder, "src/main.ts"))).toBe(true);
  });

  test("that is a file is refused", async () => {
    const folder = join(temporaryFolder(), "file");
    writeFileSync(folder, "");
    const outcome = await writeInto(folder, project);
    expect(codes(outcome.diagnostics)).toEqual(["output/cannot-write"]);
  });

  test.skipIf(process.platform !== "linux")("that no system would make is refused", async () => {
    const outcome = await writeInto("/proc/mcpgen/server", project);
    expect(codes(outcome.diagnostics)).toEqual(["output/cannot-write"]);
  });

  test.skipIf(process.getuid?.() === 0)("that may not be written is refused", async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    const outcome = await writeInto(folder, project);
    expect(outcome.diagnostics[0]?.message).toContain("permission is denied");
    chmodSync(folder, 0o700);
  });
});

describe("a second run", () => {
  test("touches nothing when nothing has changed", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    const past = new Date("2020-01-01");
    for (const path of Object.keys(readTree(folder))) utimesSync(join(folder, path), past, past);
    const outcome = await writeInto(folder, project);
    expect(outcome).toMatchObject({ isNew: false, changes: [] });
    for (const path of Object.keys(readTree(folder))) expect(statSync(join(folder, path)).mtime).toEqual(past);
  });

  test("touches only what has changed, and the lock file", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    const past = new Date("2020-01-01");
    for (const path of Object.keys(readTree(folder))) utimesSync(join(folder, path), past, past);
    await writeInto(folder, [owned("TOOLS.md", "# Other tools\n"), ...project.slice(2), ...project.slice(0, 1)]);
    const touched = Object.keys(readTree(folder)).filter((path) => statSync(join(folder, path)).mtime > past);
    expect(touched).toEqual(["TOOLS.md", "mcpgen.lock.json"]);
  });

  test("removes what is no longer generated, and folders left empty", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    writeFileSync(join(folder, "src/mine.ts"), "mine\n");
    const outcome = await writeInto(folder, project.slice(1));
    expect(outcome.changes.map(({ action, path }) => `${action} ${path}`)).toEqual([
      "remove src/petstore/tools/pets.ts",
      "replace mcpgen.lock.json",
    ]);
    expect(existsSync(join(folder, "src/petstore"))).toBe(false);
    expect(existsSync(join(folder, "src/mine.ts"))).toBe(true);
  });

  test("brings back an owned file and one of the user's that are missing", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    rmSync(join(folder, "src"), { recursive: true });
    const outcome = await writeInto(folder, project);
    expect(outcome.changes.map(({ path }) => path)).toEqual(["src/petstore/tools/pets.ts", "src/main.ts"]);
    expect(readFileSync(join(folder, "src/petstore/tools/pets.ts"), "utf8")).toBe(tool);
  });

  test("leaves the user's files as they are", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    writeFileSync(join(folder, "src/main.ts"), "my own\n");
    await writeInto(folder, changedProject, { force: true });
    expect(readFileSync(join(folder, "src/main.ts"), "utf8")).toBe("my own\n");
  });

  test("leaves a file that is the user's from now on", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    await writeInto(folder, [yours("TOOLS.md", "# Yours\n"), ...project.filter(({ path }) => path !== "TOOLS.md")]);
    expect(readFileSync(join(folder, "TOOLS.md"), "utf8")).toBe(toolsPage);
  });
});

describe("a file that was edited by hand", () => {
  test("stops the run with the list of all; nothing is written", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    writeFileSync(join(folder, "TOOLS.md"), `${toolsPage}\nA line of mine.\n`);
    writeFileSync(join(folder, "src/petstore/tools/pets.ts"), tool.replace("Only pets", "Pets"));
    const before = readTree(folder);
    const outcome = await writeInto(folder, changedProject);
    expect(codes(outcome.diagnostics)).toEqual(["output/edited-file"]);
    expect(outcome.diagnostics[0]?.message).toContain("src/petstore/tools/pets.ts, TOOLS.md");
    expect(readTree(folder)).toEqual(before);
  });

  test("stops the run also when nothing else has changed, or when it is to be removed", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    writeFileSync(join(folder, "TOOLS.md"), `${toolsPage}\nA line of mine.\n`);
    expect(codes((await writeInto(folder, project)).diagnostics)).toEqual(["output/edited-file"]);
    const without = project.filter(({ path }) => path !== "TOOLS.md");
    expect(codes((await writeInto(folder, without)).diagnostics)).toEqual(["output/edited-file"]);
  });

  test("is overwritten by force", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    writeFileSync(join(folder, "TOOLS.md"), "mine\n");
    await writeInto(folder, project, { force: true });
    expect(readFileSync(join(folder, "TOOLS.md"), "utf8")).toBe(toolsPage);
  });

  test("counts as edited when the change is a mark that formatters never make", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    writeFileSync(join(folder, "src/petstore/tools/pets.ts"), tool.replace("of these tags.", "of, these tags."));
    expect(codes((await writeInto(folder, project)).diagnostics)).toEqual(["output/edited-file"]);
  });

  test("is told from one that never was mcpgen's", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project.slice(1));
    mkdirSync(join(folder, "src/petstore/tools"), { recursive: true });
    writeFileSync(join(folder, "src/petstore/tools/pets.ts"), "mine\n");
    expect(codes((await writeInto(folder, project)).diagnostics)).toEqual(["output/foreign-file"]);
  });
});

describe("formatting", () => {
  const styles = {
    "a narrow page": { printWidth: 60 },
    "tabs, single quotes, no semicolons": { useTabs: true, singleQuote: true, semi: false, trailingComma: "none" },
    "another width and wrapped prose": { printWidth: 80, proseWrap: "always", arrowParens: "avoid" },
  } as const;

  test.each(Object.entries(styles))("of a repository's own does no harm: %s", async (_, style) => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    for (const path of ["src/petstore/tools/pets.ts", "TOOLS.md", "surface.json"]) {
      const formatted = await format(readFileSync(join(folder, path), "utf8"), { ...style, filepath: path });
      writeFileSync(join(folder, path), formatted);
    }
    const reformatted = readTree(folder);
    expect(reformatted["src/petstore/tools/pets.ts"]).not.toBe(tool);
    expect((await writeInto(folder, project)).changes).toEqual([]);
    expect(readTree(folder)).toEqual(reformatted);
    expect((await writeInto(folder, project, { mode: "check" })).diagnostics).toEqual([]);

    const outcome = await writeInto(folder, changedProject);
    expect(codes(outcome.diagnostics)).toEqual([]);
    expect(readFileSync(join(folder, "src/petstore/tools/pets.ts"), "utf8")).toBe(changedProject[0]?.text);
  });

  test("of line ends does no harm", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    for (const [path, text] of Object.entries(readTree(folder))) {
      writeFileSync(join(folder, path), text.replaceAll("\n", "\r\n"));
    }
    expect((await writeInto(folder, project)).changes).toEqual([]);
    expect(codes((await writeInto(folder, changedProject)).diagnostics)).toEqual([]);
    expect((await writeInto(folder, project.slice(1))).changes.map(({ action }) => action)).toContain("remove");
  });
});

describe("the lock file", () => {
  const lockOf = (folder: string): string => readFileSync(join(folder, "mcpgen.lock.json"), "utf8");

  test("is healed when it is damaged", async () => {
    for (const damage of ["", "not json", "[]", '{ "lockfileVersion": 99 }', "{}"]) {
      const folder = temporaryFolder();
      await writeInto(folder, project);
      const sound = lockOf(folder);
      writeFileSync(join(folder, "mcpgen.lock.json"), damage);
      const outcome = await writeInto(folder, changedProject);
      expect(codes(outcome.diagnostics)).toEqual(["output/unreadable-lock"]);
      expect(codes((await writeInto(folder, project)).diagnostics)).toEqual([]);
      expect(lockOf(folder)).toBe(sound);
    }
  });

  test("is healed when two branches are in conflict over it", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, changedProject);
    const theirs = lockOf(folder).split("\n");
    rmSync(folder, { recursive: true });
    await writeInto(folder, project);
    const ours = lockOf(folder).split("\n");
    const conflicted = ours.flatMap((line, index) =>
      line === theirs[index]
        ? [line]
        : [
            "<<<<<<< HEAD",
            line,
            "||||||| base",
            '    "TOOLS.md": "00",',
            "=======",
            theirs[index] ?? "",
            ">>>>>>> branch",
          ],
    );
    writeFileSync(join(folder, "mcpgen.lock.json"), conflicted.join("\n"));
    writeFileSync(join(folder, "TOOLS.md"), "<<<<<<< HEAD\n# Tools\n=======\n# Other tools\n>>>>>>> branch\n");
    const outcome = await writeInto(folder, project);
    expect(codes(outcome.diagnostics)).toEqual(["output/unreadable-lock"]);
    expect(readFileSync(join(folder, "TOOLS.md"), "utf8")).toBe(toolsPage);
    expect(lockOf(folder)).toBe(ours.join("\n"));
  });

  test("in conflict still protects a file that only one branch knows", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    const lock = lockOf(folder).replace('  "name"', '<<<<<<< HEAD\n=======\n>>>>>>> branch\n  "name"');
    writeFileSync(join(folder, "mcpgen.lock.json"), lock);
    writeFileSync(join(folder, "TOOLS.md"), "# My own words\n");
    expect(codes((await writeInto(folder, project)).diagnostics)).toEqual([
      "output/unreadable-lock",
      "output/edited-file",
    ]);
  });

  test("does not get a file outside the folder removed", async () => {
    const around = temporaryFolder();
    const folder = join(around, "out");
    await writeInto(folder, project);
    writeFileSync(join(around, "victim"), "serve();\n");
    writeFileSync(join(folder, "mcpgen.lock.json"), lockOf(folder).replace('"TOOLS.md"', '"../victim"'));
    await writeInto(folder, project, { force: true });
    expect(readFileSync(join(around, "victim"), "utf8")).toBe("serve();\n");
  });
});

describe("paths", () => {
  test.each([
    "../evil.ts",
    "/etc/evil",
    "src/../../evil",
    "a//b",
    "./a",
    "a\0b",
    "C:/evil",
    "a\\b",
    "",
    "mcpgen.lock.json",
  ])("%j is refused, and nothing is written", async (path) => {
    const folder = temporaryFolder();
    const outcome = await writeInto(folder, [...project, owned(path, "evil\n")], { force: true });
    expect(codes(outcome.diagnostics)).toEqual(["output/unsafe-path"]);
    expect(readTree(folder)).toEqual({});
  });

  test("through a link that leads outside are refused", async () => {
    const around = temporaryFolder();
    const folder = join(around, "out");
    mkdirSync(join(around, "elsewhere"));
    await writeInto(folder, project);
    rmSync(join(folder, "src/petstore"), { recursive: true });
    symlinkSync(join(around, "elsewhere"), join(folder, "src/petstore"));
    expect(codes((await writeInto(folder, project)).diagnostics)).toEqual(["output/unsafe-path"]);
    rmSync(join(folder, "src/petstore"));
    symlinkSync(join(around, "nowhere"), join(folder, "src/petstore"));
    expect(codes((await writeInto(folder, project)).diagnostics)).toEqual(["output/unsafe-path"]);
    expect(readTree(join(around, "elsewhere"))).toEqual({});
  });

  test("through a link that stays inside are written", async () => {
    const around = temporaryFolder();
    mkdirSync(join(around, "real"));
    symlinkSync(join(around, "real"), join(around, "out"));
    const outcome = await writeInto(join(around, "out"), project);
    expect(codes(outcome.diagnostics)).toEqual([]);
    expect(existsSync(join(around, "real/src/main.ts"))).toBe(true);
  });

  test("that are taken by a folder are refused", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    rmSync(join(folder, "TOOLS.md"));
    mkdirSync(join(folder, "TOOLS.md"));
    const outcome = await writeInto(folder, project, { force: true });
    expect(codes(outcome.diagnostics)).toEqual(["output/cannot-write"]);
    expect(outcome.diagnostics[0]?.message).toContain("TOOLS.md` cannot be written");
  });
});

describe("modes", () => {
  test("dry run and check write nothing", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    const before = readTree(folder);
    const dry = await writeInto(folder, changedProject.slice(1), { mode: "dry-run" });
    expect(dry.diagnostics).toEqual([]);
    expect(dry.changes.map(({ action, path }) => `${action} ${path}`)).toEqual([
      "replace TOOLS.md",
      "replace surface.json",
      "remove src/petstore/tools/pets.ts",
      "replace mcpgen.lock.json",
    ]);
    const check = await writeInto(folder, changedProject, { mode: "check" });
    expect(codes(check.diagnostics)).toEqual(["output/out-of-date"]);
    expect(readTree(folder)).toEqual(before);
  });

  test("check finds an edited file", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    writeFileSync(join(folder, "TOOLS.md"), "mine\n");
    const outcome = await writeInto(folder, project, { mode: "check" });
    expect(codes(outcome.diagnostics)).toEqual(["output/out-of-date"]);
    expect(outcome.changes).toEqual([{ action: "replace", path: "TOOLS.md", before: "mine\n", after: toolsPage }]);
  });

  test("strict writes nothing when there is a warning", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    writeFileSync(join(folder, "package.json"), "{}\n");
    const outcome = await writeInto(folder, changedProject, { strict: true });
    expect(codes(outcome.diagnostics)).toEqual(["output/missing-dependency"]);
    expect(readFileSync(join(folder, "TOOLS.md"), "utf8")).toBe(toolsPage);
  });

  test("a package.json that lacks a dependency is told what to install", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, project);
    writeFileSync(join(folder, "package.json"), '{ "dependencies": { "zod": "^3.1.0" } }\n');
    const outcome = await writeInto(folder, project);
    expect(outcome.diagnostics[0]).toMatchObject({
      code: "output/missing-dependency",
      help: "Run `npm install zod@^4.0.0`.",
    });
  });
});
