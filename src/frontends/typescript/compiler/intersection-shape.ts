import { ts } from "@ts-morph/common";
import type { Origin } from "../../../ir/origin.js";
import type { TypeShape } from "../type-view.js";
import { isBrand } from "./is-brand.js";
import type { Settled } from "./mentions.js";
import { objectShape } from "./object-shape.js";
import type { TypeReader } from "./type-reader.js";

const { TypeFlags } = ts;

/** A brand is its base type; objects are one object. */
export function intersectionShape(
  reader: TypeReader,
  type: ts.IntersectionType,
  settled: Settled,
  origin: Origin,
): TypeShape {
  const bases = type.types.filter((part) => (part.flags & TypeFlags.Object) === 0 || !isBrand(part));
  const plain = bases.filter((part) => (part.flags & TypeFlags.Object) === 0);
  if (plain.length > 0) {
    const members = plain.map((part) => reader.view(part, origin));
    const [only] = members;
    return only !== undefined && members.length === 1 ? only.shape() : { kind: "intersection", members };
  }
  const special = bases.filter(
    (part) =>
      reader.checker.isArrayType(part) ||
      reader.checker.isTupleType(part) ||
      reader.provenance.known(part.getSymbol()) !== undefined,
  );
  const [base] = special.length > 0 ? special : bases;
  if (base === undefined) return objectShape(reader, settled, origin);
  if (special.length > 0 || bases.length === 1) {
    return reader.shape({ ...settled, type: base, mention: undefined }, origin);
  }
  return objectShape(reader, settled, origin);
}
