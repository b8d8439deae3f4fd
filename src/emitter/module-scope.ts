import { isIdentifierName, isReservedWord } from "./print/identifier.js";
import { printImports, type Import } from "./print/import-declarations.js";

/**
 * The names of one generated module. Printing a reference asks for the name here, which imports it: imports are neither
 * missing nor unused. Names that the module declares stay as they are; an import that would clash gets a trailing `_`.
 */
export class ModuleScope {
  readonly #taken: Set<string>;
  readonly #kept: ReadonlySet<string>;
  readonly #imports = new Map<string, Import>();

  /**
   * @param declared names that the module declares or gives a meaning to
   * @param kept names that the runtime's exports and namespaces may still ask for: other imports keep clear of them
   */
  constructor(declared: Iterable<string>, kept: Iterable<string> = []) {
    this.#taken = new Set(declared);
    this.#kept = new Set(kept);
  }

  /** A value that a module exports. */
  value(module: string, exported: string): string {
    return this.#import(module, exported, exported, false);
  }

  /** A type that a module exports. */
  type(module: string, exported: string): string {
    return this.#import(module, exported, exported, true);
  }

  /**
   * A function of the user's own.
   *
   * @param wanted name to call it by when the module exports it as `default`, or under a name that is none of TypeScript's
   */
  userFunction(module: string, exported: string, wanted: string): string {
    const isName = isIdentifierName(exported) && !isReservedWord(exported);
    return this.#import(module, exported, isName ? exported : wanted, false);
  }

  /** All that a module exports, under a name. */
  namespace(module: string, local: string): string {
    return this.#import(module, "*", local, false);
  }

  /** The import declarations, each on lines of its own: those of the names that were asked for so far. */
  get imports(): string {
    return printImports([...this.#imports.values()]);
  }

  #import(module: string, exported: string, wanted: string, isType: boolean): string {
    const key = `${module} ${exported}`;
    const known = this.#imports.get(key);
    const local = known?.local ?? this.#free(wanted, exported === "*" || module.includes("/runtime/"));
    if (known === undefined || (known.isType && !isType)) this.#imports.set(key, { module, exported, local, isType });
    return local;
  }

  #free(wanted: string, mayTakeKept: boolean): string {
    let name = wanted;
    while (this.#taken.has(name) || (!mayTakeKept && this.#kept.has(name))) name += "_";
    this.#taken.add(name);
    return name;
  }
}
