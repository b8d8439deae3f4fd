import {
  block,
  choice,
  fill,
  group,
  hardline,
  ifBroken,
  indent,
  indentIfBroken,
  join,
  lazy,
  line,
  mustBreak,
  softline,
  type Doc,
} from "./doc.js";
import type {
  ArrayExpression,
  CallExpression,
  ChainExpression,
  Expression,
  LiteralExpression,
  Property,
  Spread,
} from "./expression.js";
import { breaksAlways, calleeText, flatExpression, flatMember, literalText } from "./flat-expression.js";
import { printDoc, printWidth } from "./print-doc.js";
import { propertyKey } from "./property-key.js";
import { stringLiteral } from "./string-literal.js";
import { stringWidth } from "./string-width.js";

/** An expression, with the places where prettier would break it. */
export function expressionDoc(expression: Expression): Doc {
  if (expression.kind === "literal") return literalText(expression.value);
  if (expression.kind === "name") return expression.text;
  // Most expressions fit on their line: the text of those is all that is ever made.
  const flat = flatExpression(expression, printWidth);
  return flat === undefined ? brokenExpression(expression) : lazy(flat, () => brokenExpression(expression));
}

function brokenExpression(expression: Expression): Doc {
  switch (expression.kind) {
    case "literal":
      return literalText(expression.value);
    case "name":
      return expression.text;
    case "element":
      return [expression.object, group(["[", indent([softline, stringLiteral(expression.key)]), softline, "]"])];
    case "array":
      return arrayDoc(expression);
    case "object": {
      if (expression.members.length === 0) return "{}";
      if (expression.broken) return block("{", (indent) => blockText("{", expression.members, "}", indent));
      const members = join([",", line], expression.members.map(memberDoc));
      return group(["{", indent([line, ...members]), ifBroken(","), line, "}"]);
    }
    case "call":
      return callDoc(expression);
    case "chain":
      return chainDoc(expression);
    case "arrow":
      if (expression.body.kind === "object")
        return group([expression.parameters, " => (", expressionDoc(expression.body), ")"]);
      return group([expression.parameters, " =>", group(indent([line, expressionDoc(expression.body)]))]);
  }
}

/**
 * `left = right` or `left: right`, where the right side may move to a line of its own.
 *
 * @param operator ` =` or `:`
 * @param hasShortKey for a property: true when moving the value would win too little
 * @param value the right side's doc, where it is known already
 */
export function assignmentDoc(
  left: string,
  operator: string,
  right: Expression,
  hasShortKey: boolean,
  value = expressionDoc(right),
): Doc {
  if (isPoorlyBreakable(right) && !hasShortKey) return group([left, operator, group(indent([line, value]))]);
  if (hasShortKey || isNumberOrBoolean(right)) return group([left, operator, " ", value]);
  const id = Symbol("assignment");
  return group([left, operator, group(indent(line), { id }), indentIfBroken(value, id)]);
}

function memberDoc(member: Property | Spread): Doc {
  const flat = flatMember(member, printWidth);
  return flat === undefined ? brokenMember(member) : lazy(flat, () => brokenMember(member));
}

/** A member that stands on several lines. */
function brokenMember(member: Property | Spread): Doc {
  if (member.kind === "spread") return ["...", expressionDoc(member.value)];
  const key = propertyKey(member.key);
  // Narrower than the indentation and three: a value on the next line would start hardly further left.
  const width = stringWidth(key);
  // An object behind a key of ordinary length opens on the key's line, so that it cannot stand on one line either.
  const isOpen = width < printWidth / 2 && (member.value.kind === "object" || member.value.kind === "array");
  const value = isOpen ? brokenExpression(member.value) : expressionDoc(member.value);
  return assignmentDoc(key, ":", member.value, width < 5, value);
}

function arrayDoc(expression: ArrayExpression): Doc {
  const { items } = expression;
  if (items.length === 0) return "[]";
  const broken = breaksAlways(expression);
  if (items.every(isNumber)) {
    const numbers = items.map((item) => literalText(item.value));
    const words = ifBroken(fill(numbers.map((number) => `${number},`)), numbers.join(", "));
    return group(["[", indent([softline, words]), softline, "]"]);
  }
  const docs = items.map((item) =>
    item.kind === "spread" ? ["...", expressionDoc(item.value)] : group(expressionDoc(item)),
  );
  return group(["[", indent([softline, ...join([",", line], docs)]), ifBroken(","), softline, "]"], { broken });
}

function callDoc(expression: CallExpression): Doc {
  const { callee, typeArguments } = expression;
  if (typeArguments.length === 0) return [callee, argumentsDoc(expression.arguments)];
  const types = group(["<", indent([softline, ...join([",", line], typeArguments)]), softline, ">"]);
  return [callee, types, argumentsDoc(expression.arguments)];
}

/** Arguments in parentheses; a last one that is an object or an array opens on the line of the call where the others fit there. */
function argumentsDoc(args: readonly Expression[]): Doc {
  const last = args.at(-1);
  if (last === undefined) return "()";
  const docs = args.map(expressionDoc);
  const apart = (broken: boolean): Doc => {
    return group(["(", indent([softline, ...join([",", line], docs)]), ifBroken(","), softline, ")"], { broken });
  };
  if (!canHug(last, args)) return apart(docs.some(mustBreak));
  const head = docs.slice(0, -1);
  if (head.some(mustBreak)) return apart(true);
  const start = ["(", ...head.flatMap((doc) => [doc, ", "])];
  const lastDoc = brokenExpression(last);
  const hugged = [...start, group(lastDoc, { broken: true }), ")"];
  if (mustBreak(lastDoc)) return choice(hugged, apart(true));
  return choice([...start, lastDoc, ")"], hugged, apart(true));
}

/** Whether the last argument opens on the line of the call. */
function canHug(last: Expression, args: readonly Expression[]): boolean {
  if (last.kind !== "object" && last.kind !== "array") return false;
  if (last.kind === "object" ? last.members.length === 0 : last.items.length === 0) return false;
  if (args.at(-2)?.kind === last.kind) return false;
  return args.length === 1 || last.kind === "object" || !last.items.every(isNumber);
}

function chainDoc({ base, calls }: ChainExpression): Doc {
  const links = calls.map((link): Doc => [`.${link.name}`, argumentsDoc(link.arguments)]);
  if (links.length < 2) return [base, ...links];
  return choice([base, ...links], [base, indent(links.map((link) => [hardline, link]))]);
}

/** What cannot break well itself, so that it moves to a line of its own: strings and members. */
export function isPoorlyBreakable(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string";
    case "name":
      return /[.[]/.test(expression.text) && !expression.text.includes("(");
    case "element":
      return true;
    case "call":
      return (
        !expression.callee.startsWith("new ") &&
        expression.typeArguments.length < 2 &&
        hasShortArguments(expression.arguments)
      );
    case "chain":
      return expression.calls.length === 1 && expression.calls.every((link) => hasShortArguments(link.arguments));
    default:
      return false;
  }
}

/** No arguments, or a lone one of at most a quarter of the line. */
function hasShortArguments(args: readonly Expression[]): boolean {
  const [first, second] = args;
  if (first === undefined) return true;
  if (second !== undefined) return false;
  if (first.kind === "name") return !/[.[(]/.test(first.text) && stringWidth(first.text) <= printWidth / 4;
  return (
    first.kind === "literal" &&
    (typeof first.value !== "string" || stringWidth(literalText(first.value)) <= printWidth / 4)
  );
}

function isNumber(item: Expression | Spread): item is LiteralExpression {
  return item.kind === "literal" && typeof item.value === "number";
}

/** Negative numbers are operators to prettier. */
function isNumberOrBoolean(expression: Expression): boolean {
  if (expression.kind !== "literal") return false;
  return typeof expression.value === "boolean" || (typeof expression.value === "number" && expression.value >= 0);
}

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
  return flatExpression(expression, printWidth - column - tail) ?? brokenText(expression, indent, column);
}

function brokenText(expression: Expression, indent: number, column: number): string | undefined {
  switch (expression.kind) {
    case "object":
      if (expression.members.length === 0) return undefined;
      return blockText("{", expression.members, "}", indent);
    case "array":
      if (expression.items.every(isNumber)) return undefined;
      return blockText("[", expression.items, "]", indent);
    case "call":
      return brokenCall(expression, indent, column);
    default:
      return undefined;
  }
}

/** Entries on lines of their own. */
function blockText(
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
  if (entry.kind === "property" && entry.value.kind === "literal" && typeof entry.value.value === "string") {
    return textEntry(entry.key, entry.value.value, indent);
  }
  const flat = flatMember(entry, printWidth - indent - 1);
  return flat ?? brokenEntry(entry, indent) ?? docText(entry, indent);
}

/** A text that does not fit behind its key moves to the next line; behind a key as narrow as the indentation that would win nothing. */
function textEntry(key: string, text: string, indent: number): string {
  const left = propertyKey(key);
  const right = stringLiteral(text);
  const width = stringWidth(left);
  const isMoved = width >= 5 && indent + width + stringWidth(right) + 3 > printWidth;
  return isMoved ? `${left}:\n${" ".repeat(indent + 2)}${right}` : `${left}: ${right}`;
}

function brokenEntry(entry: Expression | Property | Spread, indent: number): string | undefined {
  if (entry.kind === "spread") return undefined;
  if (entry.kind !== "property") return brokenText(entry, indent, indent);
  const { value } = entry;
  const key = propertyKey(entry.key);
  const width = stringWidth(key);
  if ((value.kind !== "object" && value.kind !== "array") || width >= printWidth / 2) return undefined;
  const text = brokenText(value, indent, indent + width + 2);
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
  if (!isHugged) return blockText(head, args, ")", indent);
  const text = brokenText(last, indent, column);
  return text === undefined ? undefined : `${head}${text})`;
}

/** For all that has more ways to break. */
function docText(entry: Expression | Property | Spread, indent: number): string {
  const doc = entry.kind === "property" || entry.kind === "spread" ? memberDoc(entry) : expressionDoc(entry);
  return printDoc([doc, ","], { indent }).slice(0, -1);
}
