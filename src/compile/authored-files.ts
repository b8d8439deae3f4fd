import { createHash } from "node:crypto";
import type { GeneratedFile } from "../emitter/generated-file.js";
import type { Host } from "../host.js";
import { importSpecifiers, importsMark } from "../ir/import-specifiers.js";

/** What the author of a project has written below the output folder, as far as it is asked for: inputs, of which the imports count. */
export class AuthoredFiles {
  readonly #output: string | undefined;
  readonly #host: Pick<Host, "read">;
  /** Texts by path below the output folder; undefined for what is not there. */
  readonly #texts = new Map<string, string | undefined>();

  constructor(output: string | undefined, host: Pick<Host, "read">) {
    this.#output = output?.replaceAll("\\", "/");
    this.#host = host;
  }

  /** Text of a file below the output folder; undefined when there is none. */
  readonly read = async (path: string): Promise<string | undefined> => {
    if (this.#output === undefined) return undefined;
    const outcome = await this.#host.read(`${this.#output}/${path}`);
    const text = outcome.kind === "bytes" ? new TextDecoder().decode(outcome.bytes) : undefined;
    this.#texts.set(path, text);
    return text;
  };

  /** What was asked for, with the digest that it has once the files are written: what is not there yet is written once. */
  inputs(files: readonly GeneratedFile[]): readonly { readonly path: string; readonly sha256: string }[] {
    const output = this.#output;
    if (output === undefined) return [];
    return [...this.#texts].map(([path, found]) => {
      const text = found ?? files.find((file) => file.path === path)?.text;
      const imports = text === undefined ? undefined : JSON.stringify(importSpecifiers(text));
      const sha256 = imports === undefined ? "" : createHash("sha256").update(imports).digest("hex");
      return { path: `${output}/${path}${importsMark}`, sha256 };
    });
  }
}
