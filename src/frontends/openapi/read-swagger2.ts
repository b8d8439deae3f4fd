import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type {
  ApiDocument,
  BodyModel,
  EncodingModel,
  MediaModel,
  OperationModel,
  ParameterModel,
  SchemeModel,
  ServerModel,
} from "./api-document.js";
import type { Cursor } from "./cursor.js";
import { readRequirements } from "./read-openapi3.js";
import { readOperations, type PathEntry } from "./read-operations.js";
import { readTags } from "./read-tags.js";
import type { References } from "./references.js";

const methods = ["get", "put", "post", "delete", "options", "head", "patch"];

/** Reads Swagger 2.0 into the same model as OpenAPI 3: bodies and forms become media types, `collectionFormat` becomes style and explode. */
export function readSwagger2(root: Cursor, references: References, diagnostics: Diagnostics): ApiDocument {
  const info = root.at("info");
  const entries = readOperations(root, references, diagnostics, (item) =>
    item
      .entries()
      .filter(([name, cursor]) => methods.includes(name) && cursor.object !== undefined)
      .map(([name, cursor]) => [name.toUpperCase(), cursor] as const),
  );
  return {
    dialect: "2.0",
    root,
    title: info?.text("title") ?? "",
    description: info?.text("description") ?? "",
    version: info?.text("version") ?? "",
    servers: readServers(root, root.texts("schemes")),
    schemes: readSchemes(root),
    security: readRequirements(root) ?? [],
    operations: entries.flatMap((entry) => entry.read(() => readOperation(entry, root, references, diagnostics))),
    webhooks: 0,
  };
}

/** `host`, `basePath` and `schemes` as URLs, https first; relative when there is no host. */
function readServers(root: Cursor, schemes: readonly string[]): readonly ServerModel[] {
  const host = root.text("host");
  const basePath = root.text("basePath") ?? "";
  const path = basePath === "/" ? "" : basePath;
  if (host === undefined) return path === "" ? [] : [{ url: path, variables: [], cursor: root.at("basePath") ?? root }];
  const usable = schemes.filter((scheme) => scheme === "https" || scheme === "http");
  const ordered = usable.length === 0 ? ["https"] : [...usable].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  return ordered.map((scheme) => ({
    url: `${scheme}://${host}${path}`,
    variables: [],
    cursor: root.at("host") ?? root,
  }));
}

function readOperation(
  entry: PathEntry,
  root: Cursor,
  references: References,
  diagnostics: Diagnostics,
): OperationModel {
  const { cursor, item, method, path } = entry;
  const parameters = mergeParameters(cursor, item, references, diagnostics);
  const consumes = cursor.at("consumes") === undefined ? root.texts("consumes") : cursor.texts("consumes");
  const produces = cursor.at("produces") === undefined ? root.texts("produces") : cursor.texts("produces");
  return {
    method,
    path,
    cursor,
    id: cursor.text("operationId"),
    summary: cursor.text("summary") ?? "",
    description: cursor.text("description") ?? "",
    tags: readTags(cursor, diagnostics),
    deprecated: cursor.flag("deprecated"),
    parameters: parameters.flatMap((parameter) => readParameter(parameter, diagnostics)),
    body: readBody(parameters, consumes),
    responses: (cursor.at("responses")?.entries() ?? [])
      .filter(([status]) => !status.startsWith("x-"))
      .map(([status, response]) => ({
        status: status.toUpperCase(),
        media: readResponse(references.follow(response), produces),
      })),
    security: readRequirements(cursor),
    // An operation's `schemes` name no other host, so the document's server stays: what replaces it replaces it for all.
    servers: undefined,
    extensions: [cursor, item, root].flatMap((place) => place.at("x-mcp") ?? []),
  };
}

function mergeParameters(
  operation: Cursor,
  item: Cursor,
  references: References,
  diagnostics: Diagnostics,
): readonly Cursor[] {
  const found = new Map<string, Cursor>();
  for (const owner of [item, operation]) {
    const own = new Set<string>();
    for (const entry of owner.at("parameters")?.items() ?? []) {
      const parameter = references.follow(entry);
      const place = parameter.text("in") ?? "";
      // There is one body, whatever it is called.
      const key = place === "body" ? "body" : `${place} ${parameter.text("name") ?? ""}`;
      if (own.has(key)) {
        diagnostics.report("openapi/duplicate-parameter", entry.origin, {
          name: parameter.text("name") ?? "",
          in: place,
        });
        continue;
      }
      own.add(key);
      found.set(key, parameter);
    }
  }
  return [...found.values()];
}

function readParameter(cursor: Cursor, diagnostics: Diagnostics): readonly ParameterModel[] {
  const name = cursor.text("name");
  const place = cursor.text("in");
  if (place === "body" || place === "formData") return [];
  if (name === undefined || (place !== "path" && place !== "query" && place !== "header")) {
    diagnostics.report("openapi/invalid-parameter", cursor.origin, { name: name ?? "", in: place ?? "" });
    return [];
  }
  return [
    {
      name,
      in: place,
      required: place === "path" || cursor.flag("required"),
      deprecated: false,
      description: cursor.text("description") ?? "",
      ...collectionStyle(cursor, place, diagnostics),
      allowReserved: false,
      multiSegment: cursor.flag("x-multi-segment"),
      json: false,
      schema: cursor,
      cursor,
    },
  ];
}

/** `collectionFormat` in the words of OpenAPI 3; the default is `csv` (2.0, Parameter Object). */
function collectionStyle(
  cursor: Cursor,
  place: "path" | "query" | "header" | "formData",
  diagnostics: Diagnostics,
): { style: string; explode: boolean } {
  const plain = place === "path" || place === "header" ? "simple" : "form";
  const format = cursor.text("collectionFormat") ?? "csv";
  // What is no list is written the same either way.
  if (cursor.text("type") !== "array") return { style: plain, explode: plain === "form" };
  if (format === "csv") return { style: plain, explode: false };
  const style = delimitedStyles.get(format);
  if (style !== undefined) return { style, explode: false };
  if (format === "multi" && plain === "form") return { style: "form", explode: true };
  diagnostics.report("openapi/unsupported", cursor.at("collectionFormat")?.origin ?? cursor.origin, {
    what: `\`collectionFormat: ${format}\` cannot be written in ${place}`,
    consequence: "the items are separated by commas",
  });
  return { style: plain, explode: false };
}

/** Styles of OpenAPI 3 for what separates items; it has none for tabs. */
const delimitedStyles: ReadonlyMap<string, string> = new Map([
  ["ssv", "spaceDelimited"],
  ["tsv", "tabDelimited"],
  ["pipes", "pipeDelimited"],
]);

function readBody(parameters: readonly Cursor[], consumes: readonly string[]): BodyModel | undefined {
  const body = parameters.find((parameter) => parameter.text("in") === "body");
  if (body !== undefined) {
    const mediaTypes = consumes.filter((type) => !isFormType(type));
    const schema = body.at("schema");
    return {
      required: body.flag("required"),
      description: body.text("description") ?? "",
      media: (mediaTypes.length === 0 ? ["application/json"] : mediaTypes).map((mediaType) => media(mediaType, schema)),
      cursor: body,
    };
  }
  const fields = parameters.filter(
    (parameter) => parameter.text("in") === "formData" && parameter.text("name") !== undefined,
  );
  const [first] = fields;
  if (first === undefined) return undefined;
  const hasFile = fields.some((field) => field.text("type") === "file");
  const declared = consumes.filter(isFormType);
  const mediaType = hasFile ? "multipart/form-data" : (declared[0] ?? "application/x-www-form-urlencoded");
  return {
    required: fields.some((field) => field.flag("required")),
    description: "",
    media: [
      {
        ...media(mediaType, undefined),
        fields: fields.map((field) => ({
          name: field.text("name") ?? "",
          required: field.flag("required"),
          description: field.text("description") ?? "",
          schema: field,
        })),
        encoding: new Map(fields.flatMap((field) => fieldEncoding(field))),
      },
    ],
    cursor: first,
  };
}

function fieldEncoding(field: Cursor): readonly (readonly [string, EncodingModel])[] {
  if (field.text("type") !== "array") return [];
  const format = field.text("collectionFormat") ?? "csv";
  const style = delimitedStyles.get(format) ?? "form";
  return [
    [field.text("name") ?? "", { contentType: undefined, style, explode: format === "multi", allowReserved: false }],
  ];
}

function readResponse(cursor: Cursor, produces: readonly string[]): readonly MediaModel[] {
  const schema = cursor.at("schema");
  if (schema === undefined) return [];
  return (produces.length === 0 ? ["application/json"] : produces).map((mediaType) => media(mediaType, schema));
}

function media(mediaType: string, schema: Cursor | undefined): MediaModel {
  return { mediaType, schema, itemSchema: undefined, fields: undefined, encoding: new Map() };
}

function isFormType(mediaType: string): boolean {
  return /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(mediaType);
}

function readSchemes(root: Cursor): readonly SchemeModel[] {
  return (root.at("securityDefinitions")?.entries() ?? []).map(([name, cursor]) => {
    const type = cursor.text("type");
    return {
      name,
      description: cursor.text("description") ?? "",
      kind: type === "basic" || type === "apiKey" || type === "oauth2" ? type : "unknown",
      in: cursor.text("in"),
      parameter: cursor.text("name"),
      scheme: undefined,
      tokenUrl: cursor.text("flow") === "application" ? cursor.text("tokenUrl") : undefined,
      cursor,
    };
  });
}
