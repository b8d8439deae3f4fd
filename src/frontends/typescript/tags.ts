import { nearestName } from "../../diagnostics/nearest-name.js";

/** Tags that a property, an alias or a parameter may carry. */
const schemaTags = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "integer",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "minItems",
  "maxItems",
  "uniqueItems",
  "defaultValue",
] as const;

/** Tags of functions. */
const functionTags = [
  "tool",
  "resource",
  "prompt",
  "readOnlyHint",
  "destructiveHint",
  "idempotentHint",
  "openWorldHint",
  "tag",
  "icon",
  "meta",
  "version",
  "mimeType",
  "timeout",
  "scope",
  "task",
  "audience",
  "priority",
  "complete",
] as const;

/** Tags of either. */
const commonTags = ["title", "param", "returns", "remarks", "deprecated", "example", "internal"] as const;

/** Constraints and defaults. */
export type SchemaTag = (typeof schemaTags)[number];

/** Every tag that means something to mcpgen. */
export type TagName = SchemaTag | (typeof functionTags)[number] | (typeof commonTags)[number];

const vocabulary: readonly TagName[] = [...schemaTags, ...functionTags, ...commonTags];

/** Other names of tags. */
const aliases: Readonly<Record<string, TagName>> = {
  default: "defaultValue",
  return: "returns",
  arg: "param",
  argument: "param",
};

/** Tags of TSDoc, JSDoc and their tools that mean nothing here; they are neither unknown nor misspelt. */
const foreignTags = new Set(
  (
    "abstract access alias alpha async augments author beta borrows bug callback category class classdesc constant const constructor constructs copyright " +
    "decorator defaultvalue deprecated desc description emits enum event eventproperty exception experimental export exports extends external file fileoverview final " +
    "fires fixme function generator global group hidden hideconstructor host ignore implements import inheritdoc inner instance interface jsx " +
    "kind label lends license link linkcode linkplain listens memberof method mixes mixin module name namespace nocollapse note override overload overview " +
    "package packagedocumentation private privateremarks prop property protected public readonly record requires satisfies sealed see since static " +
    "summary suppress template this throws todo tsdoc tutorial type typedef typeparam usage variation virtual warning yields yield"
  ).split(" "),
);

const byLowerCase = new Map<string, TagName>([
  ...vocabulary.map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(aliases),
]);

/** The tag of the vocabulary that a written name means; upper and lower case do not matter, as in TSDoc. */
export function findTag(written: string): TagName | undefined {
  return byLowerCase.get(written.toLowerCase());
}

export function isSchemaTag(name: TagName): name is SchemaTag {
  return schemaTags.some((tag) => tag === name);
}

/** The tag that a name is a slip of; none for names of the vocabulary and of other tools. */
export function similarTag(written: string): TagName | undefined {
  const name = written.toLowerCase();
  if (byLowerCase.has(name) || foreignTags.has(name)) return undefined;
  const nearest = nearestName(name, [...byLowerCase.keys()]);
  return nearest === undefined ? undefined : byLowerCase.get(nearest);
}
