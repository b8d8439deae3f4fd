import { ts } from "@ts-morph/common";
import type { Origin } from "../../../ir/origin.js";
import type { TypeShape } from "../type-view.js";
import { longestChain, type Mention } from "./mentions.js";
import { isNothing } from "./type-kinds.js";
import { alternatives } from "./type-nodes.js";
import type { TypeReader } from "./type-reader.js";
import { sameMembers, unionMembers } from "./union-members.js";

const { SymbolFlags, SyntaxKind, TypeFlags } = ts;

/** The members in the order in which they are written, as far as that is known; `true` and `false` as one. */
export function unionShape(
  reader: TypeReader,
  type: ts.UnionType,
  mention: Mention | undefined,
  origin: Origin,
): TypeShape {
  const types = type.types.filter((member) => !isNothing(member));
  if (mention !== undefined && ts.isUnionTypeNode(mention.node) && !reader.mentions.mentionsParameter(mention.node)) {
    const { environment } = mention;
    const written = alternatives(mention.node).map((node) => ({
      node,
      type: reader.checker.getTypeFromTypeNode(node),
    }));
    const given = written.flatMap((one) => [...unionMembers(one.type)]);
    // One that is the whole union, as in `Maybe | null`, says nothing of its members.
    const isDivided = written.every((one) => one.type !== type);
    if (isDivided && sameMembers(new Set(given), new Set(types))) {
      const kept = written.filter((one) => !isNothing(one.type) && (one.type.flags & TypeFlags.Never) === 0);
      return { kind: "union", members: kept.map((one) => reader.view(one.type, origin, one.node, environment)) };
    }
  }
  const order = new Map<ts.Type, number>();
  for (const part of writtenOrder(reader, type, mention)) if (!order.has(part)) order.set(part, order.size);
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
          member === booleans[0] ? [reader.checker.getBooleanType()] : booleans.includes(member) ? [] : [member],
        );
  return { kind: "union", members: joined.map((member) => reader.view(member, origin)) };
}

/** The types of a union in the order of its source: an enum's members, the parts of a union that is written out, keys. */
function writtenOrder(reader: TypeReader, type: ts.UnionType, mention: Mention | undefined): readonly ts.Type[] {
  const symbol = type.getSymbol() ?? type.types[0]?.getSymbol();
  if (symbol !== undefined && (symbol.flags & SymbolFlags.Enum) !== 0) return enumMembers(reader, symbol);
  if (mention === undefined || reader.mentions.mentionsParameter(mention.node)) return enumsOf(reader, type);
  return [...partsOf(reader, mention.node, 0), ...enumsOf(reader, type)];
}

function enumMembers(reader: TypeReader, symbol: ts.Symbol): readonly ts.Type[] {
  return reader.checker.getExportsOfModule(symbol).map((member) => reader.checker.getDeclaredTypeOfSymbol(member));
}

/** Members of an enum of which a union has some. */
function enumsOf(reader: TypeReader, type: ts.UnionType): readonly ts.Type[] {
  const parents = type.types.flatMap((member) => {
    const declaration = member.getSymbol()?.valueDeclaration;
    if (declaration === undefined || !ts.isEnumMember(declaration)) return [];
    return reader.checker.getSymbolAtLocation(declaration.parent.name) ?? [];
  });
  return [...new Set(parents)].flatMap((parent) => enumMembers(reader, parent));
}

function partsOf(reader: TypeReader, node: ts.TypeNode, depth: number): readonly ts.Type[] {
  if (depth > longestChain) return [];
  if (ts.isParenthesizedTypeNode(node)) return partsOf(reader, node.type, depth + 1);
  if (ts.isUnionTypeNode(node)) return node.types.flatMap((part) => partsOf(reader, part, depth + 1));
  if (ts.isTypeOperatorNode(node) && node.operator === SyntaxKind.KeyOfKeyword) {
    const keys = reader.checker.getTypeFromTypeNode(node);
    const order = reader.checker
      .getTypeFromTypeNode(node.type)
      .getProperties()
      .map((property) => property.name);
    const rank = (key: ts.Type) => (key.isStringLiteral() ? order.indexOf(key.value) : order.length);
    return unionMembers(keys).toSorted((a, b) => rank(a) - rank(b));
  }
  const symbol = reader.mentions.referred(node);
  const declaration = symbol?.declarations?.[0];
  if (declaration !== undefined && ts.isTypeAliasDeclaration(declaration) && declaration.typeParameters === undefined) {
    return partsOf(reader, declaration.type, depth + 1);
  }
  if (symbol !== undefined && (symbol.flags & SymbolFlags.Enum) !== 0) return enumMembers(reader, symbol);
  // `Exclude<T, U>` and the like keep the order of what they choose from.
  const [first] = ts.isTypeReferenceNode(node) ? (node.typeArguments ?? []) : [];
  if (first !== undefined && symbol !== undefined && reader.provenance.isBuiltIn(symbol)) {
    return partsOf(reader, first, depth + 1);
  }
  return unionMembers(reader.checker.getTypeFromTypeNode(node));
}
