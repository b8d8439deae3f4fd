import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Host } from "../../host.js";
import type { ServedFile } from "../../ir/binding.js";
import type { Component, Resource, ResourceTemplate } from "../../ir/component.js";
import type { Origin } from "../../ir/origin.js";
import type { Provider, ServerInfo } from "../../ir/program.js";
import { camelCase, cleanName, deviceNames, kebabCase, numberedName, UniqueNames } from "../names.js";
import { frontMatter } from "./front-matter.js";
import { SkillReader, type Skill, type SkillFile, type SkillInput } from "./read-skills.js";

/** What to load. */
export interface SkillsInput {
  /** Folders of skills, or of one skill, as the user wrote them. */
  readonly folders: readonly string[];
  /** Name of the provider; absent: the last segment of the first folder. */
  readonly name?: string | undefined;
  /** Name of the file that makes a folder a skill. */
  readonly mainFile: string;
  /** Whether the other files are a template of each skill, or resources one by one. */
  readonly supportingFiles: "template" | "resources";
}

/** What came of loading. */
export interface LoadedSkills {
  /** Absent (and reported) when there is no skill. */
  readonly content?: { readonly provider: Provider; readonly server: ServerInfo };
  readonly inputs: readonly SkillInput[];
}

/** Folders with a SKILL.md → provider: each skill a resource, with a manifest of its files and these. */
export async function loadSkills(input: SkillsInput, host: Host, diagnostics: Diagnostics): Promise<LoadedSkills> {
  const reader = new SkillReader(host, input.mainFile, diagnostics);
  const skills = new Map<string, Skill>();
  for (const folder of input.folders) {
    for (const skill of await reader.read(folder)) {
      const other = skills.get(skill.name.toLowerCase());
      if (other === undefined) skills.set(skill.name.toLowerCase(), skill);
      else diagnostics.report("skills/duplicate", originOf(skill), { name: skill.name, other: other.origin });
    }
  }
  const { inputs } = reader;
  if (skills.size === 0) return { inputs };
  const names = new UniqueNames();
  const identifiers = new UniqueNames();
  const components = [...skills.values()].flatMap((skill) =>
    lowerSkill(skill, { input, names, identifiers, diagnostics }),
  );
  const name = providerName(input.name ?? lastSegment(input.folders[0] ?? "", host));
  return {
    inputs,
    content: {
      provider: {
        name,
        source: input.folders.map((folder) => folder.replace(/^\.\//, "").replace(/(?<=.)\/+$/, "")).join(", "),
        components,
        types: [],
        results: [],
        outputMode: "strict",
        inlineLimit: 20_480,
        coerce: true,
        routes: [],
      },
      server: { name, title: "Skills", version: "0.0.0", instructions: "" },
    },
  };
}

interface Lowering {
  readonly input: SkillsInput;
  readonly names: UniqueNames;
  readonly identifiers: UniqueNames;
  readonly diagnostics: Diagnostics;
}

function lowerSkill(skill: Skill, { input, names, identifiers, diagnostics }: Lowering): readonly Component[] {
  const { main, supporting, name: folder } = skill;
  const origin = originOf(skill);
  const about = frontMatter(main.content.kind === "text" ? main.content.text : "");
  if (about.fault !== undefined) {
    diagnostics.report("skills/front-matter", origin, { file: skill.origin, reason: about.fault });
  }
  const address = `skill://${encodeURIComponent(folder)}`;
  const fieldsOf = (wanted: string, title: string, description: string) => {
    const name = names.take(cleanName(wanted) || "skill", numberedName);
    return {
      name,
      identifier: identifiers.take(camelCase(wanted)),
      title,
      description,
      tags: [],
      icons: [],
      meta: {},
      origin,
    };
  };
  const resource = (
    fields: ReturnType<typeof fieldsOf>,
    { path, mimeType, content }: ServedFile,
    meta: Resource["meta"] = {},
  ): Resource => ({
    kind: "resource",
    ...fields,
    meta,
    uri: `${address}/${path.split("/").map(encodeURIComponent).join("/")}`,
    mimeType,
    annotations: {},
    binding: { kind: "file", files: [{ path, mimeType, content }] },
  });
  // Where FastMCP's clients look for it.
  const mark = (isManifest: boolean) => ({ fastmcp: { skill: { name: folder, is_manifest: isManifest } } });
  const files = input.supportingFiles === "template" ? [] : supporting;
  return [
    resource(fieldsOf(folder, about.name ?? folder, about.description ?? ""), main, mark(false)),
    resource(
      fieldsOf(
        `${folder}_manifest`,
        `Files of ${folder}`,
        `The files of the skill ${folder}, with size and SHA-256 of each.`,
      ),
      { path: "_manifest", mimeType: "application/json", content: { kind: "text", text: manifest(skill) } },
      mark(true),
    ),
    ...files.map((file) => resource(fieldsOf(`${folder}_${file.path}`, `${folder}/${file.path}`, ""), file)),
    ...(supporting.length > 0 && input.supportingFiles === "template" ? [template()] : []),
  ];

  function template(): ResourceTemplate {
    return {
      kind: "template",
      ...fieldsOf(
        `${folder}_files`,
        `Supporting files of ${folder}`,
        `A file of the skill ${folder}, by its path in the manifest.`,
      ),
      uriTemplate: `${address}/{path*}`,
      mimeType: "application/octet-stream",
      annotations: {},
      input: {
        kind: "object",
        properties: [
          {
            name: "path",
            required: true,
            schema: { kind: "string", description: "Path of the file in the skill's folder." },
          },
        ],
        additional: { kind: "never" },
      },
      completions: [],
      binding: { kind: "file", files: supporting.map(({ path, mimeType, content }) => ({ path, mimeType, content })) },
    };
  }
}

/** The skill's files with their sizes and digests, in the form that FastMCP gives them. */
function manifest({ name, main, supporting }: Skill): string {
  const entry = ({ path, size, sha256 }: SkillFile) => ({ path, size, hash: `sha256:${sha256}` });
  return JSON.stringify({ skill: name, files: [main, ...supporting].map(entry) }, undefined, 2);
}

function originOf(skill: Skill): Origin {
  return { kind: "span", file: skill.origin, start: 0, end: 0 };
}

function lastSegment(folder: string, { files }: Host): string {
  const parts = `${files.directory}/${folder}`.split("/").filter((part) => part !== "" && part !== ".");
  return parts.at(-1) === ".." ? "skills" : (parts.at(-1) ?? "skills");
}

function providerName(wanted: string): string {
  const name = kebabCase(wanted).slice(0, 50).replace(/-+$/, "");
  return name === "" ? "skills" : name === "runtime" || deviceNames.includes(name) ? `${name}-skills` : name;
}
