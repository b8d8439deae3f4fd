import type { FileSystemHost, RuntimeDirEntry } from "ts-morph";
import type { HostFiles } from "../../../host.js";

/** The files of a host in the form that ts-morph asks for; nothing can be written. */
export class CompilerFiles implements FileSystemHost {
  readonly #files: HostFiles;

  constructor(files: HostFiles) {
    this.#files = files;
  }

  isCaseSensitive(): boolean {
    return true;
  }

  getCurrentDirectory(): string {
    return this.#files.directory;
  }

  readFileSync(path: string): string {
    const text = this.#files.read(path);
    if (text === undefined) throw new Error(`${path} cannot be read`);
    return text;
  }

  fileExistsSync(path: string): boolean {
    return this.#files.kind(path) === "file";
  }

  directoryExistsSync(path: string): boolean {
    return this.#files.kind(path) === "directory";
  }

  readDirSync(path: string): RuntimeDirEntry[] {
    return this.#files.list(path).map(({ name, kind }) => ({
      name: `${path}/${name}`,
      isFile: kind === "file",
      isDirectory: kind === "directory",
      isSymlink: false,
    }));
  }

  realpathSync(path: string): string {
    return this.#files.realPath(path);
  }

  globSync(): string[] {
    return [];
  }

  readFile(path: string): Promise<string> {
    return Promise.resolve(this.readFileSync(path));
  }

  fileExists(path: string): Promise<boolean> {
    return Promise.resolve(this.fileExistsSync(path));
  }

  directoryExists(path: string): Promise<boolean> {
    return Promise.resolve(this.directoryExistsSync(path));
  }

  glob(): Promise<string[]> {
    return Promise.resolve([]);
  }

  delete = readOnly;
  deleteSync = readOnly;
  writeFile = readOnly;
  writeFileSync = readOnly;
  mkdir = readOnly;
  mkdirSync = readOnly;
  move = readOnly;
  moveSync = readOnly;
  copy = readOnly;
  copySync = readOnly;
}

function readOnly(): never {
  throw new Error("the compiler writes nothing");
}
