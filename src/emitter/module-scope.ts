import { printImports, type Import } from "./print/import-declarations.js";

/**
 * The names of one generated module. Printing a reference asks for the name here, which imports it: imports are neither
 * missing nor unused. Names that the module declares stay as they are; an import that would clash gets a trailing `_`.
 */
export class ModuleScope {
  readonly #taken: Set<string>;
  readonly #imports = new Map<string, Import>();

  /** @param taken names that the module declares or gives a meaning to, and imports that must keep theirs */
  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** A value that a module exports. */
  value(module: string, exported: string): string {
    return this.#import(module, exported, exported, false);
  }

  /** A type that a module exports. */
  type(module: string, exported: string): string {
    return this.#import(module, exported, exported, true);
  }

  /** All that a module exports, under a name. */
  namespace(module: string, local: string): string {
    return this.#import(module, "*", local, false);
  }

  /** The import declarations, each ending in a line feed. */
  get imports(): string {
    return printImports([...this.#imports.values()]);
  }

  #import(module: string, exported: string, wanted: string, isType: boolean): string {
    const key = `${module} ${exported}`;
    const known = this.#imports.get(key);
    const local = known?.local ?? this.#free(wanted);
    if (known === undefined || (known.isType && !isType)) this.#imports.set(key, { module, exported, local, isType });
    return local;
  }

  #free(wanted: string): string {
    let name = wanted;
    while (this.#taken.has(name)) name += "_";
    this.#taken.add(name);
    return name;
  }
}
