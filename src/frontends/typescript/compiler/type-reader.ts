import { ts } from "@ts-morph/common";
import type { Origin } from "../../../ir/origin.js";
import type { Comment, Member, TupleElement, TypeName, TypeShape, TypeView, Unsupported } from "../type-view.js";
import type { FileNames } from "./file-names.js";
import type { Provenance } from "./known-types.js";
import { leadingComment } from "./leading-comment.js";

/** What type parameters stand for where a type is mentioned. */
type Environment = ReadonlyMap<ts.Symbol, Mention>;

/** A type as it is written somewhere. */
interface Mention {
  readonly node: ts.TypeNode;
  readonly environment: Environment;
}

/** What the source says of a type beside its resolved form. */
interface Settled {
  readonly type: ts.Type;
  /** The nearest form that says more than a name, e.g. the right side of an alias. */
  readonly mention: Mention | undefined;
  /** What the parameters of the type's own declaration stand for. */
  readonly environment: Environment;
  readonly comments: readonly Comment[];
}

const nowhere: Environment = new Map();
const { TypeFlags, SymbolFlags, SyntaxKind } = ts;

/** Longest chain of aliases that is followed. */
const longestChain = 100;

/** Reads the checker's types. */
export class TypeReader {
  readonly checker: ts.TypeChecker;
  readonly names: FileNames;
  readonly provenance: Provenance;
  /** True for mcpgen's `Context`. */
  readonly isContext: (symbol: ts.Symbol | undefined) => boolean;
  readonly #ids = new Map<ts.Type | ts.Symbol, number>();

  constructor(
    checker: ts.TypeChecker,
    names: FileNames,
    provenance: Provenance,
    isContext: (symbol: ts.Symbol | undefined) => boolean,
  ) {
    this.checker = checker;
    this.names = names;
    this.provenance = provenance;
    this.isContext = isContext;
  }

  /**
   * @param node how the type is written where it is mentioned, as far as that is known
   * @param origin where that is
   */
  view(type: ts.Type, origin: Origin, node?: ts.TypeNode, environment: Environment = nowhere): TypeView {
    const settled = this.#settle(type, node && { node, environment });
    const arguments_ = [...settled.environment.values()].map((mention) => this.#remarks(mention)).join("");
    return new View(this, settled, `${String(this.#id(settled.type))}${arguments_}`, origin);
  }

  /** The type with what promises hold in their place. */
  awaited(type: ts.Type): ts.Type {
    return this.checker.getAwaitedType(type) ?? type;
  }

  /** True when a value of the type may be `undefined`. */
  mayBeNothing(type: ts.Type): boolean {
    return type.isUnion() ? type.types.some(isNothing) : isNothing(type);
  }

  #id(of: ts.Type | ts.Symbol): number {
    const known = this.#ids.get(of);
    if (known !== undefined) return known;
    this.#ids.set(of, this.#ids.size);
    return this.#ids.size - 1;
  }

  // ------------------------------------------------------------------ what the source says

  /** Follows parameters and aliases from how a type is written. */
  #settle(given: ts.Type, written: Mention | undefined): Settled {
    let type = this.#withoutNothing(given);
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
      const symbol = this.#referred(node);
      if (symbol === undefined) break;
      if ((symbol.flags & SymbolFlags.TypeParameter) !== 0) {
        mention = environment.get(symbol);
        continue;
      }
      const isGeneric = this.#mentionsParameter(node);
      if (!isGeneric) {
        const there = this.#withoutNothing(this.checker.getTypeFromTypeNode(node));
        if (there !== type && !this.#isSame(there, type)) {
          mention = undefined;
          break;
        }
        // What is written keeps the name that joining `undefined` to it loses.
        if (type.aliasSymbol === undefined) type = there;
      }
      const declaration = symbol.declarations?.[0];
      own = this.#arguments(symbol, node, environment);
      if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration)) break;
      if (this.provenance.of(symbol) === "user" || this.provenance.of(symbol) === "package") {
        const comment = leadingComment(declaration, this.names);
        // The comment of an alias that the checker kept is the type's own, as an interface's is.
        if (comment !== undefined && type.aliasSymbol !== symbol) comments.push(comment);
      }
      if (type.aliasSymbol === symbol) {
        mention = { node: declaration.type, environment: own };
        const inner = this.#referred(declaration.type);
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
    const comment = isOwn ? leadingComment(node, this.names) : undefined;
    return comment === undefined ? [] : [comment];
  }

  /** The symbol that a reference leads to, imports followed. */
  #referred(node: ts.TypeNode): ts.Symbol | undefined {
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : ts.isImportTypeNode(node)
          ? node.qualifier
          : undefined;
    const symbol = name && this.checker.getSymbolAtLocation(ts.isQualifiedName(name) ? name.right : name);
    return symbol && this.resolved(symbol);
  }

  /** What an import stands for. */
  resolved(symbol: ts.Symbol): ts.Symbol {
    return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : this.checker.getAliasedSymbol(symbol);
  }

  /** The parameters of a declaration with what a mention of it gives for them, those of the types it extends included. */
  #arguments(symbol: ts.Symbol, node: ts.TypeNode, environment: Environment): Environment {
    const given = "typeArguments" in node ? typeArgumentsOf(node) : [];
    const found = new Map<ts.Symbol, Mention>();
    for (const declaration of symbol.declarations ?? []) {
      if (!isGenericDeclaration(declaration)) continue;
      declaration.typeParameters?.forEach((parameter, index) => {
        const own = this.checker.getSymbolAtLocation(parameter.name);
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
      const symbol = this.#referred(base);
      for (const parent of symbol?.declarations ?? []) {
        if (!isGenericDeclaration(parent)) continue;
        parent.typeParameters?.forEach((parameter, index) => {
          const own = this.checker.getSymbolAtLocation(parameter.name);
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

  #mentionsParameter(node: ts.Node): boolean {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
      const symbol = this.checker.getSymbolAtLocation(node.typeName);
      if (symbol !== undefined && (symbol.flags & SymbolFlags.TypeParameter) !== 0) return true;
    }
    if (node.kind === SyntaxKind.ThisType) return true;
    return ts.forEachChild(node, (child) => this.#mentionsParameter(child) || undefined) === true;
  }

  /** The commented aliases that a mention holds and that its type does not tell; empty when there are none. */
  #remarks({ node, environment }: Mention, depth = 0): string {
    const symbol = this.#referred(node);
    if (depth > 20) return "";
    if (symbol !== undefined && (symbol.flags & SymbolFlags.TypeParameter) !== 0) {
      const argument = environment.get(symbol);
      return argument === undefined ? "" : this.#remarks(argument, depth + 1);
    }
    const declaration = symbol?.declarations?.[0];
    const isRemark =
      symbol !== undefined &&
      declaration !== undefined &&
      ts.isTypeAliasDeclaration(declaration) &&
      this.provenance.of(symbol) === "user" &&
      leadingComment(declaration, this.names) !== undefined;
    const parts: string[] = isRemark ? [`#${String(this.#id(symbol))}`] : [];
    ts.forEachChild(node, (child) => {
      if (ts.isTypeNode(child)) parts.push(this.#remarks({ node: child, environment }, depth + 1));
    });
    return parts.join("");
  }

  // ------------------------------------------------------------------ names

  /** The name of a type, where its author gave it one. */
  name({ type, environment }: Settled, origin: Origin): TypeName | undefined {
    const alias = type.aliasSymbol;
    if (alias !== undefined && this.provenance.of(alias) === "user") {
      const declaration = alias.declarations?.[0];
      return (
        declaration &&
        this.#typeName(alias, alias.name, type.aliasTypeArguments ?? [], declaration, environment, origin)
      );
    }
    const symbol = type.getSymbol();
    const flags = SymbolFlags.Interface | SymbolFlags.Class | SymbolFlags.Enum;
    if (symbol === undefined || (symbol.flags & flags) === 0 || this.provenance.isBuiltIn(symbol)) return undefined;
    if ((type.flags & (TypeFlags.Object | TypeFlags.Enum | TypeFlags.Union)) === 0) return undefined;
    if (!type.isUnion() && !isInstance(type, symbol)) return undefined;
    const declaration = symbol.declarations?.[0];
    if (declaration === undefined) return undefined;
    const base = symbol.name === "default" ? stem(declaration.getSourceFile().fileName) : symbol.name;
    return this.#typeName(symbol, base, this.#typeArguments(type, declaration), declaration, environment, origin);
  }

  #typeArguments(type: ts.Type, declaration: ts.Declaration): readonly ts.Type[] {
    if (!isReference(type)) return [];
    const count = isGenericDeclaration(declaration) ? (declaration.typeParameters?.length ?? 0) : 0;
    return this.checker.getTypeArguments(type).slice(0, count);
  }

  #typeName(
    symbol: ts.Symbol,
    base: string,
    given: readonly ts.Type[],
    declaration: ts.Declaration,
    environment: Environment,
    origin: Origin,
  ): TypeName {
    const parameters = isGenericDeclaration(declaration) ? (declaration.typeParameters ?? []) : [];
    const comment = (symbol.declarations ?? [])
      .map((one) => leadingComment(ts.isVariableDeclaration(one) ? one.parent.parent : one, this.names))
      .find((one) => one !== undefined);
    return {
      base,
      comment,
      origin: this.names.origin(ts.getNameOfDeclaration(declaration) ?? declaration),
      arguments: given.map((argument, index) => {
        const parameter = parameters[index];
        const own = parameter && this.checker.getSymbolAtLocation(parameter.name);
        const mention = own && environment.get(own);
        return this.view(argument, origin, mention?.node, mention?.environment);
      }),
    };
  }

  // ------------------------------------------------------------------ shapes

  /** What a type is, one level deep. */
  shape(settled: Settled, origin: Origin): TypeShape {
    const { type, mention } = settled;
    const { flags } = type;
    const unsupported = (why: Unsupported): TypeShape => ({
      kind: "unsupported",
      why,
      what: this.checker.typeToString(type),
    });
    if ((flags & TypeFlags.Any) !== 0) return unsupported(isErrorType(type) ? "unresolved" : "any");
    if ((flags & TypeFlags.Unknown) !== 0) return { kind: "unknown" };
    if ((flags & TypeFlags.Never) !== 0) return { kind: "never" };
    if (isNothing(type)) return { kind: "nothing" };
    if ((flags & TypeFlags.Null) !== 0) return { kind: "null" };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { kind: "literal", value: type.value };
    if ((flags & TypeFlags.BooleanLiteral) !== 0) {
      return { kind: "literal", value: this.checker.typeToString(type) === "true" };
    }
    if (isBigIntLiteral(type)) {
      return { kind: "bigintLiteral", digits: `${type.value.negative ? "-" : ""}${type.value.base10Value}` };
    }
    if ((flags & TypeFlags.Boolean) !== 0) return { kind: "boolean" };
    if ((flags & TypeFlags.String) !== 0) return { kind: "string" };
    if ((flags & (TypeFlags.Number | TypeFlags.Enum)) !== 0 && !type.isUnion()) return { kind: "number" };
    if ((flags & TypeFlags.BigInt) !== 0) return { kind: "bigint" };
    if ((flags & TypeFlags.ESSymbolLike) !== 0) return unsupported("symbol");
    if ((flags & TypeFlags.NonPrimitive) !== 0) return { kind: "object" };
    if (isTemplateLiteral(type)) {
      return { kind: "template", texts: type.texts, types: type.types.map((part) => this.view(part, origin)) };
    }
    if (isStringMapping(type)) return this.#cased(type, origin);
    if (type.isUnion()) return this.#union(type, mention, origin);
    if (type.isIntersection()) return this.#intersection(type, settled, origin);
    if ((flags & TypeFlags.Object) !== 0) return this.#object(settled, origin);
    // Parameters of generic functions, and what depends on them, are as wide as their constraint.
    const constraint = this.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type
      ? { kind: "unknown" }
      : this.shape({ type: constraint, mention: undefined, environment: nowhere, comments: [] }, origin);
  }

  #cased(type: ts.StringMappingType, origin: Origin): TypeShape {
    const { name } = type.symbol;
    if ((type.type.flags & TypeFlags.String) === 0) return this.view(type.type, origin).shape();
    switch (name) {
      case "Uppercase":
      case "Lowercase":
      case "Capitalize":
      case "Uncapitalize":
        return { kind: "cased", mapping: name };
      default:
        return { kind: "string" };
    }
  }

  /** The members in the order in which they are written, as far as that is known; `true` and `false` as one. */
  #union(type: ts.UnionType, mention: Mention | undefined, origin: Origin): TypeShape {
    const types = type.types.filter((member) => !isNothing(member));
    if (mention !== undefined && ts.isUnionTypeNode(mention.node) && !this.#mentionsParameter(mention.node)) {
      const { environment } = mention;
      const written = mention.node.types.map((node) => ({ node, type: this.checker.getTypeFromTypeNode(node) }));
      const given = written.flatMap((one) => [...this.#flat(one.type)]);
      if (sameMembers(new Set(given), new Set(types))) {
        const kept = written.filter((one) => !isNothing(one.type) && (one.type.flags & TypeFlags.Never) === 0);
        return { kind: "union", members: kept.map((one) => this.view(one.type, origin, one.node, environment)) };
      }
    }
    const order = new Map<ts.Type, number>();
    for (const part of this.#written(type, mention)) if (!order.has(part)) order.set(part, order.size);
    const place = (member: ts.Type, index: number) => order.get(member) ?? order.size + index;
    const sorted = types
      .map((member, index) => ({ member, place: place(member, index) }))
      .sort((a, b) => a.place - b.place)
      .map((one) => one.member);
    const booleans = sorted.filter((member) => (member.flags & TypeFlags.BooleanLiteral) !== 0);
    const joined =
      booleans.length < 2
        ? sorted
        : sorted.flatMap((member) =>
            member === booleans[0] ? [this.checker.getBooleanType()] : booleans.includes(member) ? [] : [member],
          );
    return { kind: "union", members: joined.map((member) => this.view(member, origin)) };
  }

  /** The types of a union in the order of its source: an enum's members, the parts of a union that is written out, keys. */
  #written(type: ts.UnionType, mention: Mention | undefined): readonly ts.Type[] {
    const symbol = type.getSymbol() ?? type.types[0]?.getSymbol();
    if (symbol !== undefined && (symbol.flags & SymbolFlags.Enum) !== 0) return this.#enumMembers(symbol);
    if (mention === undefined || this.#mentionsParameter(mention.node)) return this.#enumsOf(type);
    return [...this.#parts(mention.node, 0), ...this.#enumsOf(type)];
  }

  #enumMembers(symbol: ts.Symbol): readonly ts.Type[] {
    return this.checker.getExportsOfModule(symbol).map((member) => this.checker.getDeclaredTypeOfSymbol(member));
  }

  /** Members of an enum of which a union has some. */
  #enumsOf(type: ts.UnionType): readonly ts.Type[] {
    const parents = type.types.flatMap((member) => {
      const declaration = member.getSymbol()?.valueDeclaration;
      if (declaration === undefined || !ts.isEnumMember(declaration)) return [];
      return this.checker.getSymbolAtLocation(declaration.parent.name) ?? [];
    });
    return [...new Set(parents)].flatMap((parent) => this.#enumMembers(parent));
  }

  #parts(node: ts.TypeNode, depth: number): readonly ts.Type[] {
    if (depth > longestChain) return [];
    if (ts.isParenthesizedTypeNode(node)) return this.#parts(node.type, depth + 1);
    if (ts.isUnionTypeNode(node)) return node.types.flatMap((part) => this.#parts(part, depth + 1));
    if (ts.isTypeOperatorNode(node) && node.operator === SyntaxKind.KeyOfKeyword) {
      const keys = this.checker.getTypeFromTypeNode(node);
      const order = this.checker
        .getTypeFromTypeNode(node.type)
        .getProperties()
        .map((property) => property.name);
      const rank = (key: ts.Type) => (key.isStringLiteral() ? order.indexOf(key.value) : order.length);
      return this.#flat(keys).toSorted((a, b) => rank(a) - rank(b));
    }
    const symbol = this.#referred(node);
    const declaration = symbol?.declarations?.[0];
    if (
      declaration !== undefined &&
      ts.isTypeAliasDeclaration(declaration) &&
      declaration.typeParameters === undefined
    ) {
      return this.#parts(declaration.type, depth + 1);
    }
    if (symbol !== undefined && (symbol.flags & SymbolFlags.Enum) !== 0) return this.#enumMembers(symbol);
    // `Exclude<T, U>` and the like keep the order of what they choose from.
    const [first] = ts.isTypeReferenceNode(node) ? (node.typeArguments ?? []) : [];
    if (first !== undefined && symbol !== undefined && this.provenance.isBuiltIn(symbol)) {
      return this.#parts(first, depth + 1);
    }
    return this.#flat(this.checker.getTypeFromTypeNode(node));
  }

  #flat(type: ts.Type): readonly ts.Type[] {
    return type.isUnion() ? type.types.filter((member) => !isNothing(member)) : isNothing(type) ? [] : [type];
  }

  /** Members of a union without `undefined`; a single one stands for itself. */
  #withoutNothing(type: ts.Type): ts.Type {
    if (!type.isUnion() || !type.types.some(isNothing)) return type;
    const rest = type.types.filter((member) => !isNothing(member));
    const [only] = rest;
    if (only === undefined) return type;
    if (rest.length === 1) return only;
    return rest.some((member) => (member.flags & TypeFlags.Null) !== 0) ? type : this.checker.getNonNullableType(type);
  }

  #isSame(a: ts.Type, b: ts.Type): boolean {
    return sameMembers(new Set(this.#flat(a)), new Set(this.#flat(b)));
  }

  /** A brand is its base type; objects are one object. */
  #intersection(type: ts.IntersectionType, settled: Settled, origin: Origin): TypeShape {
    const bases = type.types.filter((part) => (part.flags & TypeFlags.Object) === 0 || !this.#isBrand(part));
    const plain = bases.filter((part) => (part.flags & TypeFlags.Object) === 0);
    if (plain.length > 0) {
      const members = plain.map((part) => this.view(part, origin));
      const [only] = members;
      return only !== undefined && members.length === 1 ? only.shape() : { kind: "intersection", members };
    }
    const special = bases.filter(
      (part) =>
        this.checker.isArrayType(part) ||
        this.checker.isTupleType(part) ||
        this.provenance.known(part.getSymbol()) !== undefined,
    );
    const [base] = special.length > 0 ? special : bases;
    if (base === undefined) return this.#object(settled, origin);
    if (special.length > 0 || bases.length === 1) {
      return this.shape({ ...settled, type: base, mention: undefined }, origin);
    }
    return this.#object(settled, origin);
  }

  /** An object whose members only tell types apart: symbols as keys, or names that begin with two underscores. */
  #isBrand(type: ts.Type): boolean {
    const members = type.getProperties();
    return members.length > 0 && members.every((member) => isBrandName(member.name));
  }

  #object(settled: Settled, origin: Origin): TypeShape {
    const { type, mention } = settled;
    const { checker, provenance } = this;
    const symbol = type.getSymbol();
    const arrayItem = this.#arrayItem(settled, origin);
    if (arrayItem !== undefined) return arrayItem;
    if (checker.isTupleType(type)) return this.#tuple(settled, origin);
    const unsupported = (why: Unsupported): TypeShape => ({
      kind: "unsupported",
      why,
      what: symbol === undefined || symbol.name.startsWith("__") ? checker.typeToString(type) : symbol.name,
    });
    if (this.isContext(symbol)) return unsupported("context");
    const base = this.#base(type, symbol);
    if (base !== undefined) return this.shape({ ...settled, type: base, mention: undefined }, origin);
    if (symbol !== undefined && this.#hasUnresolvedBase(symbol)) return unsupported("unresolved");
    const wrapper = provenance.wrapper(symbol);
    if (wrapper !== undefined) return { kind: wrapper };
    const known = provenance.known(symbol);
    if (known !== undefined) {
      const given = isReference(type) ? checker.getTypeArguments(type) : [];
      const nodes = mention === undefined || !("typeArguments" in mention.node) ? [] : typeArgumentsOf(mention.node);
      return {
        kind: "known",
        name: known,
        arguments: given.map((one, index) => this.view(one, origin, nodes[index], mention?.environment)),
      };
    }
    if (type.getConstructSignatures().length > 0) return unsupported("constructor");
    if (type.getCallSignatures().length > 0) return unsupported("function");
    const isBuiltIn =
      provenance.isBuiltIn(symbol) && symbol !== undefined && (symbol.flags & SymbolFlags.TypeLiteral) === 0;
    const properties = type.getProperties();
    if (isBuiltIn && properties.some((property) => (property.flags & SymbolFlags.Method) !== 0)) {
      return unsupported(symbol.name === "Function" ? "function" : "builtIn");
    }
    const indexes = checker.getIndexInfosOfType(type);
    if (properties.length === 0 && indexes.length === 0 && this.#isAnything(type)) return { kind: "something" };
    const template = this.#mappedValue(mention);
    return {
      kind: "object",
      members: properties.flatMap((property) => this.#member(property, type, settled, template, origin)),
      indexes: indexes
        .filter((info) => (info.keyType.flags & TypeFlags.ESSymbolLike) === 0)
        .map((info) => {
          const written = info.declaration?.type;
          const value = written ? { node: written, environment: settled.environment } : template;
          return {
            key: this.view(info.keyType, origin),
            value: this.view(info.type, origin, value?.node, value?.environment),
          };
        }),
    };
  }

  /** The list, or the known type, that a type of the user's extends: that is how its values travel. */
  #base(type: ts.Type, symbol: ts.Symbol | undefined): ts.Type | undefined {
    const extended = SymbolFlags.Interface | SymbolFlags.Class;
    if (symbol === undefined || (symbol.flags & extended) === 0 || this.provenance.isBuiltIn(symbol)) return undefined;
    return type
      .getBaseTypes()
      ?.find((base) => this.checker.isArrayType(base) || this.provenance.known(base.getSymbol()) !== undefined);
  }

  /** True for a type that extends one that cannot be resolved: some of its members are not known. */
  #hasUnresolvedBase(symbol: ts.Symbol): boolean {
    return (symbol.declarations ?? []).some(
      (declaration) =>
        (ts.isInterfaceDeclaration(declaration) || ts.isClassLike(declaration)) &&
        declaration.heritageClauses?.some(
          (clause) =>
            clause.token === SyntaxKind.ExtendsKeyword &&
            clause.types.some((base) => (this.checker.getTypeAtLocation(base).flags & TypeFlags.Any) !== 0),
        ) === true,
    );
  }

  /** `{}` as it is written: anything but null. A named type without members is an object without members. */
  #isAnything(type: ts.Type): boolean {
    const symbol = type.getSymbol();
    if (type.aliasSymbol !== undefined) return false;
    return symbol === undefined || (symbol.flags & SymbolFlags.TypeLiteral) !== 0 || symbol.name === "Object";
  }

  /** How the values of a mapped type are written, e.g. `V` of `Record<K, V>`; undefined where it depends on the key. */
  #mappedValue(mention: Mention | undefined): Mention | undefined {
    if (mention === undefined || !ts.isMappedTypeNode(mention.node) || mention.node.type === undefined)
      return undefined;
    const { type: node, typeParameter } = mention.node;
    const key = this.checker.getSymbolAtLocation(typeParameter.name);
    const mentionsKey = (part: ts.Node): boolean =>
      (ts.isTypeReferenceNode(part) && this.checker.getSymbolAtLocation(part.typeName) === key) ||
      ts.forEachChild(part, (child) => mentionsKey(child) || undefined) === true;
    return mentionsKey(node) ? undefined : { node, environment: mention.environment };
  }

  #arrayItem({ type, mention }: Settled, origin: Origin): TypeShape | undefined {
    if (!this.checker.isArrayType(type) || !isReference(type)) return undefined;
    const [item] = this.checker.getTypeArguments(type);
    if (item === undefined) return undefined;
    const node =
      mention === undefined
        ? undefined
        : ts.isArrayTypeNode(mention.node)
          ? mention.node.elementType
          : ts.isTypeReferenceNode(mention.node)
            ? mention.node.typeArguments?.[0]
            : undefined;
    return { kind: "array", item: this.view(item, origin, node, mention?.environment) };
  }

  #tuple({ type, mention }: Settled, origin: Origin): TypeShape {
    if (!isReference(type) || !isTupleTarget(type.target)) return { kind: "tuple", elements: [] };
    const { elementFlags, labeledElementDeclarations } = type.target;
    const written = mention !== undefined && ts.isTupleTypeNode(mention.node) ? mention.node.elements : undefined;
    const isPlain =
      written?.length === elementFlags.length &&
      written.every((node) => !isSpread(node) || node === written.find(isSpread));
    const elements = this.checker.getTypeArguments(type).map((element, index): TupleElement => {
      const flags = elementFlags[index] ?? ts.ElementFlags.Required;
      const declaration = labeledElementDeclarations?.[index];
      const node = isPlain ? written[index] : undefined;
      const inner = node && elementNode(node);
      const commented = declaration ?? node;
      const isRest = (flags & ts.ElementFlags.Variable) !== 0;
      return {
        type: this.view(element, origin, isRest ? inner && arrayElement(inner) : inner, mention?.environment),
        kind: isRest ? "rest" : (flags & ts.ElementFlags.Optional) !== 0 ? "optional" : "required",
        label: declaration && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined,
        comment: commented && leadingComment(commented, this.names),
      };
    });
    return { kind: "tuple", elements };
  }

  /** A property; none for what is private, for methods of classes and for brands. */
  #member(
    property: ts.Symbol,
    owner: ts.Type,
    settled: Settled,
    template: Mention | undefined,
    origin: Origin,
  ): readonly Member[] {
    const { name, flags } = property;
    if ((flags & SymbolFlags.Prototype) !== 0) return [];
    const declarations = property.declarations ?? [];
    const declaration = property.valueDeclaration ?? declarations[0];
    const named = declaration && ts.getNameOfDeclaration(declaration);
    if (named !== undefined && ts.isPrivateIdentifier(named)) return [];
    const isOfClass = declaration !== undefined && ts.isClassLike(declaration.parent);
    if (declaration !== undefined) {
      const modifiers = ts.getCombinedModifierFlags(declaration);
      if ((modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0) return [];
      if (isOfClass && (flags & (SymbolFlags.Method | SymbolFlags.Accessor)) !== 0) return [];
    }
    if (owner.isIntersection() && owner.types.some((part) => this.#isBrand(part) && part.getProperty(name))) return [];
    const place = this.#place(declaration, origin);
    const type = this.checker.getTypeOfSymbol(property);
    if (name.startsWith("__@")) {
      const symbolKey = { kind: "unsupported", why: "symbolKey", what: this.checker.symbolToString(property) } as const;
      const view = this.view(type, place);
      return [
        {
          name: this.checker.symbolToString(property),
          isOptional: false,
          comment: undefined,
          origin: place,
          type: {
            key: `${view.key}@`,
            name: undefined,
            comments: [],
            text: view.text,
            origin: place,
            shape: () => symbolKey,
          },
        },
      ];
    }
    const isOptional = (flags & SymbolFlags.Optional) !== 0 || this.mayBeNothing(type);
    const written = typeNodeOf(declaration);
    const mention = written ? { node: written, environment: settled.environment } : template;
    return [
      {
        name,
        isOptional,
        comment: declarations.map((one) => leadingComment(one, this.names)).find((one) => one !== undefined),
        origin: place,
        type: this.view(type, place, mention?.node, mention?.environment),
      },
    ];
  }

  /** Where a member is declared, when that is in the user's own files. */
  #place(declaration: ts.Declaration | undefined, otherwise: Origin): Origin {
    if (declaration === undefined || this.provenance.source(declaration.getSourceFile()) !== "user") return otherwise;
    return this.names.origin(ts.getNameOfDeclaration(declaration) ?? declaration);
  }
}

/** A mention of a type; what costs time is worked out when it is asked for, and once. */
class View implements TypeView {
  readonly #reader: TypeReader;
  readonly #settled: Settled;
  readonly key: string;
  readonly origin: Origin;
  #name: { readonly value: TypeName | undefined } | undefined;
  #shape: TypeShape | undefined;

  constructor(reader: TypeReader, settled: Settled, key: string, origin: Origin) {
    this.#reader = reader;
    this.#settled = settled;
    this.key = key;
    this.origin = origin;
  }

  get comments(): readonly Comment[] {
    return this.#settled.comments;
  }

  get name(): TypeName | undefined {
    this.#name ??= { value: this.#reader.name(this.#settled, this.origin) };
    return this.#name.value;
  }

  get text(): string {
    return this.#reader.checker.typeToString(this.#settled.type);
  }

  shape(): TypeShape {
    this.#shape ??= this.#reader.shape(this.#settled, this.origin);
    return this.#shape;
  }
}

/** `undefined` and `void`. */
export function isNothing(type: ts.Type): boolean {
  return (type.flags & (TypeFlags.Undefined | TypeFlags.Void)) !== 0;
}

/** The type of what cannot be resolved; `any` as somebody wrote it is another. */
function isErrorType(type: ts.Type): boolean {
  return "intrinsicName" in type && type.intrinsicName !== "any";
}

export function isReference(type: ts.Type): type is ts.TypeReference {
  if (!("objectFlags" in type) || typeof type.objectFlags !== "number") return false;
  return (type.flags & TypeFlags.Object) !== 0 && (type.objectFlags & ts.ObjectFlags.Reference) !== 0;
}

function isTupleTarget(type: ts.Type): type is ts.TupleType {
  return "elementFlags" in type;
}

function isTemplateLiteral(type: ts.Type): type is ts.TemplateLiteralType {
  return (type.flags & TypeFlags.TemplateLiteral) !== 0;
}

function isStringMapping(type: ts.Type): type is ts.StringMappingType {
  return (type.flags & TypeFlags.StringMapping) !== 0;
}

function isBigIntLiteral(type: ts.Type): type is ts.BigIntLiteralType {
  return (type.flags & TypeFlags.BigIntLiteral) !== 0;
}

/** True for an instance of a class, not for the class itself. */
function isInstance(type: ts.Type, symbol: ts.Symbol): boolean {
  return (symbol.flags & SymbolFlags.Class) === 0 || type.isClassOrInterface() || isReference(type);
}

type GenericDeclaration = ts.InterfaceDeclaration | ts.ClassLikeDeclaration | ts.TypeAliasDeclaration;

function isGenericDeclaration(node: ts.Node): node is GenericDeclaration {
  return ts.isInterfaceDeclaration(node) || ts.isClassLike(node) || ts.isTypeAliasDeclaration(node);
}

function typeArgumentsOf(node: ts.Node): readonly ts.TypeNode[] {
  return ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node) || ts.isImportTypeNode(node)
    ? (node.typeArguments ?? [])
    : [];
}

/** How the type of a member is written. */
function typeNodeOf(declaration: ts.Declaration | undefined): ts.TypeNode | undefined {
  if (declaration === undefined) return undefined;
  if (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration) || ts.isParameter(declaration)) {
    return declaration.type;
  }
  return ts.isGetAccessor(declaration) ? declaration.type : undefined;
}

function elementNode(node: ts.TypeNode): ts.TypeNode {
  if (ts.isNamedTupleMember(node)) return node.type;
  return ts.isOptionalTypeNode(node) || ts.isRestTypeNode(node) ? node.type : node;
}

function arrayElement(node: ts.TypeNode): ts.TypeNode | undefined {
  return ts.isArrayTypeNode(node) ? node.elementType : undefined;
}

function isSpread(node: ts.TypeNode): boolean {
  return ts.isRestTypeNode(node) || (ts.isNamedTupleMember(node) && node.dotDotDotToken !== undefined);
}

function isBrandName(name: string): boolean {
  return /^__[@A-Za-z]/.test(name);
}

function sameMembers<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}

function stem(path: string): string {
  return (path.split("/").at(-1) ?? "").replace(/\.[^.]*$/, "");
}
