import type { JsonObject, JsonValue } from "../ir/json.js";
import type { Expression, Property, Spread } from "./print/expression.js";

/** What the names in an expression stand for. */
export interface Constants {
  /** Value of a name such as `schemas.Pet`. */
  readonly name: (text: string) => JsonValue;
  /** Value of a call. */
  readonly call: (callee: string, args: readonly JsonValue[]) => JsonValue;
}

/** The JSON that an expression comes to at run time; keys in the order that JavaScript gives them. */
export function evaluate(expression: Expression, constants: Constants): JsonValue {
  switch (expression.kind) {
    case "literal":
      // As JSON and `numberLiteral` have it, negative zero is 0.
      return expression.value === 0 ? 0 : expression.value;
    case "name":
      return constants.name(expression.text);
    case "array":
      return expression.items.map((item) => evaluate(item.kind === "spread" ? item.value : item, constants));
    case "object":
      return evaluateObject(expression.members, constants);
    case "call":
      return constants.call(
        expression.callee,
        expression.arguments.map((argument) => evaluate(argument, constants)),
      );
    default:
      throw new Error(`an expression of kind ${expression.kind} is no constant`);
  }
}

function evaluateObject(members: readonly (Property | Spread)[], constants: Constants): JsonValue {
  const result: Record<string, JsonValue> = {};
  const set = (key: string, value: JsonValue): void => {
    // Assigning would set the prototype.
    if (key === "__proto__")
      Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true });
    else result[key] = value;
  };
  for (const member of members) {
    const value = evaluate(member.value, constants);
    if (member.kind === "property") set(member.key, value);
    else if (isJsonObject(value)) for (const [key, entry] of Object.entries(value)) set(key, entry);
  }
  return result;
}

function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
