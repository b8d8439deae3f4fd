import { ts } from "@ts-morph/common";

const { SymbolFlags, TypeFlags } = ts;

/** `undefined` and `void`. */
export function isNothing(type: ts.Type): boolean {
  return (type.flags & (TypeFlags.Undefined | TypeFlags.Void)) !== 0;
}

/** The type of what cannot be resolved; `any` as somebody wrote it is another. */
export function isErrorType(type: ts.Type): boolean {
  return "intrinsicName" in type && type.intrinsicName !== "any";
}

export function isReference(type: ts.Type): type is ts.TypeReference {
  if (!("objectFlags" in type) || typeof type.objectFlags !== "number") return false;
  return (type.flags & TypeFlags.Object) !== 0 && (type.objectFlags & ts.ObjectFlags.Reference) !== 0;
}

export function isTupleTarget(type: ts.Type): type is ts.TupleType {
  return "elementFlags" in type;
}

export function isTemplateLiteral(type: ts.Type): type is ts.TemplateLiteralType {
  return (type.flags & TypeFlags.TemplateLiteral) !== 0;
}

export function isStringMapping(type: ts.Type): type is ts.StringMappingType {
  return (type.flags & TypeFlags.StringMapping) !== 0;
}

export function isBigIntLiteral(type: ts.Type): type is ts.BigIntLiteralType {
  return (type.flags & TypeFlags.BigIntLiteral) !== 0;
}

/** True for an instance of a class, not for the class itself. */
export function isInstance(type: ts.Type, symbol: ts.Symbol): boolean {
  return (symbol.flags & SymbolFlags.Class) === 0 || type.isClassOrInterface() || isReference(type);
}
