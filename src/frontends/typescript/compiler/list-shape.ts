import { ts } from "@ts-morph/common";
import type { Origin } from "../../../ir/origin.js";
import type { TupleElement, TypeShape } from "../type-view.js";
import { leadingComment } from "./leading-comment.js";
import type { Settled } from "./mentions.js";
import { isReference, isTupleTarget } from "./type-kinds.js";
import { arrayElement, elementNode, isSpread } from "./type-nodes.js";
import type { TypeReader } from "./type-reader.js";

/** The list that a type is; `undefined` for all others. */
export function arrayShape(reader: TypeReader, { type, mention }: Settled, origin: Origin): TypeShape | undefined {
  if (!reader.checker.isArrayType(type) || !isReference(type)) return undefined;
  const [item] = reader.checker.getTypeArguments(type);
  if (item === undefined) return undefined;
  const node =
    mention === undefined
      ? undefined
      : ts.isArrayTypeNode(mention.node)
        ? mention.node.elementType
        : ts.isTypeReferenceNode(mention.node)
          ? mention.node.typeArguments?.[0]
          : undefined;
  return { kind: "array", item: reader.view(item, origin, node, mention?.environment) };
}

/** A list whose items have places of their own. */
export function tupleShape(reader: TypeReader, { type, mention }: Settled, origin: Origin): TypeShape {
  if (!isReference(type) || !isTupleTarget(type.target)) return { kind: "tuple", elements: [] };
  const { elementFlags, labeledElementDeclarations } = type.target;
  const written = mention !== undefined && ts.isTupleTypeNode(mention.node) ? mention.node.elements : undefined;
  const isPlain =
    written?.length === elementFlags.length &&
    written.every((node) => !isSpread(node) || node === written.find(isSpread));
  const elements = reader.checker.getTypeArguments(type).map((element, index): TupleElement => {
    const flags = elementFlags[index] ?? ts.ElementFlags.Required;
    const declaration = labeledElementDeclarations?.[index];
    const node = isPlain ? written[index] : undefined;
    const inner = node && elementNode(node);
    const commented = declaration ?? node;
    const isRest = (flags & ts.ElementFlags.Variable) !== 0;
    return {
      type: reader.view(element, origin, isRest ? inner && arrayElement(inner) : inner, mention?.environment),
      kind: isRest ? "rest" : (flags & ts.ElementFlags.Optional) !== 0 ? "optional" : "required",
      label: declaration && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined,
      comment: commented && leadingComment(commented, reader.names),
    };
  });
  return { kind: "tuple", elements };
}
