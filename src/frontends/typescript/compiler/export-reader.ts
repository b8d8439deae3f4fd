import { ts } from "@ts-morph/common";
import type { DeclaredExport, ExportedFunction, StrayComment } from "../declared-function.js";
import type { Comment } from "../type-view.js";
import { leadingComment } from "./leading-comment.js";
import type { SignatureReader } from "./signature-reader.js";
import type { TypeReader } from "./type-reader.js";

/** An export of a module, with what it leads to. */
interface Export {
  readonly file: ts.SourceFile;
  readonly name: string;
  readonly target: ts.Symbol;
  readonly declaration: ts.Declaration;
}

/** Finds what the user's files export. */
export class ExportReader {
  readonly #types: TypeReader;
  readonly #signatures: SignatureReader;
  readonly #kindTags: RegExp;

  /** @param kindTags matches comments that publish what they stand on */
  constructor(types: TypeReader, signatures: SignatureReader, kindTags: RegExp) {
    this.#types = types;
    this.#signatures = signatures;
    this.#kindTags = kindTags;
  }

  /** Documented exports in the order of the files; what several files export stands where it is declared. */
  read(files: readonly ts.SourceFile[]): readonly DeclaredExport[] {
    const all = files.flatMap((file) => this.#exportsOf(file));
    const taken = new Set<ts.Symbol>();
    const claim = ({ target }: Export): boolean => {
      const isFree = !taken.has(target);
      taken.add(target);
      return isFree;
    };
    // A name of its own says more than `default`.
    const own = all.filter((one) => one.declaration.getSourceFile() === one.file);
    const kept = new Set([
      ...own.filter((one) => one.name !== "default").filter(claim),
      ...own.filter(claim),
      ...all.filter((one) => this.#types.provenance.source(one.declaration.getSourceFile()) === "user").filter(claim),
    ]);
    return all.filter((one) => kept.has(one)).flatMap((one) => this.#documented(one));
  }

  #exportsOf(file: ts.SourceFile): readonly Export[] {
    const { checker } = this.#types;
    const module = checker.getSymbolAtLocation(file);
    if (module === undefined) return [];
    const found = checker.getExportsOfModule(module).flatMap((symbol): readonly Export[] => {
      const target = this.#types.mentions.resolved(symbol);
      const declaration = target.valueDeclaration ?? target.declarations?.[0];
      return declaration === undefined || declaration.getSourceFile().isDeclarationFile
        ? []
        : [{ file, name: symbol.name, target, declaration }];
    });
    // In the order in which they are written; what comes from elsewhere follows.
    const place = ({ declaration }: Export) => (declaration.getSourceFile() === file ? declaration.pos : Infinity);
    return found.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  }

  #documented({ file, name, target, declaration }: Export): readonly DeclaredExport[] {
    const { names, checker } = this.#types;
    const comment = this.#comment(target);
    if (comment === undefined) return [];
    const named = ts.getNameOfDeclaration(declaration);
    const origin = names.origin(named ?? declaration);
    const own = named !== undefined && ts.isIdentifier(named) ? named.text : undefined;
    return [
      {
        module: names.of(file),
        exportName: name,
        localName: name === "default" ? own : name,
        comment,
        origin,
        signature: () =>
          (target.flags & ts.SymbolFlags.Value) === 0 || (target.flags & ts.SymbolFlags.Class) !== 0
            ? undefined
            : this.#signatures.read(checker.getTypeOfSymbol(target), origin),
        find: (wanted) => this.#find(wanted, declaration.getSourceFile()),
      },
    ];
  }

  /** The comment that publishes: of several, as overloads have them, the first with a tag, else the first. */
  #comment(symbol: ts.Symbol): Comment | undefined {
    const comments = (symbol.declarations ?? [])
      .flatMap(commentedNodes)
      .flatMap((node) => leadingComment(node, this.#types.names) ?? []);
    return comments.find(({ text }) => this.#kindTags.test(text)) ?? comments[0];
  }

  /** A function that a file's code may call by a name, as its module exports it. */
  #find(name: string, file: ts.SourceFile): ExportedFunction | undefined {
    const { checker } = this.#types;
    const target = this.#symbolsOf(file).get(name);
    const home = target?.declarations?.[0]?.getSourceFile();
    if (target === undefined || home === undefined || this.#types.provenance.source(home) !== "user") return undefined;
    if (checker.getTypeOfSymbol(target).getCallSignatures().length === 0) return undefined;
    const exported = this.#exportsOf(home).find((one) => one.target === target);
    return exported && { module: this.#types.names.of(home), exportName: exported.name };
  }

  /** What the names at the top of a file mean. */
  #symbolsOf(file: ts.SourceFile): ReadonlyMap<string, ts.Symbol> {
    const { checker } = this.#types;
    const found = new Map<string, ts.Symbol>();
    for (const { name, target } of this.#exportsOf(file)) found.set(name, target);
    for (const statement of file.statements) {
      if (!ts.isImportDeclaration(statement)) continue;
      const bindings = statement.importClause?.namedBindings;
      const elements = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
      for (const { name } of [...elements, ...(statement.importClause?.name ? [statement.importClause] : [])]) {
        const symbol = name && checker.getSymbolAtLocation(name);
        if (symbol !== undefined && name !== undefined) found.set(name.text, this.#types.mentions.resolved(symbol));
      }
    }
    return found;
  }

  /** Comments that would publish something but were not read as those of exports. */
  strays(files: readonly ts.SourceFile[], read: ReadonlySet<string>): readonly StrayComment[] {
    const tags = this.#kindTags;
    const found: StrayComment[] = [];
    for (const file of files) {
      if (!tags.test(file.text)) continue;
      const visit = (node: ts.Node): void => {
        const comment = leadingComment(node, this.#types.names);
        const isNew = comment !== undefined && tags.test(comment.text) && !read.has(commentKey(comment));
        // A node begins where its first child does: the outermost stands for all of them.
        if (isNew && !found.some((one) => commentKey(one.comment) === commentKey(comment))) {
          const isFunction = ts.isFunctionDeclaration(node) || ts.isVariableStatement(node);
          found.push({
            comment,
            on:
              isFunction && node.parent === file
                ? "a function that is not exported"
                : "something that is no exported function",
          });
        }
        ts.forEachChild(node, visit);
      };
      ts.forEachChild(file, visit);
    }
    return found;
  }
}

/** Tells comments apart. */
export function commentKey({ file, start }: Comment): string {
  return `${file}:${String(start)}`;
}

/** The nodes before which the comment of a declaration may stand. */
function commentedNodes(declaration: ts.Declaration): readonly ts.Node[] {
  let statement: ts.Node = declaration;
  while (ts.isBindingElement(statement) || ts.isBindingName(statement)) statement = statement.parent;
  if (!ts.isVariableDeclaration(statement)) return [declaration];
  // Of several constants in one statement, its comment is about the first.
  const isFirst = "declarations" in statement.parent && statement.parent.declarations[0] === statement;
  return isFirst ? [statement.parent.parent, declaration] : [declaration];
}
