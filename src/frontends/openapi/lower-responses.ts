import type { Schema } from "../../ir/schema.js";
import type { MediaModel, OperationModel, ResponseModel } from "./api-document.js";
import type { Cursor } from "./cursor.js";
import { lowerSchema } from "./lower-schema.js";
import { essence, isJson } from "./read-openapi3.js";
import type { SchemaContext } from "./schema-context.js";

/** What a successful answer of an operation looks like. */
export interface LoweredResponse {
  /** Shape of the JSON data, of any of the successful answers; absent when they are not JSON or the primary one is not described. */
  readonly schema: Schema | undefined;
  /** True when some successful answer has no JSON although `schema` describes one. */
  readonly mayLackData: boolean;
  /** Media types of all successful answers, JSON first. */
  readonly accept: readonly string[];
  /** Media type of the primary answer, without parameters; `undefined` when it has no content. */
  readonly mimeType: string | undefined;
  readonly stream: "sse" | "ndjson" | undefined;
}

/** Reads the successful responses: the lowest 2xx with content is primary, then `2XX`, then `default` where there is no other. */
export function lowerResponses(operation: OperationModel, context: SchemaContext): LoweredResponse {
  const successes = successResponses(operation.responses);
  const media = successes.flatMap((response) => response.media);
  const accept = [
    ...new Set(
      [...media.filter((item) => isJson(item.mediaType)), ...media.filter((item) => !isJson(item.mediaType))].map(
        (item) => item.mediaType.trim(),
      ),
    ),
  ];
  const primary =
    successes.find((response) => response.media.some((item) => isJson(item.mediaType))) ??
    successes.find((response) => response.media.length > 0);
  const chosen = primary && preferred(primary.media);
  if (chosen === undefined)
    return { schema: undefined, mayLackData: false, accept, mimeType: undefined, stream: undefined };
  const stream = streamKind(chosen.mediaType);
  const schema = responseSchema(chosen, stream, context);
  const others = stream === undefined ? media.filter((item) => item !== chosen && isJson(item.mediaType)) : [];
  return {
    schema: schema && withOthers(schema, others, context),
    mayLackData:
      schema !== undefined &&
      successes.some((response) => response.media.every((item) => item !== chosen && !isJson(item.mediaType))),
    accept,
    mimeType: mimeTypeOf(chosen.mediaType),
    stream,
  };
}

/** The primary shape, or that of any other described answer. */
function withOthers(primary: Schema, others: readonly MediaModel[], context: SchemaContext): Schema {
  const described = others.flatMap(({ schema }) =>
    schema === undefined ? [] : lowerSchema(schema, "output", context),
  );
  if (described.length === 0) return primary;
  const distinct = [...new Map([primary, ...described].map((schema) => [JSON.stringify(schema), schema])).values()];
  return distinct.length === 1 ? primary : { kind: "union", mode: "anyOf", members: distinct };
}

function successResponses(responses: readonly ResponseModel[]): readonly ResponseModel[] {
  const numbered = responses
    .filter((response) => /^2\d\d$/.test(response.status))
    .sort((a, b) => Number(a.status) - Number(b.status));
  const ranged = responses.filter((response) => response.status === "2XX");
  const found = [...numbered, ...ranged];
  return found.length > 0 ? found : responses.filter((response) => response.status === "DEFAULT");
}

function preferred(media: readonly MediaModel[]): MediaModel | undefined {
  return (
    media.find((item) => essence(item.mediaType) === "application/json") ??
    media.find((item) => isJson(item.mediaType)) ??
    media[0]
  );
}

function responseSchema(
  media: MediaModel,
  stream: LoweredResponse["stream"],
  context: SchemaContext,
): Schema | undefined {
  if (stream !== undefined) {
    // A stream is collected: the answer is the list of its items.
    const { itemSchema } = media;
    if (itemSchema === undefined) return undefined;
    const item = stream === "sse" ? eventData(itemSchema, context) : itemSchema;
    return { kind: "array", items: item === undefined ? { kind: "any" } : lowerSchema(item, "output", context) };
  }
  // `*/*` with a shape of its own is JSON in all but name.
  if (!isJson(media.mediaType) && essence(media.mediaType) !== "*/*") return undefined;
  if (media.schema === undefined) return undefined;
  const schema = lowerSchema(media.schema, "output", context);
  return schema.kind === "string" && !isJson(media.mediaType) ? undefined : schema;
}

/**
 * The schema of an event's data: `itemSchema` describes the event, its fields and all (3.2 §4.14.4), or the data right away.
 * Data that are a text without a described content may turn out to be any JSON.
 */
function eventData(itemSchema: Cursor, context: SchemaContext): Cursor | undefined {
  const item = context.references.follow(itemSchema);
  const data = item.path("properties", "data");
  if (data !== undefined) return context.references.follow(data).at("contentSchema");
  const isAlternatives = ["oneOf", "anyOf", "allOf"].some((keyword) => item.at(keyword) !== undefined);
  return isAlternatives ? undefined : itemSchema;
}

function streamKind(mediaType: string): LoweredResponse["stream"] {
  const type = essence(mediaType);
  if (type === "text/event-stream") return "sse";
  return /^application\/(?:x-ndjson|ndjson|jsonl|x-jsonlines|json-seq|stream\+json)$/.test(type) ? "ndjson" : undefined;
}

function mimeTypeOf(mediaType: string): string {
  const type = essence(mediaType);
  return type.includes("*") || type === "" ? "application/json" : type;
}
