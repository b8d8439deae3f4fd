import type { ts } from "@ts-morph/common";

/** An object whose members only tell types apart: symbols as keys, or names that begin with two underscores. */
export function isBrand(type: ts.Type): boolean {
  const members = type.getProperties();
  return members.length > 0 && members.every((member) => /^__[@A-Za-z]/.test(member.name));
}
