import { ts } from "@ts-morph/common";
import type { Origin } from "../../../ir/origin.js";
import type { Comment, TypeName, TypeShape, TypeView, Unsupported } from "../type-view.js";
import type { FileNames } from "./file-names.js";
import { intersectionShape } from "./intersection-shape.js";
import type { Provenance } from "./known-types.js";
import { Mentions, nowhere, type Environment, type Settled } from "./mentions.js";
import { objectShape } from "./object-shape.js";
import { isBigIntLiteral, isErrorType, isNothing, isStringMapping, isTemplateLiteral } from "./type-kinds.js";
import { typeName } from "./type-name.js";
import { unionShape } from "./union-shape.js";

const { TypeFlags } = ts;

/** Reads the checker's types. */
export class TypeReader {
  readonly checker: ts.TypeChecker;
  readonly names: FileNames;
  readonly provenance: Provenance;
  /** True for mcpgen's `Context`. */
  readonly isContext: (symbol: ts.Symbol | undefined) => boolean;
  readonly mentions: Mentions;

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
    this.mentions = new Mentions(checker, names, provenance);
  }

  /**
   * @param node how the type is written where it is mentioned, as far as that is known
   * @param origin where that is
   */
  view(type: ts.Type, origin: Origin, node?: ts.TypeNode, environment: Environment = nowhere): TypeView {
    const settled = this.mentions.settle(type, node && { node, environment });
    const arguments_ = [...settled.environment.values()].map((mention) => this.mentions.remarks(mention)).join("");
    return new View(this, settled, `${String(this.mentions.id(settled.type))}${arguments_}`, origin);
  }

  /** The type with what promises hold in their place. */
  awaited(type: ts.Type): ts.Type {
    return this.checker.getAwaitedType(type) ?? type;
  }

  /** True when a value of the type may be `undefined`. */
  mayBeNothing(type: ts.Type): boolean {
    return type.isUnion() ? type.types.some(isNothing) : isNothing(type);
  }

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
    if (isStringMapping(type)) return casedShape(this, type, origin);
    if (type.isUnion()) return unionShape(this, type, mention, origin);
    if (type.isIntersection()) return intersectionShape(this, type, settled, origin);
    if ((flags & TypeFlags.Object) !== 0) return objectShape(this, settled, origin);
    // Parameters of generic functions, and what depends on them, are as wide as their constraint.
    const constraint = this.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type
      ? { kind: "unknown" }
      : this.shape({ type: constraint, mention: undefined, environment: nowhere, comments: [] }, origin);
  }
}

function casedShape(reader: TypeReader, type: ts.StringMappingType, origin: Origin): TypeShape {
  const { name } = type.symbol;
  if ((type.type.flags & TypeFlags.String) === 0) return reader.view(type.type, origin).shape();
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
    this.#name ??= { value: typeName(this.#reader, this.#settled, this.origin) };
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
