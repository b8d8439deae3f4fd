import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { nearestName } from "../../diagnostics/nearest-name.js";
import type { Completion, FunctionAnswer, FunctionBinding, FunctionParameter } from "../../ir/binding.js";
import { capText } from "../../ir/cap-text.js";
import { compact } from "../../ir/compact.js";
import type { Component, ComponentFields } from "../../ir/component.js";
import type { ObjectSchema, Property, Schema } from "../../ir/schema.js";
import { cleanName, identifier, isValidName, type UniqueNames } from "../names.js";
import { answerOf } from "./answer.js";
import type { DeclaredExport, DeclaredParameter, Signature } from "./declared-function.js";
import { codeText, docComment, type DocTag } from "./doc-comment.js";
import {
  componentTags,
  functionDoc,
  hints,
  resourceHints,
  type FunctionDoc,
  type ParameterDoc,
} from "./function-tags.js";
import { isText } from "./is-text.js";
import { orNull } from "./join-schemas.js";
import { TypeLowering, type Place } from "./lower-type.js";
import { remarked, reportSlips, type RemarkFaults } from "./remarks.js";
import { difference, readAddress, type Address } from "./resource-address.js";
import type { ObjectShape } from "./type-view.js";

/** Longest description of a component, in UTF-16 units. */
const maxDescription = 4_000;

/** What all functions of a source share while they are lowered. */
export interface FunctionContext {
  readonly types: TypeLowering;
  readonly identifiers: UniqueNames;
  readonly diagnostics: Diagnostics;
}

const kinds = ["tool", "resource", "prompt"] as const;

/** An export with its kind tag and what its comment says. */
interface Tagged {
  readonly declared: DeclaredExport;
  readonly tag: DocTag;
  readonly kind: (typeof kinds)[number];
  readonly doc: FunctionDoc;
  readonly faults: RemarkFaults;
  /** For messages. */
  readonly called: string;
}

/** The component that an export becomes; none for one that is not tagged, and for one with a fault, which is reported. */
export function lowerFunction(declared: DeclaredExport, context: FunctionContext): Component | undefined {
  const tagged = readTags(declared, context);
  if (tagged === undefined) return undefined;
  const { types, diagnostics } = context;
  const { kind, doc, faults, called } = tagged;
  const signature = declared.signature();
  if (signature === undefined) {
    diagnostics.report("typescript/misplaced-tag", tagOrigin(tagged), { tag: tagged.tag.written });
    return undefined;
  }
  const name = componentName(tagged, context);
  if (name === undefined) return undefined;
  if (signature.overloads > 1) {
    diagnostics.report("typescript/overloads", declared.origin, { name: called, count: signature.overloads });
  }
  const fields: ComponentFields = {
    name,
    identifier: context.identifiers.take(identifier(declared.localName ?? name, "camel")),
    description: capText(doc.description, maxDescription),
    ...componentTags(doc, faults),
    origin: declared.origin,
  };
  const { input, parameters } = lowerParameters(signature, tagged, context);
  const mimeType = doc.tags.find((tag) => tag.name === "mimeType");
  const given = mimeType && codeText(mimeType.text);
  const typed = answerOf(signature.result, given, kind);
  const bound = (answer: FunctionAnswer): FunctionBinding => ({
    kind: "function",
    module: declared.module,
    exportName: declared.exportName,
    parameters,
    ...(signature.overloads > 1 && { overloaded: true as const }),
    returns: signature.returns,
    answer,
  });
  const place: Place = { path: [`${called}()`], origin: signature.result.origin };
  if (kind === "tool") {
    if (mimeType !== undefined && typed.kind !== "bytes") faults.noEffect(mimeType, "a tool that returns no bytes");
    const annotations = hints(doc, faults);
    if (typed.kind !== "json") return { kind: "tool", ...fields, annotations, input, binding: bound(typed) };
    const result = lowerResult(signature, doc, place, types);
    const answer =
      isText(result, types.resolve) && signature.returns !== "iterable" ? ({ kind: "text" } as const) : typed;
    return { kind: "tool", ...fields, annotations, input, result, binding: bound(answer) };
  }
  // What is told as text has no schema of its own, but it must have a form in JSON; `apart` keeps its types to itself.
  const apart = new TypeLowering(diagnostics);
  const shown = typed.kind === "json" ? lowerResult(signature, doc, place, apart) : undefined;
  if (apart.isIncomplete) types.markIncomplete();
  const answer =
    shown !== undefined && isText(shown, apart.resolve) && signature.returns !== "iterable"
      ? ({ kind: "text" } as const)
      : typed;
  if (kind === "prompt") {
    if (answer.kind !== "text" && answer.kind !== "content" && !types.isIncomplete) {
      diagnostics.report("typescript/prompt-result", place.origin, { name: called, type: signature.result.text });
      return undefined;
    }
    return {
      kind: "prompt",
      ...fields,
      input,
      completions: completionsOf(input, tagged, context),
      binding: bound(answer),
    };
  }
  return lowerResource(tagged, fields, input, bound(answer), given, context);
}

// ------------------------------------------------------------------ tags

/** The kind of an export and its comment; none when it is not to be published. */
function readTags(declared: DeclaredExport, { types, diagnostics }: FunctionContext): Tagged | undefined {
  const comment = docComment(declared.comment);
  const faults = types.faults(declared.comment);
  const [tag, ...others] = comment.tags.filter((one) => kinds.some((kind) => kind === one.name));
  if (comment.tags.some((one) => one.name === "internal")) return undefined;
  if (tag === undefined) {
    // Only a slip of the tag that would publish it concerns a function that is not published.
    reportSlips(
      comment.tags.filter((one) => /^(?:tools?|tol|tolo|resources?|resorce|promt|prompts?)$/i.test(one.written)),
      faults,
    );
    return undefined;
  }
  const kind = kinds.find((one) => one === tag.name) ?? "tool";
  const called = declared.localName ?? (kind === "resource" ? "" : word(tag.text));
  const conflicting = others.filter((one) => one.name !== tag.name);
  const origin = { kind: "span", file: declared.comment.file, start: tag.start, end: tag.end } as const;
  if (conflicting.length > 0) {
    const tags = [tag, ...conflicting].map((one) => one.written);
    diagnostics.report("typescript/conflicting-kinds", origin, { name: called, tags });
    return undefined;
  }
  if (called === "") {
    diagnostics.report("typescript/unnamed-function", declared.origin, {});
    return undefined;
  }
  reportSlips(comment.tags, faults);
  for (const one of comment.tags) {
    if (one.name !== "task") continue;
    const at = { kind: "span", file: declared.comment.file, start: one.start, end: one.end } as const;
    diagnostics.report("typescript/unsupported-tag", at, { tag: one.written });
  }
  const doc = functionDoc(comment, faults);
  for (const one of doc.tags)
    if (one.name !== undefined && misplaced[kind].has(one.name)) faults.noEffect(one, `a ${kind}`);
  return { declared, tag, kind, doc, faults, called };
}

const toolTags = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];

/** Tags that mean nothing on a function of a kind. */
const misplaced: Readonly<Record<(typeof kinds)[number], ReadonlySet<string>>> = {
  tool: new Set(["audience", "priority", "complete"]),
  resource: new Set([...toolTags]),
  prompt: new Set([...toolTags, "audience", "priority", "mimeType"]),
};

function tagOrigin({ declared, tag }: Tagged) {
  return { kind: "span", file: declared.comment.file, start: tag.start, end: tag.end } as const;
}

function word(text: string): string {
  return codeText(text).split(/\s/)[0] ?? "";
}

/** The name behind the tag, else the function's own; none when clients would not take it. */
function componentName(tagged: Tagged, { diagnostics }: FunctionContext): string | undefined {
  const { declared, kind, tag } = tagged;
  const chosen = kind === "resource" ? "" : codeText(tag.text);
  if (chosen !== "" && !(isValidName(chosen) && chosen.length <= 64)) {
    diagnostics.report("typescript/invalid-name", tagOrigin(tagged), { name: chosen });
    return undefined;
  }
  const own = declared.localName ?? "";
  const name = chosen !== "" ? chosen : isValidName(own) && own.length <= 64 ? own : cleanName(own);
  if (name === "") {
    diagnostics.report("typescript/invalid-name", declared.origin, { name: own });
    return undefined;
  }
  if (chosen === "" && name !== own) {
    const reason = own.length > 64 ? "is longer than 64 characters" : "has characters that clients do not accept";
    diagnostics.report("program/renamed", declared.origin, { wanted: own, used: name, reason });
  }
  return name;
}

// ------------------------------------------------------------------ parameters

interface LoweredParameters {
  readonly input: ObjectSchema;
  readonly parameters: readonly FunctionParameter[];
}

function lowerParameters(signature: Signature, tagged: Tagged, context: FunctionContext): LoweredParameters {
  const visible = signature.parameters.filter((parameter) => !parameter.isContext);
  const [only] = visible;
  const shape = only !== undefined && visible.length === 1 && !only.isRest ? spreadShape(only) : undefined;
  const properties =
    only !== undefined && shape !== undefined
      ? spreadProperties(only, shape, tagged, context)
      : visible.flatMap((parameter) => argument(parameter, tagged, context));
  reportUnknownParameters(tagged, only, shape, properties, context);
  return {
    input: { kind: "object", properties, additional: { kind: "never" } },
    parameters: signature.parameters.map((parameter): FunctionParameter => {
      if (parameter.isContext) return { kind: "context" };
      if (shape !== undefined) return { kind: "spread" };
      return { kind: "argument", name: parameter.name ?? "", ...(parameter.isRest && { rest: true }) };
    }),
  };
}

/** The members of a single object parameter; none when it is one argument: an object that may be missing but not be empty. */
function spreadShape({ type, isOptional }: DeclaredParameter): ObjectShape | undefined {
  const shape = type.shape();
  if (shape.kind === "something") return { kind: "object", members: [], indexes: [] };
  if (shape.kind !== "object" || !("members" in shape) || shape.indexes.length > 0) return undefined;
  return isOptional && shape.members.some((member) => !member.isOptional) ? undefined : shape;
}

function spreadProperties(
  parameter: DeclaredParameter,
  shape: ObjectShape,
  { doc, faults }: Tagged,
  { types }: FunctionContext,
): readonly Property[] {
  return types
    .lowerMembers(shape, { path: parameter.name === undefined ? [] : [parameter.name], origin: parameter.origin })
    .map((property) => {
      const about = doc.parameters.find(
        ({ name }) => name.split(".").slice(-1)[0] === property.name && isAbout(name, parameter),
      );
      const schema = about === undefined ? property.schema : withParameterDoc(property.schema, about, types, faults);
      const { memberDefaults } = parameter;
      const hasDefault = memberDefaults.has(property.name);
      const value = memberDefaults.get(property.name);
      return {
        name: property.name,
        schema: value === undefined ? schema : { ...schema, default: value },
        required: property.required && !hasDefault && schema.default === undefined,
      };
    });
}

/** `options.limit` of a parameter `options`, or of one that has no name; `limit` alone. */
function isAbout(name: string, { name: parameter }: DeclaredParameter): boolean {
  const parts = name.split(".");
  return parts.length === 1
    ? name !== parameter
    : parts.length === 2 && (parameter === undefined || parts[0] === parameter);
}

function argument(
  parameter: DeclaredParameter,
  { doc, faults, called }: Tagged,
  context: FunctionContext,
): readonly Property[] {
  const { name, comment } = parameter;
  const { types, diagnostics } = context;
  if (name === undefined) {
    diagnostics.report("typescript/unnamed-parameter", parameter.origin, { function: called });
    return [];
  }
  const lowered = types.lower(parameter.type, { path: [name], origin: parameter.origin });
  const commented = comment === undefined ? lowered : types.remark(lowered, [comment]);
  const about = doc.parameters.find((one) => one.name === name);
  const documented = about === undefined ? commented : withParameterDoc(commented, about, types, faults);
  const value = parameter.default === undefined && parameter.isRest ? [] : parameter.default;
  const schema = value === undefined ? documented : { ...documented, default: value };
  return [{ name, schema, required: !parameter.isOptional && !parameter.isRest && schema.default === undefined }];
}

/** What `@param` says, over what the type says. */
function withParameterDoc(
  schema: Schema,
  { text, tags }: ParameterDoc,
  types: TypeLowering,
  faults: RemarkFaults,
): Schema {
  return remarked(schema, { text, tags }, types.resolve, faults);
}

/** Every `@param` is about something that is there. */
function reportUnknownParameters(
  { doc, declared, called }: Tagged,
  only: DeclaredParameter | undefined,
  shape: ObjectShape | undefined,
  properties: readonly Property[],
  { diagnostics }: FunctionContext,
): void {
  const signature = declared.signature();
  const names = [
    ...(signature?.parameters ?? []).flatMap((parameter) => parameter.name ?? []),
    ...properties.map((property) => property.name),
  ];
  for (const { name, tag } of doc.parameters) {
    const [root = "", ...rest] = name.split(".");
    if (names.includes(root)) continue;
    // A parameter that is taken apart may be called anything.
    if (shape !== undefined && only?.name === undefined && (rest.length === 0 || names.includes(rest.at(-1) ?? "")))
      continue;
    const origin = { kind: "span", file: declared.comment.file, start: tag.start, end: tag.end } as const;
    diagnostics.report("typescript/unknown-parameter", origin, {
      name,
      function: called,
      similar: nearestName(name, names),
    });
  }
}

// ------------------------------------------------------------------ results

function lowerResult(signature: Signature, doc: FunctionDoc, place: Place, types: TypeLowering): Schema {
  const value = types.lower(signature.result, place);
  // `undefined` has no form in JSON; where a value may be missing, it arrives as null.
  const whole: Schema =
    signature.returns === "iterable" ? { kind: "array", items: value } : signature.mayBeNothing ? orNull(value) : value;
  return { ...whole, ...compact({ description: doc.returns === "" ? whole.description : doc.returns }) };
}

// ------------------------------------------------------------------ resources

function lowerResource(
  tagged: Tagged,
  fields: ComponentFields,
  input: ObjectSchema,
  binding: FunctionBinding,
  mimeType: string | undefined,
  context: FunctionContext,
): Component | undefined {
  const { tag, doc, faults, called, declared } = tagged;
  const { diagnostics } = context;
  const address = readAddress(codeText(tag.text).split(/\s/)[0] ?? "");
  if ("reason" in address) {
    diagnostics.report("typescript/resource-address", tagOrigin(tagged), {
      address: codeText(tag.text),
      reason: address.reason,
    });
    return undefined;
  }
  const reason = difference(address, input.properties);
  if (reason !== undefined) {
    diagnostics.report("typescript/template-variables", tagOrigin(tagged), { address: address.text, reason });
    return undefined;
  }
  if (binding.answer.kind === "nothing") {
    diagnostics.report("typescript/resource-result", declared.origin, { name: called });
    return undefined;
  }
  const common = {
    ...fields,
    mimeType:
      mimeType ??
      { json: "application/json", text: "text/plain", content: "text/plain", bytes: "application/octet-stream" }[
        binding.answer.kind
      ],
    annotations: resourceHints(doc, faults),
    binding,
  };
  if (input.properties.length === 0 && address.path.length + address.query.length === 0) {
    for (const one of doc.tags) if (one.name === "complete") faults.noEffect(one, "a resource without variables");
    return { kind: "resource", ...common, uri: address.text };
  }
  return {
    kind: "template",
    ...common,
    uriTemplate: address.text,
    input: { ...input, properties: input.properties.map((property) => asVariable(property, address)) },
    completions: completionsOf(input, tagged, context),
  };
}

/** A variable of the path always has a value. */
function asVariable(property: Property, { path }: Address): Property {
  if (!path.includes(property.name)) return property;
  const { default: _default, ...schema } = property.schema;
  return { ...property, schema, required: true };
}

// ------------------------------------------------------------------ completions

/** Constants complete by themselves; `@complete` names a function for an argument. */
function completionsOf(
  input: ObjectSchema,
  tagged: Tagged,
  { types, diagnostics }: FunctionContext,
): readonly Completion[] {
  const { doc, declared } = tagged;
  const functions = new Map<string, Completion>();
  for (const tag of doc.tags.filter((one) => one.name === "complete")) {
    const origin = { kind: "span", file: declared.comment.file, start: tag.start, end: tag.end } as const;
    const [parameter = "", called = ""] = codeText(tag.text).split(/\s+/);
    const found = called === "" ? undefined : declared.find(called);
    if (parameter === "" || called === "") {
      diagnostics.report("typescript/completion", origin, { what: "needs a parameter and a function" });
    } else if (!input.properties.some((property) => property.name === parameter)) {
      diagnostics.report("typescript/completion", origin, { what: `names \`${parameter}\`, which is no parameter` });
    } else if (found === undefined) {
      diagnostics.report("typescript/completion", origin, {
        what: `names \`${called}\`, which is no exported function that \`${declared.module}\` knows`,
      });
    } else functions.set(parameter, { argument: parameter, kind: "function", ...found });
  }
  return input.properties.flatMap(({ name, schema }): readonly Completion[] => {
    const own = functions.get(name);
    if (own !== undefined) return [own];
    const values = constantsOf(schema, types);
    return values.length === 0 ? [] : [{ argument: name, kind: "values", values }];
  });
}

function constantsOf(schema: Schema, types: TypeLowering): readonly string[] {
  if (schema.kind === "reference") {
    const target = types.resolve(schema.name);
    return target === undefined ? [] : constantsOf(target, types);
  }
  if (schema.kind === "union") return schema.members.flatMap((member) => constantsOf(member, types));
  if (schema.kind !== "enum") return [];
  return schema.values.flatMap((value) =>
    typeof value === "string" || typeof value === "number" ? [String(value)] : [],
  );
}
