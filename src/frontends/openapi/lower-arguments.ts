import { compact } from "../../ir/compact.js";
import type {
  DelimitedStyle,
  Parameter,
  PathParameter,
  QueryParameter,
  QueryStringParameter,
} from "../../ir/http-api.js";
import type { ObjectSchema, Property, Schema } from "../../ir/schema.js";
import type { OperationModel, ParameterModel } from "./api-document.js";
import { capText } from "../../ir/cap-text.js";
import { cleanText } from "./clean-text.js";
import { toJson } from "./json-value.js";
import { bodyArguments, formFields, type BodyPlan } from "./lower-body.js";
import { lowerSchema } from "./lower-schema.js";
import { mediaEncoding } from "./media-encoding.js";
import { cleanKey } from "../names.js";
import { Unusable } from "./references.js";
import type { SchemaContext } from "./schema-context.js";

/** The arguments of one operation as one flat object, and where each travels. */
export interface LoweredArguments {
  readonly input: ObjectSchema;
  readonly parameters: readonly Parameter[];
  /** Argument of each field of the body, by the field's place in the plan. */
  readonly bodyArguments: readonly string[];
}

/** A parameter or body field on its way to a name. */
interface Candidate {
  readonly wireName: string;
  readonly place: Parameter["in"] | "body";
  readonly schema: Schema;
  readonly required: boolean;
}

/** Flattens parameters and body fields into one object with unique, portable names (DESIGN: Arguments). */
export function lowerArguments(
  operation: OperationModel,
  parameters: readonly ParameterModel[],
  body: BodyPlan | undefined,
  context: SchemaContext,
): LoweredArguments {
  const ordered = orderParameters(operation, parameters);
  const candidates: readonly Candidate[] = [
    ...ordered.map((parameter) => ({
      wireName: parameter.name,
      place: parameter.in,
      schema: lowerParameterSchema(parameter, context),
      required: parameter.required,
    })),
    ...(body === undefined ? [] : bodyArguments(body).map((field) => ({ ...field, place: "body" as const }))),
  ];
  const names = nameArguments(candidates);
  const properties = candidates.map((candidate, index): Property => ({
    name: names[index] ?? candidate.wireName,
    schema: candidate.schema,
    required: candidate.required,
  }));
  return {
    input: { kind: "object", properties, additional: body?.additional ?? { kind: "never" } },
    parameters: ordered.map((parameter, index) => lowerParameter(parameter, names[index] ?? parameter.name, context)),
    bodyArguments: names.slice(ordered.length),
  };
}

/** Parameters of the path in the path's order, then those of the query, the headers and the cookies in the document's. */
function orderParameters(operation: OperationModel, parameters: readonly ParameterModel[]): readonly ParameterModel[] {
  const at = (parameter: ParameterModel) => operation.path.indexOf(`{${parameter.name}}`);
  const path = parameters.filter((parameter) => parameter.in === "path").sort((a, b) => at(a) - at(b));
  return [
    ...path,
    ...(["query", "querystring", "header", "cookie"] as const).flatMap((place) =>
      parameters.filter((parameter) => parameter.in === place),
    ),
  ];
}

/**
 * A name that is used in two places belongs to the body; others take `__path`, `__query`, `__header`, `__cookie`. Further
 * clashes take `_2`.
 */
function nameArguments(candidates: readonly Candidate[]): readonly string[] {
  const keys = candidates.map((candidate) => cleanKey(candidate.wireName));
  const places = new Map<string, Set<string>>();
  for (const [index, key] of keys.entries())
    places.set(key, (places.get(key) ?? new Set()).add(candidates[index]?.place ?? ""));
  const wanted = keys.map((key, index) => {
    const place = candidates[index]?.place ?? "body";
    return place !== "body" && (places.get(key)?.size ?? 0) > 1
      ? `${key.slice(0, 64 - place.length - 2)}__${place}`
      : key;
  });
  // Names that are valid as written come first; what was cleaned takes what is left.
  const names: string[] = [];
  const taken = new Set<string>();
  const order = [...wanted.keys()].sort((a, b) => Number(isCleaned(a)) - Number(isCleaned(b)) || a - b);
  function isCleaned(index: number): boolean {
    return keys[index] !== candidates[index]?.wireName;
  }
  for (const index of order) {
    const base = wanted[index] ?? "argument";
    let name = base;
    for (let number = 2; taken.has(name); number++)
      name = `${base.slice(0, 64 - String(number).length - 1)}_${String(number)}`;
    taken.add(name);
    names[index] = name;
  }
  return names;
}

function lowerParameterSchema(parameter: ParameterModel, context: SchemaContext): Schema {
  const lowered: Schema =
    parameter.schema === undefined ? { kind: "string" } : lowerSchema(parameter.schema, "input", context);
  const place = parameter.cursor.at("description");
  const description =
    place === undefined ? "" : capText(cleanText(parameter.description, place, context.diagnostics), 1_000);
  const examples =
    parameter.cursor
      .at("examples")
      ?.entries()
      .flatMap(([, example]) => example.raw("value") ?? []) ?? [];
  const example = parameter.cursor.raw("example");
  return {
    ...lowered,
    ...compact({
      description: description === "" ? undefined : description,
      deprecated: parameter.deprecated ? (true as const) : undefined,
      examples:
        example !== undefined
          ? [toJson(example.value)]
          : examples.length > 0
            ? examples.map((item) => toJson(item.value))
            : undefined,
    }),
  };
}

function lowerParameter(parameter: ParameterModel, argument: string, context: SchemaContext): Parameter {
  const fields = compact({
    name: parameter.name,
    argument,
    explode: parameter.explode,
    json: parameter.json ? (true as const) : undefined,
  });
  switch (parameter.in) {
    case "path":
      return {
        in: "path",
        style: pathStyle(parameter, context),
        ...fields,
        ...compact({ multiSegment: parameter.multiSegment ? (true as const) : undefined }),
      };
    case "query":
      return {
        in: "query",
        style: queryStyle(parameter, context),
        ...fields,
        ...compact({ allowReserved: parameter.allowReserved ? (true as const) : undefined }),
      };
    case "querystring":
      return { in: "querystring", ...fields, ...queryStringEncoding(parameter, context) };
    case "header":
      return { in: "header", ...(isDelimited(parameter.style, context) && { style: parameter.style }), ...fields };
    case "cookie":
      return { in: "cookie", ...(parameter.style === "cookie" && { style: "cookie" as const }), ...fields };
    default:
      return parameter.in satisfies never;
  }
}

function queryStringEncoding(
  parameter: ParameterModel,
  context: SchemaContext,
): Pick<QueryStringParameter, "encoding" | "fields"> {
  const { media } = parameter;
  const schema = media?.schema && lowerSchema(media.schema, "input", context);
  const encoding = media && mediaEncoding(media.mediaType, schema && context.resolve(schema));
  if (media !== undefined && encoding === "form") return { encoding, fields: formFields(media, schema, context) };
  if (encoding === "json" || encoding === "text") return { encoding, fields: [] };
  return unusableStyle({ ...parameter, style: media?.mediaType ?? "" }, context);
}

function pathStyle(parameter: ParameterModel, context: SchemaContext): PathParameter["style"] {
  const { style } = parameter;
  return style === "simple" || style === "label" || style === "matrix" || isDelimited(style, context)
    ? style
    : unusableStyle(parameter, context);
}

function queryStyle(parameter: ParameterModel, context: SchemaContext): QueryParameter["style"] {
  const { style } = parameter;
  return style === "form" ||
    style === "spaceDelimited" ||
    style === "pipeDelimited" ||
    style === "deepObject" ||
    isDelimited(style, context)
    ? style
    : unusableStyle(parameter, context);
}

/** Swagger 2.0 separates items by any of them in every place (2.0, Parameter Object, `collectionFormat`). */
function isDelimited(style: string, { dialect }: SchemaContext): style is DelimitedStyle {
  return dialect === "2.0" && (style === "spaceDelimited" || style === "pipeDelimited" || style === "tabDelimited");
}

function unusableStyle(parameter: ParameterModel, context: SchemaContext): never {
  context.diagnostics.report("openapi/unsupported", parameter.cursor.origin, {
    what: `Style \`${parameter.style}\` is none for a parameter in ${parameter.in}`,
    consequence: context.references.consequence,
  });
  throw new Unusable(parameter.style);
}
