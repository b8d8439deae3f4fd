import { ts } from "@ts-morph/common";
import { isNothing } from "./type-kinds.js";

/** The members of a union without `undefined`; any other type alone. */
export function unionMembers(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types.filter((member) => !isNothing(member)) : isNothing(type) ? [] : [type];
}

/** Members of a union without `undefined`; a single one stands for itself. */
export function withoutNothing(checker: ts.TypeChecker, type: ts.Type): ts.Type {
  if (!type.isUnion() || !type.types.some(isNothing)) return type;
  const rest = type.types.filter((member) => !isNothing(member));
  const [only] = rest;
  if (only === undefined) return type;
  if (rest.length === 1) return only;
  return rest.some((member) => (member.flags & ts.TypeFlags.Null) !== 0) ? type : checker.getNonNullableType(type);
}

/** Whether two types have the same members but for `undefined`. */
export function isSameUnion(a: ts.Type, b: ts.Type): boolean {
  return sameMembers(new Set(unionMembers(a)), new Set(unionMembers(b)));
}

export function sameMembers<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}
