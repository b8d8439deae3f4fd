import type { JsonObject, JsonValue } from "../ir/json.js";
import type { Expression, Property, Spread } from "./print/expression.js";

/**
 * The JSON that a constant expression comes to at run time; keys in the order that JavaScript gives them.
 *
 * @param constant value of a name such as `schemas.Pet`
 */
export function evaluate(expression: Expression, constant: (text: string) => JsonValue): JsonValue {
  switch (expression.kind) {
    case "literal":
      // As JSON and `numberLiteral` have it, negative zero is 0.
      return expression.value === 0 ? 0 : expression.value;
    case "name":
      return constant(expression.text);
    case "array":
      return expression.items.map((item) => evaluate(item.kind === "spread" ? item.value : item, constant));
    case "object":
      return evaluateObject(expression.members, constant);
    default:
      throw new Error(`an expression of kind ${expression.kind} is no constant`);
  }
}

function evaluateObject(members: readonly (Property | Spread)[], constant: (text: string) => JsonValue): JsonValue {
  const result: Record<string, JsonValue> = {};
  for (const member of members) {
    const value = evaluate(member.value, constant);
    if (member.kind === "property") setMember(result, member.key, value);
    else if (isJsonObject(value)) for (const [key, entry] of Object.entries(value)) setMember(result, key, entry);
  }
  return result;
}

function setMember(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  // Assigning would set the prototype.
  if (key === "__proto__")
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
