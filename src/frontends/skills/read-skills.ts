import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Host } from "../../host.js";
import type { ServedFile } from "../../ir/binding.js";
import { mediaType } from "./media-type.js";

/** A folder with a main file. */
export interface Skill {
  /** Name of the folder. */
  readonly name: string;
  /** The main file's path as the user would write it. */
  readonly origin: string;
  readonly main: SkillFile;
  /** The other files, by path. */
  readonly supporting: readonly SkillFile[];
}

/** A file of a skill. */
export interface SkillFile extends ServedFile {
  /** Number of its bytes. */
  readonly size: number;
  /** SHA-256 of its bytes in hexadecimal. */
  readonly sha256: string;
}

/** An input as the lock file counts it; a path that ends in `/` is a folder whose listing counts. */
export interface SkillInput {
  readonly path: string;
  readonly bytes?: Uint8Array;
}

/** Most bytes of a file: what is served is part of the server's code. */
const largestFile = 1024 * 1024;

/** Reads the skills of some folders: each the folder of one skill, or one of folders of skills. Links out of a skill are not followed. */
export class SkillReader {
  /** All that was read, in order. */
  readonly inputs: SkillInput[] = [];
  readonly #host: Pick<Host, "read" | "files">;
  readonly #mainFile: string;
  readonly #diagnostics: Diagnostics;

  constructor(host: Pick<Host, "read" | "files">, mainFile: string, diagnostics: Diagnostics) {
    this.#host = host;
    this.#mainFile = mainFile;
    this.#diagnostics = diagnostics;
  }

  /** The skills of a folder, sorted by name; what leads to none is reported. */
  async read(folder: string): Promise<readonly Skill[]> {
    const root = folder.replace(/(?<=.)\/+$/, "");
    const { files } = this.#host;
    const absolute = this.#absolute(root);
    if (files.kind(absolute) !== "directory") {
      this.#diagnostics.report("skills/none", undefined, { folder, reason: "there is no such folder" });
      return [];
    }
    const folders = this.#isSkill(root) ? [root] : this.#foldersIn(root);
    const skills: Skill[] = [];
    for (const one of folders) {
      const skill = this.#isSkill(one) ? await this.#skill(one) : undefined;
      if (skill !== undefined) skills.push(skill);
      else if (!this.#isSkill(one)) {
        this.#list(one);
        this.#diagnostics.report("skills/no-main-file", undefined, { folder: one, file: this.#mainFile });
      }
    }
    if (folders.length === 0) {
      this.#diagnostics.report("skills/none", undefined, { folder, reason: `no folder in it holds ${this.#mainFile}` });
    }
    return skills;
  }

  /** Those that lie in the folder; a link that leads out of it would let whoever made it choose what is published. */
  #foldersIn(root: string): readonly string[] {
    const { files } = this.#host;
    const real = files.realPath(this.#absolute(root));
    return this.#list(root).flatMap(({ name, kind }) => {
      if (kind !== "directory" || !isSeen(name)) return [];
      const path = posix.join(root, name);
      if (isWithin(files.realPath(this.#absolute(path)), real)) return [path];
      this.#diagnostics.report("skills/outside-link", undefined, { path, folder: root });
      return [];
    });
  }

  #isSkill(folder: string): boolean {
    return this.#host.files.kind(this.#absolute(posix.join(folder, this.#mainFile))) === "file";
  }

  async #skill(folder: string): Promise<Skill | undefined> {
    const found: SkillFile[] = [];
    const root = this.#host.files.realPath(this.#absolute(folder));
    await this.#collect(folder, "", root, new Set([root]), found);
    const main = found.find(({ path }) => path === this.#mainFile);
    if (main === undefined) return undefined;
    return {
      name: posix.basename(this.#absolute(folder)),
      origin: posix.join(folder, this.#mainFile),
      main,
      supporting: found.filter((file) => file !== main),
    };
  }

  /** Adds the files below a folder of a skill, by path. `open` holds the real folders that are being listed: links may lead in circles. */
  async #collect(
    skill: string,
    below: string,
    root: string,
    open: ReadonlySet<string>,
    found: SkillFile[],
  ): Promise<void> {
    const folder = posix.join(skill, below);
    for (const { name, kind } of this.#list(folder)) {
      if (!isSeen(name)) continue;
      const path = posix.join(below, name);
      const shown = posix.join(skill, path);
      const real = this.#host.files.realPath(this.#absolute(shown));
      if (!isWithin(real, root)) {
        this.#diagnostics.report("skills/outside-link", undefined, { path: shown, folder: skill });
      } else if (kind === "directory") {
        if (!open.has(real)) await this.#collect(skill, path, root, new Set(open).add(real), found);
      } else {
        const file = await this.#file(shown, path);
        if (file !== undefined) found.push(file);
      }
    }
  }

  async #file(shown: string, path: string): Promise<SkillFile | undefined> {
    const outcome = await this.#host.read(shown);
    if (outcome.kind === "failed") {
      this.#diagnostics.report("skills/cannot-read", undefined, { file: shown, reason: outcome.reason });
      return undefined;
    }
    const { bytes } = outcome;
    this.inputs.push({ path: shown, bytes });
    if (bytes.length > largestFile) {
      this.#diagnostics.report("skills/cannot-read", undefined, { file: shown, reason: "it is larger than 1 MiB" });
      return undefined;
    }
    const content = contentOf(bytes);
    return {
      path,
      mimeType: mediaType(path, content.kind === "text"),
      content,
      size: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    };
  }

  /** Lists a folder, and notes what is in it: a file that comes or goes is a change. */
  #list(folder: string): ReturnType<Host["files"]["list"]> {
    const entries = this.#host.files.list(this.#absolute(folder));
    const names = entries.map(({ name, kind }) => (kind === "directory" ? `${name}/` : name)).sort();
    const path = `${folder}/`;
    if (!this.inputs.some((input) => input.path === path)) {
      this.inputs.push({ path, bytes: new TextEncoder().encode(names.map((name) => `${name}\n`).join("")) });
    }
    return entries;
  }

  #absolute(path: string): string {
    return posix.resolve(this.#host.files.directory, path);
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Whether a name is one of a skill's: hidden files, packages and caches are not. */
function isSeen(name: string): boolean {
  return !name.startsWith(".") && name !== "node_modules" && name !== "__pycache__";
}

/** Text where the bytes are UTF-8 without NUL, so that encoding it again gives them; else base64. */
function contentOf(bytes: Uint8Array): ServedFile["content"] {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes("\0")) return { kind: "text", text };
  } catch {
    // Not UTF-8.
  }
  return { kind: "base64", data: Buffer.from(bytes).toString("base64") };
}
