import type { Expression } from "../print/expression.js";

/** True when an expression holds a name that begins with `prefix`, e.g. `schemas.`. */
export function mentions(expression: Expression, prefix: string): boolean {
  switch (expression.kind) {
    case "name":
      return expression.text.startsWith(prefix);
    case "array":
      return expression.items.some((item) => mentions(item.kind === "spread" ? item.value : item, prefix));
    case "object":
      return expression.members.some((member) => mentions(member.value, prefix));
    case "call":
      return expression.arguments.some((argument) => mentions(argument, prefix));
    default:
      return false;
  }
}
