import { compact } from "../../ir/compact.js";
import type { JsonValue } from "../../ir/json.js";
import type { ArraySchema, NumberSchema, Schema, StringSchema } from "../../ir/schema.js";
import { screenPattern } from "../screen-pattern.js";
import { codeText, type DocTag } from "./doc-comment.js";
import { isSchemaTag, similarTag, type SchemaTag } from "./tags.js";

/** What goes wrong with the tags of a comment, told to the user by whoever knows the file. */
export interface RemarkFaults {
  /** The tag means nothing for this type. */
  noEffect(tag: DocTag, on: string): void;
  /** The text behind the tag is not what it needs. */
  invalid(tag: DocTag, expected: string): void;
  /** The tag looks like a slip of another one. */
  unknown(tag: DocTag, similar: string): void;
}

/** What the comments of a property, parameter or alias say beside its type. */
export interface Remarks {
  readonly text: string;
  readonly tags: readonly DocTag[];
}

/** A schema with what comments say: texts, constraints, default, examples. */
export function remarked(
  schema: Schema,
  { text, tags }: Remarks,
  types: (name: string) => Schema | undefined,
  faults: RemarkFaults,
): Schema {
  let shaped = schema;
  for (const tag of tags)
    if (tag.name !== undefined && isSchemaTag(tag.name)) shaped = constrained(shaped, tag, tag.name, types, faults);
  reportSlips(tags, faults);
  const find = (name: DocTag["name"]) => tags.find((tag) => tag.name === name);
  const deprecated = find("deprecated");
  const examples = tags
    .filter((tag) => tag.name === "example" && tag.text !== "" && !tag.text.includes("\n"))
    .flatMap((tag) => readValue(tag.text, shaped, types) ?? []);
  const paragraphs = [
    text,
    find("remarks")?.text ?? "",
    deprecated && deprecated.text !== "" ? `Deprecated: ${deprecated.text}` : "",
  ];
  const description = paragraphs.filter((part) => part !== "").join("\n\n");
  const title = find("title")?.text;
  return {
    ...shaped,
    ...compact({
      title: title === undefined || title === "" ? undefined : title,
      description: description === "" ? undefined : description,
      examples: examples.length === 0 ? undefined : examples,
      deprecated: deprecated === undefined ? undefined : (true as const),
    }),
  };
}

/** Tells of tags that are written almost as one of the vocabulary. */
export function reportSlips(tags: readonly DocTag[], faults: RemarkFaults): void {
  for (const tag of tags) {
    const similar = tag.name === undefined ? similarTag(tag.written) : undefined;
    if (similar !== undefined) faults.unknown(tag, similar);
  }
}

function constrained(
  schema: Schema,
  tag: DocTag,
  name: SchemaTag,
  types: (name: string) => Schema | undefined,
  faults: RemarkFaults,
): Schema {
  const apply = (change: (member: Schema) => Schema | undefined): Schema => {
    const changed = changeMembers(schema, change, types);
    if (changed === undefined) faults.noEffect(tag, kindOf(schema));
    return changed ?? schema;
  };
  const number = (change: (value: number) => Partial<NumberSchema>) => {
    const value = Number(codeText(tag.text).split(/\s/)[0]);
    if (tag.text === "" || !Number.isFinite(value)) return invalid("a number");
    return apply((member) => (member.kind === "number" ? { ...member, ...change(value) } : undefined));
  };
  const count = (change: (value: number) => (member: Schema) => Schema | undefined) => {
    const value = Number(codeText(tag.text).split(/\s/)[0]);
    if (tag.text === "" || !Number.isInteger(value) || value < 0) return invalid("a whole number");
    return apply(change(value));
  };
  const length = (change: (value: number) => Partial<StringSchema>) =>
    count(
      (value) => (member) => (member.kind === "string" && isText(member) ? { ...member, ...change(value) } : undefined),
    );
  const items = (change: (value: number) => Partial<ArraySchema>) =>
    count((value) => (member) => (member.kind === "array" ? { ...member, ...change(value) } : undefined));
  const invalid = (expected: string): Schema => {
    faults.invalid(tag, expected);
    return schema;
  };
  const isOff = /^false\b/.test(tag.text);
  switch (name) {
    case "minimum":
      return number((minimum) => ({ minimum }));
    case "maximum":
      return number((maximum) => ({ maximum }));
    case "exclusiveMinimum":
      return number((exclusiveMinimum) => ({ exclusiveMinimum }));
    case "exclusiveMaximum":
      return number((exclusiveMaximum) => ({ exclusiveMaximum }));
    case "multipleOf":
      return Number(codeText(tag.text)) > 0 ? number((multipleOf) => ({ multipleOf })) : invalid("a number above 0");
    case "integer":
      return isOff ? schema : apply((member) => (member.kind === "number" ? { ...member, integer: true } : undefined));
    case "minLength":
      return length((minLength) => ({ minLength }));
    case "maxLength":
      return length((maxLength) => ({ maxLength }));
    case "minItems":
      return items((minItems) => ({ minItems }));
    case "maxItems":
      return items((maxItems) => ({ maxItems }));
    case "uniqueItems":
      return isOff
        ? schema
        : apply((member) => (member.kind === "array" ? { ...member, uniqueItems: true } : undefined));
    case "pattern": {
      const screened = screenPattern(codeText(tag.text));
      if (tag.text === "" || "reason" in screened) {
        return invalid("reason" in screened ? `a pattern; this one ${screened.reason}` : "a pattern");
      }
      return apply((member) =>
        member.kind !== "string" || !isText(member)
          ? undefined
          : member.pattern === undefined || member.pattern === screened.pattern
            ? { ...member, pattern: screened.pattern }
            : { kind: "intersection", members: [member, { kind: "string", pattern: screened.pattern }] },
      );
    }
    case "format": {
      const format = codeText(tag.text).split(/\s/)[0] ?? "";
      if (format === "") return invalid("a format, e.g. `email`");
      return apply((member) =>
        (member.kind === "string" && isText(member)) || member.kind === "number" ? { ...member, format } : undefined,
      );
    }
    case "defaultValue": {
      if (/^`*undefined`*$/.test(tag.text)) return schema;
      const value = readValue(tag.text, schema, types);
      return value === undefined
        ? invalid("a value in JSON that fits the type, e.g. `10`")
        : { ...schema, default: value };
    }
    default:
      return name satisfies never;
  }
}

/** Strings that stand for another value have a form of their own. */
function isText(schema: StringSchema): boolean {
  return schema.native === undefined;
}

/** The schema with a change in each of its alternatives that takes it; undefined when none does. References are written out. */
function changeMembers(
  schema: Schema,
  change: (member: Schema) => Schema | undefined,
  types: (name: string) => Schema | undefined,
): Schema | undefined {
  const own = change(schema);
  if (own !== undefined) return own;
  if (schema.kind === "reference") {
    const target = types(schema.name);
    return target && changeMembers(target, change, types);
  }
  if (schema.kind === "intersection") {
    const [first, ...rest] = schema.members;
    const inner = first && changeMembers(first, change, types);
    return inner && { ...schema, members: [inner, ...rest] };
  }
  if (schema.kind !== "union" || schema.native !== undefined) return undefined;
  const changed = schema.members.map((member) => changeMembers(member, change, types));
  if (changed.every((member) => member === undefined)) return undefined;
  return { ...schema, members: schema.members.map((member, index) => changed[index] ?? member) };
}

/** A value that a comment gives: JSON, single-quoted text, or the bare text where the type takes strings. */
export function readValue(
  text: string,
  schema: Schema,
  types: (name: string) => Schema | undefined,
): JsonValue | undefined {
  const code = codeText(text.includes("\n") && !text.startsWith("`") ? text.replaceAll("\n", " ") : text);
  if (code === "") return undefined;
  const json = parseJson(code);
  if (
    json !== undefined &&
    (typeof json !== "number" || !takes(schema, "string", types) || takes(schema, "number", types))
  )
    return json;
  const quoted = /^'((?:[^'\\]|\\.)*)'$/.exec(code)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, "$1");
  return takes(schema, "string", types) ? code : undefined;
}

function takes(schema: Schema, type: "string" | "number", types: (name: string) => Schema | undefined): boolean {
  switch (schema.kind) {
    case "string":
    case "number":
      return schema.kind === type;
    case "any":
      return true;
    case "enum":
      return schema.values.some((value) => typeof value === type);
    case "union":
    case "intersection":
      return schema.members.some((member) => takes(member, type, types));
    case "reference": {
      const target = types(schema.name);
      return target !== undefined && takes(target, type, types);
    }
    case "never":
    case "null":
    case "boolean":
    case "array":
    case "object":
    case "not":
    case "conditional":
      return false;
    default:
      return schema satisfies never;
  }
}

/** The value of a text of JSON; undefined when it is none. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJson(value: unknown): value is JsonValue {
  return typeof value === "object" || ["string", "number", "boolean"].includes(typeof value);
}

/** A word for messages. */
function kindOf(schema: Schema): string {
  return schema.kind === "enum"
    ? "a list of constants"
    : schema.kind === "reference"
      ? `\`${schema.name}\``
      : schema.kind;
}
