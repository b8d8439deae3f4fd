import type { ArrayExpression, Expression, ObjectExpression, Property, Spread } from "./expression.js";
import { numberLiteral } from "./number-literal.js";
import { propertyKey } from "./property-key.js";
import { stringLiteral } from "./string-literal.js";
import { stringWidth } from "./string-width.js";

/** The expression on one line, or undefined when it must break or is wider than `width` columns. */
export function flatExpression(expression: Expression, width: number): string | undefined {
  switch (expression.kind) {
    case "literal":
      return within(literalText(expression.value), width);
    case "name":
      return within(expression.text, width);
    case "element":
      return within(`${expression.object}[${stringLiteral(expression.key)}]`, width);
    case "array":
      return breaksAlways(expression) ? undefined : list("[", expression.items, "]", width);
    case "object":
      if (expression.members.length === 0) return within("{}", width);
      return expression.broken ? undefined : list("{ ", expression.members, " }", width);
    case "call":
      return list(`${calleeText(expression)}(`, expression.arguments, ")", width);
    case "chain": {
      let text = expression.base;
      for (const call of expression.calls) {
        const next = list(`.${call.name}(`, call.arguments, ")", width - stringWidth(text));
        if (next === undefined) return undefined;
        text += next;
      }
      return text;
    }
    case "arrow": {
      const isObject = expression.body.kind === "object";
      const head = `${expression.parameters} => ${isObject ? "(" : ""}`;
      const body = flatExpression(expression.body, width - head.length);
      return body === undefined ? undefined : within(`${head}${body}${isObject ? ")" : ""}`, width);
    }
  }
}

/** A primitive value in TypeScript and JSON. */
export function literalText(value: null | boolean | number | string): string {
  if (typeof value === "string") return stringLiteral(value);
  return typeof value === "number" ? numberLiteral(value) : String(value);
}

/** `callee<A, B>` on one line. */
export function calleeText({
  callee,
  typeArguments,
}: {
  readonly callee: string;
  readonly typeArguments: readonly string[];
}): string {
  return typeArguments.length === 0 ? callee : `${callee}<${typeArguments.join(", ")}>`;
}

/** As prettier does it: a list of objects, or of arrays, that all have more than one entry is broken even if it fits. */
export function breaksAlways({ items }: ArrayExpression): boolean {
  return items.length > 1 && (items.every(isBigObject) || items.every(isBigArray));
}

function isBigObject(item: Expression | Spread): item is ObjectExpression {
  return item.kind === "object" && item.members.length > 1;
}

function isBigArray(item: Expression | Spread): item is ArrayExpression {
  return item.kind === "array" && item.items.length > 1;
}

function list(
  open: string,
  items: readonly (Expression | Property | Spread)[],
  close: string,
  width: number,
): string | undefined {
  let text = open;
  let left = width - stringWidth(open) - close.length;
  for (const [index, item] of items.entries()) {
    if (left < 0) return undefined;
    const separator = index === 0 ? "" : ", ";
    const piece = flatMember(item, left - separator.length);
    if (piece === undefined) return undefined;
    text += separator + piece;
    left -= separator.length + stringWidth(piece);
  }
  return left < 0 ? undefined : text + close;
}

/** A member of an object or an item of a list on one line, as `flatExpression` does it. */
export function flatMember(item: Expression | Property | Spread, width: number): string | undefined {
  if (item.kind !== "property" && item.kind !== "spread") return flatExpression(item, width);
  const head = item.kind === "spread" ? "..." : `${propertyKey(item.key)}: `;
  const value = flatExpression(item.value, width - stringWidth(head));
  return value === undefined ? undefined : head + value;
}

function within(text: string, width: number): string | undefined {
  return stringWidth(text) <= width ? text : undefined;
}
