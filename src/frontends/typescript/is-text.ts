import type { Schema } from "../../ir/schema.js";

/** True when all values are texts that stand for themselves. */
export function isText(schema: Schema, types: (name: string) => Schema | undefined): boolean {
  switch (schema.kind) {
    case "string":
      return schema.native === undefined;
    case "enum":
      return schema.native === undefined && schema.values.every((value) => typeof value === "string");
    case "union":
      return schema.native === undefined && schema.members.every((member) => isText(member, types));
    case "intersection":
      return schema.members.some((member) => isText(member, types));
    case "reference": {
      const target = types(schema.name);
      return target !== undefined && isText(target, types);
    }
    case "any":
    case "never":
    case "null":
    case "boolean":
    case "number":
    case "array":
    case "object":
    case "not":
    case "conditional":
      return false;
    default:
      return schema satisfies never;
  }
}
