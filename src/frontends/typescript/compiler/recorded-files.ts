import type { HostEntry, HostFiles } from "../../../host.js";

/** The user's files as a program sees them: some that exist in memory only lie over those of the disk, and what is read is noted. */
export class RecordedFiles implements HostFiles {
  readonly #disk: HostFiles;
  readonly #overlay = new Map<string, string>();
  readonly #overlayFolders = new Set<string>();
  readonly #texts = new Map<string, string | undefined>();

  constructor(disk: HostFiles) {
    this.#disk = disk;
  }

  get directory(): string {
    return this.#disk.directory;
  }

  /** Adds a file that is not on the disk. */
  add(path: string, text: string): void {
    this.#overlay.set(path, text);
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      this.#overlayFolders.add(path.slice(0, end));
    }
  }

  read(path: string): string | undefined {
    const added = this.#overlay.get(path);
    if (added !== undefined) return added;
    if (!this.#texts.has(path)) this.#texts.set(path, this.#disk.read(path));
    return this.#texts.get(path);
  }

  kind(path: string): "file" | "directory" | undefined {
    if (this.#overlay.has(path)) return "file";
    if (this.#overlayFolders.has(path)) return "directory";
    return this.#texts.get(path) === undefined ? this.#disk.kind(path) : "file";
  }

  list(path: string): readonly HostEntry[] {
    return this.#disk.list(path);
  }

  realPath(path: string): string {
    return this.#overlay.has(path) ? path : this.#disk.realPath(path);
  }

  /** Paths and texts of the disk that were asked for, in that order; undefined where there was nothing. */
  get asked(): ReadonlyMap<string, string | undefined> {
    return this.#texts;
  }
}
