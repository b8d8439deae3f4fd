import { compact } from "../../ir/compact.js";
import type { Body, BodyField, FieldEncoding } from "../../ir/http-api.js";
import type { ObjectSchema, Schema } from "../../ir/schema.js";
import type { BodyModel, EncodingModel, MediaModel } from "./api-document.js";
import type { Cursor } from "./cursor.js";
import { capText } from "../../ir/cap-text.js";
import { cleanText } from "./clean-text.js";
import { lowerSchema } from "./lower-schema.js";
import { isBinaryString, mediaEncoding } from "./media-encoding.js";
import { transliterate } from "../names.js";
import { essence, isJson } from "./read-openapi3.js";
import type { SchemaContext } from "./schema-context.js";
import { spreadSchema } from "./spread-body.js";

/** A body whose arguments have no names yet. */
export interface BodyPlan {
  readonly mediaType: string;
  readonly encoding: Body["encoding"];
  readonly required: boolean;
  /** Fields of a spread body; `undefined` for one that is a single argument. */
  readonly fields: readonly PlannedField[] | undefined;
  /** The single argument of a body that is not spread. */
  readonly whole:
    { readonly wireName: string; readonly schema: Schema; readonly properties: readonly PlannedField[] } | undefined;
  /** Schema of further arguments that go into the body; absent when there are none. */
  readonly additional: Schema | undefined;
}

interface PlannedField {
  readonly wireName: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly encoding: FieldEncoding | undefined;
}

/** Chooses the media type and says which arguments the body is made of. `undefined` when the document describes no content. */
export function planBody(body: BodyModel, wanted: string | undefined, context: SchemaContext): BodyPlan | undefined {
  const media = chooseMedia(body.media, wanted);
  if (media === undefined) return undefined;
  const schema = mediaSchema(media, context);
  const encoding = mediaEncoding(media.mediaType, schema && context.resolve(schema));
  const mediaType = media.mediaType.includes("*")
    ? { json: "application/json", text: "text/plain", binary: "application/octet-stream", form: "", multipart: "" }[
        encoding
      ]
    : inUtf8(media.mediaType, body.cursor, context);
  const plan = { mediaType, encoding, required: body.required };
  const description = capText(
    cleanText(body.description, body.cursor.at("description") ?? body.cursor, context.diagnostics),
    1_000,
  );
  if (encoding === "text" || encoding === "binary")
    return {
      ...plan,
      fields: undefined,
      whole: rawArgument(encoding, media, schema, description),
      additional: undefined,
    };
  const spread =
    schema && ((encoding === "multipart" && barePart(schema, context)) || spreadSchema(schema, media.schema, context));
  const toField = (property: ObjectSchema["properties"][number]): PlannedField => ({
    wireName: property.name,
    schema: property.schema,
    required: property.required,
    encoding:
      encoding === "json"
        ? undefined
        : fieldEncoding(media.encoding.get(property.name), property.schema, encoding, context),
  });
  if (spread !== undefined)
    return { ...plan, fields: spread.properties.map(toField), whole: undefined, additional: openness(spread) };
  const whole = schema ?? ({ kind: "any" } as const);
  const shape = context.resolve(whole);
  return {
    ...plan,
    fields: undefined,
    whole: {
      wireName: argumentName(shape, whole),
      schema: withDescription(whole, description),
      properties: encoding === "json" || shape?.kind !== "object" ? [] : shape.properties.map(toField),
    },
    additional: undefined,
  };
}

/** Arguments that a plan asks for, in order. In an optional body nothing is required by itself. */
export function bodyArguments(
  plan: BodyPlan,
): readonly { readonly wireName: string; readonly schema: Schema; readonly required: boolean }[] {
  const fields = plan.fields ?? (plan.whole === undefined ? [] : [{ ...plan.whole, required: true }]);
  return fields.map(({ wireName, schema, required }) => ({
    wireName,
    schema: describeBytes(schema),
    required: required && plan.required,
  }));
}

/** The IR body, once the arguments have names. */
export function nameBody(plan: BodyPlan, names: readonly string[]): Body {
  const field = ({ wireName, required, encoding }: PlannedField, argument: string): BodyField =>
    compact({ name: wireName, argument, required, encoding });
  return {
    mediaType: plan.mediaType,
    encoding: plan.encoding,
    required: plan.required,
    content:
      plan.fields === undefined
        ? {
            kind: "whole",
            argument: names[0] ?? "body",
            fields: (plan.whole?.properties ?? []).map((property) => field(property, property.wireName)),
          }
        : {
            kind: "spread",
            fields: plan.fields.map((item, index) => field(item, names[index] ?? item.wireName)),
            open: plan.additional !== undefined,
          },
  };
}

/** The media type with the charset in which texts are written; one that asks for another is reported. */
function inUtf8(mediaType: string, place: Cursor, context: SchemaContext): string {
  const [, charset = ""] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(mediaType) ?? [];
  if (charset === "" || /^(?:utf-?8|us-ascii)$/i.test(charset)) return mediaType;
  context.diagnostics.report("openapi/unsupported", place.origin, {
    what: `A body in the charset \`${charset}\` cannot be written`,
    consequence: "it is sent in UTF-8, and says so",
  });
  return mediaType.replace(/;\s*charset\s*=\s*(?:"[^"]*"|[^\s;]*)/i, "; charset=utf-8");
}

/** Encodings of the properties of a form that is one argument; none for one that is no object. */
export function formFields(
  media: MediaModel,
  schema: Schema | undefined,
  context: SchemaContext,
): readonly BodyField[] {
  const shape = schema && context.resolve(schema);
  if (shape?.kind !== "object") return [];
  return shape.properties.map(({ name, required, schema: own }) =>
    compact({
      name,
      argument: name,
      required,
      encoding: fieldEncoding(media.encoding.get(name), own, "form", context),
    }),
  );
}

/** JSON before forms, forms before text and bytes; among equals the document's order. */
function chooseMedia(media: readonly MediaModel[], wanted: string | undefined): MediaModel | undefined {
  const asked = wanted === undefined ? undefined : media.find((item) => essence(item.mediaType) === essence(wanted));
  return (
    asked ??
    media.find((item) => essence(item.mediaType) === "application/json") ??
    media.find((item) => isJson(item.mediaType)) ??
    media.find((item) => item.mediaType.includes("*")) ??
    media.find((item) => essence(item.mediaType) === "application/x-www-form-urlencoded") ??
    media.find((item) => essence(item.mediaType).startsWith("multipart/")) ??
    media[0]
  );
}

function mediaSchema(media: MediaModel, context: SchemaContext): Schema | undefined {
  if (media.fields === undefined) {
    const place = media.schema ?? media.itemSchema;
    return place === undefined ? undefined : lowerSchema(place, "input", context);
  }
  return {
    kind: "object",
    properties: media.fields.map((field) => ({
      name: field.name,
      required: field.required,
      schema: lowerSchema(field.schema, "input", context),
    })),
  };
}

/** A multipart body has named parts; one that is described as a mere string, or a list of them, is one part that is called `file`. */
function barePart(schema: Schema, context: SchemaContext): ObjectSchema | undefined {
  const shape = context.resolve(schema);
  const item = shape?.kind === "array" ? context.resolve(shape.items) : shape;
  if (item?.kind !== "string") return undefined;
  const name = argumentName(shape, schema);
  return { kind: "object", properties: [{ name: name === "body" ? "file" : name, schema, required: true }] };
}

/** Text and bytes are one string, whatever the schema says of what is inside. */
function rawArgument(
  encoding: "text" | "binary",
  media: MediaModel,
  schema: Schema | undefined,
  description: string,
): BodyPlan["whole"] {
  const isXml = /xml$/.test(essence(media.mediaType));
  const own = schema?.kind === "string" ? schema : ({ kind: "string" } as const);
  const hint = isXml && schema?.kind !== "string" ? `The body as ${essence(media.mediaType)}.` : "";
  const named = argumentName(schema, schema);
  const text = [description, hint].filter((part) => part !== "").join(" ");
  return {
    wireName: encoding === "text" && isXml ? "body" : named,
    schema: withDescription(
      encoding === "binary" ? { ...own, format: "binary", contentEncoding: "base64" } : own,
      text,
    ),
    properties: [],
  };
}

/** The title, lower-cased and cleaned, else `body`. */
function argumentName(...schemas: readonly (Schema | undefined)[]): string {
  const title = schemas.find((schema) => schema?.title !== undefined)?.title ?? "";
  const name = transliterate(title)
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, "_")
    .replace(/_{2,}/g, "_")
    .replace(/^[_.]+|[_.]+$/g, "");
  return name === "" || name.length > 40 || /^[0-9]/.test(name) ? "body" : name;
}

/** A body is open only where its own schema says so. */
function openness(schema: ObjectSchema): Schema | undefined {
  return schema.additional === undefined || schema.additional.kind === "never" ? undefined : schema.additional;
}

function withDescription(schema: Schema, description: string): Schema {
  return description === "" || schema.description !== undefined ? schema : { ...schema, description };
}

/** The model must know that it has to send base64. */
function describeBytes(schema: Schema): Schema {
  if (schema.kind === "array" && isBinaryString(schema.items))
    return { ...schema, description: bytesHint(schema.description, "Each item holds bytes in base64.") };
  return isBinaryString(schema)
    ? { ...schema, description: bytesHint(schema.description, "Bytes in base64.") }
    : schema;
}

function bytesHint(description: string | undefined, hint: string): string {
  return description === undefined ? hint : `${description}${/[.!?]$/.test(description) ? "" : "."} ${hint}`;
}

function fieldEncoding(
  model: EncodingModel | undefined,
  schema: Schema,
  encoding: "form" | "multipart",
  context: SchemaContext,
): FieldEncoding | undefined {
  // 3.0 ignores the style of parts (3.0 §4.7.15); 2.0's `collectionFormat` is one of its own.
  const styled = encoding === "multipart" && context.dialect === "3.0" ? undefined : model;
  const style = styled?.style;
  const shape = context.resolve(schema);
  const items = shape?.kind === "array" ? context.resolve(shape.items) : shape;
  const isBytes = encoding === "multipart" && items !== undefined && isBinaryString(items);
  const fields = compact({
    contentType: model?.contentType ?? (isBytes && items.kind === "string" ? items.contentMediaType : undefined),
    style: isFormStyle(style, context) ? style : undefined,
    explode: styled?.explode,
    allowReserved: styled?.allowReserved === true ? (true as const) : undefined,
    binary: isBytes ? (true as const) : undefined,
  });
  return Object.keys(fields).length === 0 ? undefined : fields;
}

function isFormStyle(
  style: string | undefined,
  { dialect }: SchemaContext,
): style is NonNullable<FieldEncoding["style"]> {
  if (style === "tabDelimited") return dialect === "2.0";
  return style === "form" || style === "spaceDelimited" || style === "pipeDelimited" || style === "deepObject";
}
