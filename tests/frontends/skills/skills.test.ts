import { createHash } from "node:crypto";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeHost } from "../../../src/cli/node-host.js";
import { compile, type Compilation, type SkillsSource } from "../../../src/compile.js";
import { asPrettierWrites } from "../../emitter/prettier-agreement.js";
import { connectedClient } from "../../contract/connected-client.js";
import { compiledProject } from "../../contract/compiled-project.js";
import { mcpgen } from "../../cli/mcpgen-process.js";
import { temporaryFolder } from "../../writer/output-folder.js";

const pdf = `---
name: Fill forms
description: >-
  Fills the forms of a PDF. Use it when
  somebody has a form.
---

# Forms

Run \`scripts/fill.py\`.
`;

const tree: Readonly<Record<string, string | Uint8Array>> = {
  "skills/pdf/SKILL.md": pdf,
  "skills/pdf/scripts/fill.py": 'print("a\\u2028b")\r\nprint("*/ ${x} `")\n',
  "skills/pdf/logo.png": Uint8Array.from([0x89, 0x50, 0xff, 0x00]),
  "skills/pdf/.env": "SECRET=1",
  "skills/plain words/SKILL.md": "# Words\n\nHow we write.\nPlainly.\n\nMore.\n",
  "skills/shared/note.txt": "no skill",
};

function place(files: Readonly<Record<string, string | Uint8Array>>, folder = temporaryFolder()): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function compiled(folder: string, more: Partial<SkillsSource> = {}): Promise<Compilation> {
  const source: SkillsSource = {
    kind: "skills",
    folders: ["skills"],
    mainFile: "SKILL.md",
    supportingFiles: "template",
    ...more,
  };
  return compile({ sources: [source], options: { layout: "project", sdk: "v1" } }, nodeHost(folder));
}

const codes = ({ diagnostics }: Compilation) => diagnostics.map(({ code }) => code);
const said = ({ diagnostics }: Compilation) => diagnostics.map(({ message }) => message).join("\n");
const uris = ({ surface }: Compilation) => surface.map((one) => one["uri"] ?? one["uriTemplate"]);

describe("skills", () => {
  test("are a resource, a manifest and a template each; what is hidden is not served", async () => {
    const compilation = await compiled(place(tree));
    expect(uris(compilation)).toEqual([
      "skill://pdf/SKILL.md",
      "skill://pdf/_manifest",
      "skill://plain%20words/SKILL.md",
      "skill://plain%20words/_manifest",
      "skill://pdf/{path*}",
    ]);
    expect(compilation.surface[0]).toEqual({
      kind: "resource",
      name: "pdf",
      uri: "skill://pdf/SKILL.md",
      title: "Fill forms",
      description: "Fills the forms of a PDF. Use it when somebody has a form.",
      mimeType: "text/markdown",
      _meta: { fastmcp: { skill: { name: "pdf", is_manifest: false } } },
    });
    expect(compilation.surface[2]).toMatchObject({ name: "plain_words", description: "How we write. Plainly." });
    expect(codes(compilation)).toEqual(["skills/no-main-file"]);
    expect(compilation.files.map(({ text }) => text).join("")).not.toContain("SECRET");
  });

  test("may have their other files as resources one by one", async () => {
    const compilation = await compiled(place(tree), { supportingFiles: "resources", namespace: "team" });
    expect(uris(compilation)).toEqual([
      "skill://team/pdf/SKILL.md",
      "skill://team/pdf/_manifest",
      "skill://team/pdf/logo.png",
      "skill://team/pdf/scripts/fill.py",
      "skill://team/plain%20words/SKILL.md",
      "skill://team/plain%20words/_manifest",
    ]);
  });

  test("may be one folder; two of one name are reported, and folders without any are errors", async () => {
    const folder = place({ ...tree, "more/PDF/SKILL.md": "# Other\n" });
    expect(uris(await compiled(folder, { folders: ["./skills/pdf/"] }))).toHaveLength(3);
    const twice = await compiled(folder, { folders: ["skills", "more"] });
    expect(codes(twice)).toEqual(["skills/no-main-file", "skills/duplicate"]);
    expect(twice.surface.some(({ description }) => description === "Other")).toBe(false);
    for (const [wrong, reason] of [
      ["nowhere", "there is no such folder"],
      ["skills/pdf/SKILL.md", "there is no such folder"],
      ["empty", "no folder in it holds SKILL.md"],
    ]) {
      mkdirSync(join(folder, "empty"), { recursive: true });
      const none = await compiled(folder, { folders: [wrong ?? ""] });
      expect(none.files).toEqual([]);
      expect(none.diagnostics).toMatchObject([{ code: "skills/none", severity: "error" }]);
      expect(said(none)).toContain(reason);
    }
  });

  test("never follow a link out of their folder, and end where links go in circles", async () => {
    const folder = place({ ...tree, "secret/passwd": "r00t:x", "secret/SKILL.md": "# Stolen\n" });
    const skill = join(folder, "skills/pdf");
    symlinkSync(join(folder, "secret/passwd"), join(skill, "passwd"));
    symlinkSync(join(folder, "secret"), join(skill, "outside"));
    symlinkSync(folder, join(skill, "up"));
    symlinkSync(".", join(skill, "self"));
    symlinkSync("scripts", join(skill, "inside"));
    symlinkSync("nothing", join(skill, "dangling"));
    mkdirSync(join(folder, "skills/stolen"));
    symlinkSync(join(folder, "secret/SKILL.md"), join(folder, "skills/stolen/SKILL.md"));
    symlinkSync(join(folder, "secret"), join(folder, "skills/linked"));
    const compilation = await compiled(folder);
    const links = compilation.diagnostics.filter(({ code }) => code === "skills/outside-link");
    expect(links.map(({ message }) => /`([^`]+)`/.exec(message)?.[1])).toEqual([
      "skills/linked",
      "skills/pdf/outside",
      "skills/pdf/passwd",
      "skills/pdf/up",
      "skills/stolen/SKILL.md",
    ]);
    const text = compilation.files.map((file) => file.text).join("");
    expect(text).not.toContain("r00t:x");
    expect(text).not.toContain("Stolen");
    expect(text).toContain('path: "inside/fill.py"');
    expect(uris(compilation)).not.toContain("skill://stolen/SKILL.md");
  });

  test("say what is wrong with a front matter, and do without it", async () => {
    const compilation = await compiled(
      place({
        "skills/a/SKILL.md": "---\ndescription: a: b: c\n---\n\nWhat it does.\n",
        "skills/b/SKILL.md": "---\n- one\n---\nText.\n",
        "skills/c/SKILL.md": "---\nname: 7\ndescription: ''\n---\n# Title\n\n```\ncode\n```\n\nProse here.\n",
        "skills/d/SKILL.md": Uint8Array.from([0xff, 0xfe]),
        "skills/e/SKILL.md": "---\nnever closed\n",
        "skills/f/SKILL.md": "---\n---\n",
      }),
    );
    expect(compilation.surface.filter(({ name }) => !name.endsWith("_manifest"))).toMatchObject([
      { title: "a", description: "What it does." },
      { title: "b", description: "Text." },
      { title: "c", description: "Prose here." },
      { title: "d" },
      { title: "e" },
      { title: "f" },
    ]);
    expect(codes(compilation)).toEqual(["skills/front-matter", "skills/front-matter"]);
  });

  test("are printed as prettier prints them, whatever is in them", async () => {
    const hostile = "*/ ${process.exit()} `\u2028\u202e\"'\\ </script> \ud83d\ude00\t\u0000";
    const { files } = await compiled(
      place({
        ...tree,
        [`skills/${"x".repeat(90)}/SKILL.md`]: `---\ndescription: ${JSON.stringify(hostile)}\n---\n${hostile}\n`,
        "skills/constructor/SKILL.md": "# __proto__",
        "skills/constructor/__proto__": "1",
      }),
    );
    for (const { path, text } of files.filter((file) => /^src\/(?!runtime)|\.md$/.test(file.path))) {
      expect(await asPrettierWrites(text, path), path).toBe(text);
    }
  });

  test("count as inputs with their folders: a file that changes, comes or goes is drift", () => {
    const folder = place(tree);
    writeFileSync(
      join(folder, "mcpgen.config.ts"),
      `import { defineConfig, skills } from "mcpgen";
export default defineConfig({ output: "./server", sources: [skills("./skills", { name: "know-how" })] });\n`,
    );
    expect(mcpgen(folder)).toMatchObject({ status: 0 });
    expect(mcpgen(folder, "check")).toMatchObject({ status: 0, stdout: "" });
    place({ "skills/pdf/scripts/fill.py": "print(2)\n" }, folder);
    const changed = mcpgen(folder, "check");
    expect(changed.status).toBe(1);
    expect(changed.stdout).toContain('+      lines: ["print(2)", ""],');
    expect(mcpgen(folder).status).toBe(0);
    place({ "skills/pdf/more.md": "# More\n" }, folder);
    expect(mcpgen(folder, "check").status).toBe(1);
    rmSync(join(folder, "skills/pdf/more.md"));
    expect(mcpgen(folder, "check").status).toBe(0);
  });
});

describe("a server of skills", () => {
  test("serves every file as it is, and no other", async () => {
    const { files } = await compiled(place(tree));
    const dist = await compiledProject("skills", files);
    const connected = await connectedClient("stdio", dist, {});
    const { client } = connected;
    try {
      const read = async (uri: string) => (await client.readResource({ uri })).contents[0];
      expect(await read("skill://pdf/SKILL.md")).toEqual({
        uri: "skill://pdf/SKILL.md",
        mimeType: "text/markdown",
        text: pdf,
      });
      const script = tree["skills/pdf/scripts/fill.py"];
      expect(await read("skill://pdf/scripts/fill.py")).toMatchObject({ mimeType: "text/x-python", text: script });
      expect(await read("skill://pdf/scripts%2Ffill.py")).toMatchObject({ text: script });
      expect(await read("skill://pdf/logo.png")).toMatchObject({ mimeType: "image/png", blob: "iVD/AA==" });
      const manifest = await read("skill://pdf/_manifest");
      expect(JSON.parse(manifest !== undefined && "text" in manifest ? manifest.text : "")).toEqual({
        skill: "pdf",
        files: ["SKILL.md", "logo.png", "scripts/fill.py"].map((path) => {
          const content = Buffer.from(tree[`skills/pdf/${path}`] ?? "");
          const hash = `sha256:${createHash("sha256").update(content).digest("hex")}`;
          return { path, size: content.length, hash };
        }),
      });
      for (const path of [
        "../plain words/SKILL.md",
        "%2e%2e/pdf/SKILL.md",
        ".env",
        "/etc/passwd",
        "__proto__",
        "",
        "scripts",
      ]) {
        await expect(read(`skill://pdf/${path}`), path).rejects.toMatchObject({ code: -32002 });
      }
    } finally {
      await connected.close();
    }
  }, 120_000);
});
