import { ts } from "@ts-morph/common";
import type { Origin } from "../../../ir/origin.js";
import type { TypeShape, Unsupported } from "../type-view.js";
import { arrayShape, tupleShape } from "./list-shape.js";
import type { Mention, Settled } from "./mentions.js";
import { membersOf } from "./object-members.js";
import { isReference } from "./type-kinds.js";
import { typeArgumentsOf } from "./type-nodes.js";
import type { TypeReader } from "./type-reader.js";

const { SymbolFlags, SyntaxKind, TypeFlags } = ts;

/** What has members, and what is an object to JavaScript and something else to whoever sends it. */
export function objectShape(reader: TypeReader, settled: Settled, origin: Origin): TypeShape {
  const { type, mention } = settled;
  const { checker, provenance } = reader;
  const symbol = type.getSymbol();
  const arrayItem = arrayShape(reader, settled, origin);
  if (arrayItem !== undefined) return arrayItem;
  if (checker.isTupleType(type)) return tupleShape(reader, settled, origin);
  const unsupported = (why: Unsupported): TypeShape => ({
    kind: "unsupported",
    why,
    what: symbol === undefined || symbol.name.startsWith("__") ? checker.typeToString(type) : symbol.name,
  });
  if (reader.isContext(symbol)) return unsupported("context");
  const base = travellingBase(reader, type, symbol);
  if (base !== undefined) return reader.shape({ ...settled, type: base, mention: undefined }, origin);
  if (symbol !== undefined && hasUnresolvedBase(reader, symbol)) return unsupported("unresolved");
  const wrapper = provenance.wrapper(symbol);
  if (wrapper !== undefined) return { kind: wrapper };
  const known = provenance.known(symbol);
  if (known !== undefined) {
    const given = isReference(type) ? checker.getTypeArguments(type) : [];
    const nodes = mention === undefined || !("typeArguments" in mention.node) ? [] : typeArgumentsOf(mention.node);
    return {
      kind: "known",
      name: known,
      arguments: given.map((one, index) => reader.view(one, origin, nodes[index], mention?.environment)),
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
  if (properties.length === 0 && indexes.length === 0 && isAnything(type)) return { kind: "something" };
  const template = mappedValue(reader, mention);
  return {
    kind: "object",
    members: properties.flatMap((property) => membersOf(reader, property, type, settled, template, origin)),
    indexes: indexes
      .filter((info) => (info.keyType.flags & TypeFlags.ESSymbolLike) === 0)
      .map((info) => {
        const written = info.declaration?.type;
        const value = written ? { node: written, environment: settled.environment } : template;
        return {
          key: reader.view(info.keyType, origin),
          value: reader.view(info.type, origin, value?.node, value?.environment),
        };
      }),
  };
}

/** The list, or the known type, that a type of the user's extends: that is how its values travel. */
function travellingBase(reader: TypeReader, type: ts.Type, symbol: ts.Symbol | undefined): ts.Type | undefined {
  const extended = SymbolFlags.Interface | SymbolFlags.Class;
  if (symbol === undefined || (symbol.flags & extended) === 0 || reader.provenance.isBuiltIn(symbol)) return undefined;
  return type
    .getBaseTypes()
    ?.find((base) => reader.checker.isArrayType(base) || reader.provenance.known(base.getSymbol()) !== undefined);
}

/** True for a type that extends one that cannot be resolved: some of its members are not known. */
function hasUnresolvedBase(reader: TypeReader, symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some(
    (declaration) =>
      (ts.isInterfaceDeclaration(declaration) || ts.isClassLike(declaration)) &&
      declaration.heritageClauses?.some(
        (clause) =>
          clause.token === SyntaxKind.ExtendsKeyword &&
          clause.types.some((base) => (reader.checker.getTypeAtLocation(base).flags & TypeFlags.Any) !== 0),
      ) === true,
  );
}

/** `{}` as it is written: anything but null. A named type without members is an object without members. */
function isAnything(type: ts.Type): boolean {
  const symbol = type.getSymbol();
  if (type.aliasSymbol !== undefined) return false;
  return symbol === undefined || (symbol.flags & SymbolFlags.TypeLiteral) !== 0 || symbol.name === "Object";
}

/** How the values of a mapped type are written, e.g. `V` of `Record<K, V>`; undefined where it depends on the key. */
function mappedValue(reader: TypeReader, mention: Mention | undefined): Mention | undefined {
  if (mention === undefined || !ts.isMappedTypeNode(mention.node) || mention.node.type === undefined) return undefined;
  const { type: node, typeParameter } = mention.node;
  const key = reader.checker.getSymbolAtLocation(typeParameter.name);
  const mentionsKey = (part: ts.Node): boolean =>
    (ts.isTypeReferenceNode(part) && reader.checker.getSymbolAtLocation(part.typeName) === key) ||
    ts.forEachChild(part, (child) => mentionsKey(child) || undefined) === true;
  return mentionsKey(node) ? undefined : { node, environment: mention.environment };
}
