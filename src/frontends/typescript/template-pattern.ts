import type { CaseMapping, TypeShape, TypeView } from "./type-view.js";

/** Every text of a finite number, as TypeScript has it for `${number}`. */
const numberPattern = String.raw`(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|0[xX][\dA-Fa-f]+|0[oO][0-7]+|0[bB][01]+)`;

/** The anchored pattern of a template literal type; undefined when a part of it has no text. */
export function templatePattern(shape: TypeShape): string | undefined {
  const inner = partPattern(shape);
  return inner === undefined ? undefined : `^${inner}$`;
}

/** The pattern of a type within a template. */
function partPattern(shape: TypeShape): string | undefined {
  switch (shape.kind) {
    case "string":
      return String.raw`[\s\S]*`;
    case "number":
      return numberPattern;
    case "bigint":
      return String.raw`-?\d+`;
    case "boolean":
      return "(?:true|false)";
    case "null":
      return "null";
    case "nothing":
      return "undefined";
    case "literal":
      return escapePattern(String(shape.value));
    case "bigintLiteral":
      return escapePattern(shape.digits);
    case "template": {
      const parts = shape.types.map((type) => partPattern(type.shape()));
      if (parts.some((part) => part === undefined)) return undefined;
      return shape.texts.map((text, index) => escapePattern(text) + (parts[index] ?? "")).join("");
    }
    case "cased":
      return casedPattern(shape.mapping);
    case "union":
      return alternatives(shape.members);
    case "never":
    case "unknown":
    case "something":
    case "object":
    case "known":
    case "array":
    case "tuple":
    case "intersection":
    case "unsupported":
      return undefined;
    default:
      return shape satisfies never;
  }
}

function alternatives(members: readonly TypeView[]): string | undefined {
  const parts = members.map((member) => partPattern(member.shape()));
  return parts.some((part) => part === undefined) ? undefined : `(?:${parts.join("|")})`;
}

function casedPattern(mapping: CaseMapping): string {
  switch (mapping) {
    case "Uppercase":
      return String.raw`\P{Ll}*`;
    case "Lowercase":
      return String.raw`\P{Lu}*`;
    case "Capitalize":
      return String.raw`(?:\P{Ll}[\s\S]*)?`;
    case "Uncapitalize":
      return String.raw`(?:\P{Lu}[\s\S]*)?`;
    default:
      return mapping satisfies never;
  }
}

/** A text as a pattern that matches it alone, valid under the `u` flag. */
function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
