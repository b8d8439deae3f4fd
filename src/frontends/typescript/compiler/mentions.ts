import { ts } from "@ts-morph/common";
import type { Comment } from "../type-view.js";
import type { FileNames } from "./file-names.js";
import type { Provenance } from "./known-types.js";
import { leadingComment } from "./leading-comment.js";
import { isGenericDeclaration, typeArgumentsOf } from "./type-nodes.js";
import { isSameUnion, withoutNothing } from "./union-members.js";

/** What type parameters stand for where a type is mentioned. */
export type Environment = ReadonlyMap<ts.Symbol, Mention>;

/** A type as it is written somewhere. */
export interface Mention {
  readonly node: ts.TypeNode;
  readonly environment: Environment;
}

/** What the source says of a type beside its resolved form. */
export interface Settled {
  readonly type: ts.Type;
  /** The nearest form that says more than a name, e.g. the right side of an alias. */
  readonly mention: Mention | undefined;
  /** What the parameters of the type's own declaration stand for. */
  readonly environment: Environment;
  readonly comments: readonly Comment[];
}

/** Where nothing stands for a type parameter. */
export const nowhere: Environment = new Map();

const { SymbolFlags, SyntaxKind } = ts;

/** Longest chain of aliases that is followed. */
export const longestChain = 100;

/** What the source says of types beside what the checker makes of them. */
export class Mentions {
  readonly #checker: ts.TypeChecker;
  readonly #names: FileNames;
  readonly #provenance: Provenance;
  readonly #ids = new Map<ts.Type | ts.Symbol, number>();

  constructor(checker: ts.TypeChecker, names: FileNames, provenance: Provenance) {
    this.#checker = checker;
    this.#names = names;
    this.#provenance = provenance;
  }

  /** Follows parameters and aliases from how a type is written. */
  settle(given: ts.Type, written: Mention | undefined): Settled {
    let type = withoutNothing(this.#checker, given);
    let mention = written;
    const comments: Comment[] = [...this.#constantComments(type, written)];
    let own: Environment = nowhere;
    for (let step = 0; step < longestChain && mention !== undefined; step++) {
      const { node, environment }: Mention = mention;
      if (
        ts.isParenthesizedTypeNode(node) ||
        (ts.isTypeOperatorNode(node) && node.operator === SyntaxKind.ReadonlyKeyword)
      ) {
        mention = { node: node.type, environment };
        continue;
      }
      if (ts.isOptionalTypeNode(node)) {
        mention = { node: node.type, environment };
        continue;
      }
      const symbol = this.referred(node);
      if (symbol === undefined) break;
      if ((symbol.flags & SymbolFlags.TypeParameter) !== 0) {
        mention = environment.get(symbol);
        continue;
      }
      const isGeneric = this.mentionsParameter(node);
      if (!isGeneric) {
        const there = withoutNothing(this.#checker, this.#checker.getTypeFromTypeNode(node));
        if (there !== type && !isSameUnion(there, type)) {
          mention = undefined;
          break;
        }
        // What is written keeps the name that joining `undefined` to it loses.
        if (type.aliasSymbol === undefined) type = there;
      }
      const declaration = symbol.declarations?.[0];
      own = this.#arguments(symbol, node, environment);
      if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration)) break;
      if (this.#provenance.of(symbol) === "user" || this.#provenance.of(symbol) === "package") {
        const comment = leadingComment(declaration, this.#names);
        // The comment of an alias that the checker kept is the type's own, as an interface's is.
        if (comment !== undefined && type.aliasSymbol !== symbol) comments.push(comment);
      }
      if (type.aliasSymbol === symbol) {
        mention = { node: declaration.type, environment: own };
        const inner = this.referred(declaration.type);
        // `type A = B<C>`: the members of B know what C stands for.
        if (inner === undefined || (inner.flags & SymbolFlags.TypeParameter) !== 0) break;
        own = new Map([...own, ...this.#arguments(inner, declaration.type, own)]);
        if (inner.declarations?.[0] === undefined || !ts.isTypeAliasDeclaration(inner.declarations[0])) break;
        mention = { node: inner.declarations[0].type, environment: own };
        break;
      }
      mention = { node: declaration.type, environment: own };
    }
    if (mention === undefined && own.size === 0) own = this.#declaredArguments(type);
    return { type, mention, environment: own, comments };
  }

  /** The comment of a member of an enum, or of a constant among alternatives. */
  #constantComments(type: ts.Type, written: Mention | undefined): readonly Comment[] {
    if (!type.isLiteral()) return [];
    const member = type.getSymbol()?.valueDeclaration;
    const node = member !== undefined && ts.isEnumMember(member) ? member : written?.node;
    const isOwn = node !== undefined && (ts.isEnumMember(node) || ts.isLiteralTypeNode(node));
    const comment = isOwn ? leadingComment(node, this.#names) : undefined;
    return comment === undefined ? [] : [comment];
  }

  /** The symbol that a reference leads to, imports followed. */
  referred(node: ts.TypeNode): ts.Symbol | undefined {
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : ts.isImportTypeNode(node)
          ? node.qualifier
          : undefined;
    const symbol = name && this.#checker.getSymbolAtLocation(ts.isQualifiedName(name) ? name.right : name);
    return symbol && this.resolved(symbol);
  }

  /** What an import stands for. */
  resolved(symbol: ts.Symbol): ts.Symbol {
    return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : this.#checker.getAliasedSymbol(symbol);
  }

  /** The parameters of a declaration with what a mention of it gives for them, those of the types it extends included. */
  #arguments(symbol: ts.Symbol, node: ts.TypeNode, environment: Environment): Environment {
    const given = "typeArguments" in node ? typeArgumentsOf(node) : [];
    const found = new Map<ts.Symbol, Mention>();
    for (const declaration of symbol.declarations ?? []) {
      if (!isGenericDeclaration(declaration)) continue;
      declaration.typeParameters?.forEach((parameter, index) => {
        const own = this.#checker.getSymbolAtLocation(parameter.name);
        const argument = given[index];
        if (own === undefined) return;
        if (argument !== undefined) found.set(own, { node: argument, environment });
        else if (parameter.default !== undefined) found.set(own, { node: parameter.default, environment: found });
      });
      this.#inherited(declaration, found, 0);
    }
    return found;
  }

  /** What the types that a declaration extends get as arguments. */
  #inherited(declaration: ts.Declaration, found: Map<ts.Symbol, Mention>, depth: number): void {
    if (depth > 20 || !(ts.isInterfaceDeclaration(declaration) || ts.isClassLike(declaration))) return;
    for (const base of declaration.heritageClauses?.flatMap((clause) => [...clause.types]) ?? []) {
      const symbol = this.referred(base);
      for (const parent of symbol?.declarations ?? []) {
        if (!isGenericDeclaration(parent)) continue;
        parent.typeParameters?.forEach((parameter, index) => {
          const own = this.#checker.getSymbolAtLocation(parameter.name);
          const argument = base.typeArguments?.[index];
          if (own !== undefined && argument !== undefined && !found.has(own)) {
            found.set(own, { node: argument, environment: found });
          }
        });
        this.#inherited(parent, found, depth + 1);
      }
    }
  }

  /** The same for a type of which only the declaration is known: one without parameters that extends others. */
  #declaredArguments(type: ts.Type): Environment {
    const declarations = type.getSymbol()?.declarations ?? [];
    const found = new Map<ts.Symbol, Mention>();
    for (const declaration of declarations) {
      if (isGenericDeclaration(declaration) && declaration.typeParameters === undefined)
        this.#inherited(declaration, found, 0);
    }
    return found;
  }

  mentionsParameter(node: ts.Node): boolean {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
      const symbol = this.#checker.getSymbolAtLocation(node.typeName);
      if (symbol !== undefined && (symbol.flags & SymbolFlags.TypeParameter) !== 0) return true;
    }
    if (node.kind === SyntaxKind.ThisType) return true;
    return ts.forEachChild(node, (child) => this.mentionsParameter(child) || undefined) === true;
  }

  /** The commented aliases that a mention holds and that its type does not tell; empty when there are none. */
  remarks({ node, environment }: Mention, depth = 0): string {
    const symbol = this.referred(node);
    if (depth > 20) return "";
    if (symbol !== undefined && (symbol.flags & SymbolFlags.TypeParameter) !== 0) {
      const argument = environment.get(symbol);
      return argument === undefined ? "" : this.remarks(argument, depth + 1);
    }
    const declaration = symbol?.declarations?.[0];
    const isRemark =
      symbol !== undefined &&
      declaration !== undefined &&
      ts.isTypeAliasDeclaration(declaration) &&
      this.#provenance.of(symbol) === "user" &&
      leadingComment(declaration, this.#names) !== undefined;
    const parts: string[] = isRemark ? [`#${String(this.id(symbol))}`] : [];
    ts.forEachChild(node, (child) => {
      if (ts.isTypeNode(child)) parts.push(this.remarks({ node: child, environment }, depth + 1));
    });
    return parts.join("");
  }

  id(of: ts.Type | ts.Symbol): number {
    const known = this.#ids.get(of);
    if (known !== undefined) return known;
    this.#ids.set(of, this.#ids.size);
    return this.#ids.size - 1;
  }
}
