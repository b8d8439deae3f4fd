import type { ArrayExpression, Expression, ObjectExpression, Property, Spread } from "./expression.js";
import { numberLiteral } from "./number-literal.js";
import { propertyKey } from "./property-key.js";
import { stringLiteral } from "./string-literal.js";
import { stringWidth } from "./string-width.js";

/** The expression on one line, or undefined when it must break or is wider than `width` columns. */
export function flatExpression(expression: Expression, width: number): string | undefined {
  const line = new FlatLine(width);
  return line.add(expression) ? line.text : undefined;
}

/** A member of an object or an item of a list on one line, as `flatExpression` does it. */
export function flatMember(item: Expression | Property | Spread, width: number): string | undefined {
  const line = new FlatLine(width);
  return line.addMember(item) ? line.text : undefined;
}

/** A line that is written piece by piece. Each method is false when what it was given must break, or the line is too long. */
class FlatLine {
  text = "";
  #left: number;

  constructor(width: number) {
    this.#left = width;
  }

  add(expression: Expression): boolean {
    switch (expression.kind) {
      case "literal":
        return this.#measure(literalText(expression.value));
      case "name":
        return this.#measure(expression.text);
      case "element":
        return this.#measure(`${expression.object}[${stringLiteral(expression.key)}]`);
      case "array":
        return !breaksAlways(expression) && this.#list("[", expression.items, "]");
      case "object":
        if (expression.members.length === 0) return this.#write("{}");
        return !expression.broken && this.#list("{ ", expression.members, " }");
      case "call":
        return this.#list(`${calleeText(expression)}(`, expression.arguments, ")");
      case "chain":
        return (
          this.#measure(expression.base) &&
          expression.calls.every((call) => this.#list(`.${call.name}(`, call.arguments, ")"))
        );
      case "arrow": {
        const isObject = expression.body.kind === "object";
        const head = `${expression.parameters} => ${isObject ? "(" : ""}`;
        return this.#measure(head) && this.add(expression.body) && (!isObject || this.#write(")"));
      }
    }
  }

  addMember(item: Expression | Property | Spread): boolean {
    if (item.kind === "spread") return this.#write("...") && this.add(item.value);
    if (item.kind === "property") return this.#measure(`${propertyKey(item.key)}: `) && this.add(item.value);
    return this.add(item);
  }

  /** Writes what may be text of a document's. */
  #measure(piece: string): boolean {
    return this.#write(piece, stringWidth(piece));
  }

  #write(piece: string, width = piece.length): boolean {
    this.text += piece;
    this.#left -= width;
    return this.#left >= 0;
  }

  #list(open: string, items: readonly (Expression | Property | Spread)[], close: string): boolean {
    if (!this.#measure(open)) return false;
    let separator = "";
    for (const item of items) {
      if (!this.#write(separator) || !this.addMember(item)) return false;
      separator = ", ";
    }
    return this.#write(close);
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
