import type { Tool } from "../ir/component.js";
import type { Property, Schema } from "../ir/schema.js";
import { capText } from "../ir/cap-text.js";
import { termsOf } from "../runtime/search/terms.js";
import { plainLine } from "./print/comment.js";

/** A tool with what a search may find it by beside its own texts. */
export interface SearchedTool {
  readonly tool: Tool;
  /** Method and path, or the function's module. */
  readonly address: string;
  /** Operation id or function, where the tool is called something else. */
  readonly identifier: string;
}

/** What words count for by where they stand. */
const weights = { title: 6, name: 3, address: 2, tag: 2, text: 3, argument: 2, argumentText: 1 } as const;

/** Characters of a description that are worth searching: what follows is mostly said of all tools of an API. */
const searchedText = 400;
const searchedArgumentText = 100;

/** Characters that a result of a search shows. */
const shownText = 200;
const shownParameters = 300;

/** The beginning of a description, on one line. */
export function shortDescription({ description }: Tool): string {
  return capText(plainLine(firstParagraph(description)), shownText);
}

/** The arguments for a reader, those that must be given first: `owner, repo, state?: open | closed`. */
export function parameterSummary({ input: { properties } }: Tool, types: ReadonlyMap<string, Schema>): string {
  const sorted = [...properties.filter(({ required }) => required), ...properties.filter(({ required }) => !required)];
  const texts = sorted.map(({ name, schema, required }) => {
    const kind = kindOf(schema, types);
    return `${name}${required ? "" : "?"}${kind === "string" ? "" : `: ${kind}`}`;
  });
  let shown = "";
  for (const [index, text] of texts.entries()) {
    const more = texts.length - index;
    if (shown.length + text.length > shownParameters) return `${shown}, … ${String(more)} more`;
    shown += index === 0 ? text : `, ${text}`;
  }
  return shown;
}

/** The words of a tool with their weights, as the runtime's index holds them. */
export function weightedTerms({ tool, address, identifier }: SearchedTool, types: ReadonlyMap<string, Schema>): string {
  const found = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const term of new Set(termsOf(text))) found.set(term, (found.get(term) ?? 0) + weight);
  };
  add(tool.title, weights.title);
  add(`${tool.name} ${identifier}`, weights.name);
  add(address, weights.address);
  add(tool.tags.join(" "), weights.tag);
  add(firstParagraph(tool.description).slice(0, searchedText), weights.text);
  const { properties } = tool.input;
  add(properties.map(({ name }) => name).join(" "), weights.argument);
  add(properties.map((property) => argumentText(property, types)).join(" "), weights.argumentText);
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([term, weight]) => (weight === 1 ? term : `${term}^${String(weight)}`))
    .join(" ");
}

function firstParagraph(text: string): string {
  const [first = ""] = text.split(/\n\s*\n/);
  return first.replace(/\[([^[\]]*)\]\([^()\s]*\)/g, "$1");
}

function argumentText({ schema }: Property, types: ReadonlyMap<string, Schema>): string {
  const shape = schema.kind === "reference" ? (types.get(schema.name) ?? schema) : schema;
  const values = shape.kind === "enum" ? shape.values.filter((value) => typeof value === "string").slice(0, 20) : [];
  return `${firstParagraph(schema.description ?? shape.description ?? "").slice(0, searchedArgumentText)} ${values.join(" ")}`;
}

/** A type in a few characters. Names that lead to names are followed no further: they may lead back. */
function kindOf(schema: Schema, types: ReadonlyMap<string, Schema>): string {
  switch (schema.kind) {
    case "number":
      return schema.integer === true ? "integer" : "number";
    case "enum": {
      const values = schema.values.map(String);
      const text = values.slice(0, 6).join(" | ");
      return text.length > 60 || values.length > 6 ? "enum" : plainLine(text);
    }
    case "union": {
      const kinds = new Set(schema.members.map((member) => kindOf(member, types)).filter((kind) => kind !== "null"));
      return kinds.size === 1 ? ([...kinds][0] ?? "any") : "any";
    }
    case "reference": {
      const named = types.get(schema.name);
      return named === undefined ? "any" : kindOf(named, new Map());
    }
    case "not":
    case "conditional":
    case "intersection":
      return "any";
    default:
      return schema.kind;
  }
}
