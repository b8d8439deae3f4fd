import { ts } from "@ts-morph/common";
import type { JsonValue } from "../../../ir/json.js";

/**
 * The JSON value of an initializer: literals, arrays and objects of them, members of enums. Undefined for everything else,
 * for which only the program itself can tell what it comes to.
 */
export function constantValue(node: ts.Expression, checker: ts.TypeChecker): JsonValue | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return finite(Number(node.text));
  if (ts.isBigIntLiteral(node)) return BigInt(node.text.slice(0, -1)).toString();
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    return constantValue(node.expression, checker);
  }
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return true;
    case ts.SyntaxKind.FalseKeyword:
      return false;
    case ts.SyntaxKind.NullKeyword:
      return null;
    default:
  }
  if (ts.isPrefixUnaryExpression(node)) return signed(node, checker);
  if (ts.isArrayLiteralExpression(node)) {
    const items = node.elements.map((item) => constantValue(item, checker));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (ts.isObjectLiteralExpression(node)) return objectValue(node, checker);
  if (ts.isPropertyAccessExpression(node)) return enumValue(checker.getSymbolAtLocation(node.name), checker);
  if (ts.isElementAccessExpression(node)) {
    return enumValue(checker.getSymbolAtLocation(node.argumentExpression), checker);
  }
  return undefined;
}

function enumValue(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): JsonValue | undefined {
  const declaration = symbol?.valueDeclaration;
  return declaration !== undefined && ts.isEnumMember(declaration) ? checker.getConstantValue(declaration) : undefined;
}

function signed(node: ts.PrefixUnaryExpression, checker: ts.TypeChecker): JsonValue | undefined {
  const value = constantValue(node.operand, checker);
  if (node.operator === ts.SyntaxKind.PlusToken) return typeof value === "number" ? value : undefined;
  if (node.operator !== ts.SyntaxKind.MinusToken) return undefined;
  if (ts.isBigIntLiteral(node.operand) && typeof value === "string") return `-${value}`;
  return typeof value === "number" ? (value === 0 ? 0 : -value) : undefined;
}

function objectValue(node: ts.ObjectLiteralExpression, checker: ts.TypeChecker): JsonValue | undefined {
  const entries: [string, JsonValue][] = [];
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property)) return undefined;
    const { name } = property;
    const key =
      ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : undefined;
    const value = constantValue(property.initializer, checker);
    if (key === undefined || value === undefined) return undefined;
    entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
