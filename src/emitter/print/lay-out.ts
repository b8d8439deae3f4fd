import { canHug, expressionDoc, isNumber, memberDoc } from "./expression-doc.js";
import type { CallExpression, Expression, Property, Spread } from "./expression.js";
import { calleeText, flatExpression, flatMember, literalText } from "./flat-expression.js";
import { printDoc, printWidth } from "./print-doc.js";
import { propertyKey } from "./property-key.js";
import { stringWidth } from "./string-width.js";

/** Where an expression stands. */
export interface Spot {
  /** Columns that its further lines are indented by. */
  readonly indent: number;
  /** Columns that are taken already on its first line. */
  readonly column: number;
  /** Columns of what must follow on its last line. */
  readonly tail: number;
}

/**
 * The text of an expression, its lines broken as `expressionDoc` and `printDoc` would break them, without a doc: most of what
 * is printed is schemas, whose objects and arrays either fit on their line or have a line for each entry. `undefined` for what
 * has more to choose from.
 */
export function layOut(expression: Expression, { indent, column, tail }: Spot): string | undefined {
  return flatExpression(expression, printWidth - column - tail) ?? broken(expression, indent, column);
}

function broken(expression: Expression, indent: number, column: number): string | undefined {
  switch (expression.kind) {
    case "object":
      if (expression.members.length === 0) return undefined;
      return block("{", expression.members, "}", indent);
    case "array":
      if (expression.items.every(isNumber)) return undefined;
      return block("[", expression.items, "]", indent);
    case "call":
      return brokenCall(expression, indent, column);
    default:
      return undefined;
  }
}

/** Entries on lines of their own. */
function block(
  open: string,
  entries: readonly (Expression | Property | Spread)[],
  close: string,
  indent: number,
): string {
  const start = `\n${" ".repeat(indent + 2)}`;
  let text = open;
  for (const entry of entries) text += `${start}${entryText(entry, indent + 2)},`;
  return `${text}\n${" ".repeat(indent)}${close}`;
}

/** A member of an object or an item of a list, with a comma behind it and the next entry on another line. */
function entryText(entry: Expression | Property | Spread, indent: number): string {
  const flat = flatMember(entry, printWidth - indent - 1);
  return flat ?? brokenEntry(entry, indent) ?? docText(entry, indent);
}

function brokenEntry(entry: Expression | Property | Spread, indent: number): string | undefined {
  if (entry.kind === "spread") return undefined;
  if (entry.kind !== "property") return broken(entry, indent, indent);
  const { value } = entry;
  const key = propertyKey(entry.key);
  const width = stringWidth(key);
  if (value.kind === "literal" && typeof value.value === "string") {
    // A key as narrow as the indentation, or nearly so: the next line would win nothing.
    return `${key}:${width < 5 ? " " : `\n${" ".repeat(indent + 2)}`}${literalText(value.value)}`;
  }
  if ((value.kind !== "object" && value.kind !== "array") || width >= printWidth / 2) return undefined;
  const text = broken(value, indent, indent + width + 2);
  return text === undefined ? undefined : `${key}: ${text}`;
}

function brokenCall(call: CallExpression, indent: number, column: number): string | undefined {
  const { arguments: args } = call;
  const last = args.at(-1);
  if (last === undefined) return undefined;
  let head = `${calleeText(call)}(`;
  const isHugged = canHug(last, args);
  if (isHugged) {
    for (const arg of args.slice(0, -1)) {
      const flat = flatExpression(arg, printWidth);
      if (flat === undefined) return undefined;
      head += `${flat}, `;
    }
  }
  if (column + stringWidth(head) + (isHugged ? 1 : 0) > printWidth) return undefined;
  if (!isHugged) return block(head, args, ")", indent);
  const text = broken(last, indent, column);
  return text === undefined ? undefined : `${head}${text})`;
}

/** For all that has more ways to break. */
function docText(entry: Expression | Property | Spread, indent: number): string {
  const doc = entry.kind === "property" || entry.kind === "spread" ? memberDoc(entry) : expressionDoc(entry);
  return printDoc([doc, ","], { indent }).slice(0, -1);
}
