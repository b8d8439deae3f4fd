import { posix } from "node:path";
import type { ts } from "@ts-morph/common";
import type { SpanOrigin } from "../../../ir/origin.js";

/** How files are named to people: relative to the working directory where they lie below or beside it. */
export class FileNames {
  readonly #directory: string;
  readonly #paths = new Map<string, string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The name of an absolute path. */
  name(path: string): string {
    const known = this.#paths.get(path);
    if (known !== undefined) return known;
    const relative = posix.relative(this.#directory, path);
    // On Windows another drive has no relative path.
    const name = relative === "" ? "." : /^[A-Za-z]:/.test(relative) ? path : relative;
    this.#paths.set(path, name);
    return name;
  }

  of(file: ts.SourceFile): string {
    return this.name(file.fileName);
  }

  /** Where a node is written, without the comments before it. */
  origin(node: ts.Node): SpanOrigin {
    const file = node.getSourceFile();
    return { kind: "span", file: this.of(file), start: node.getStart(file, false), end: node.getEnd() };
  }
}
