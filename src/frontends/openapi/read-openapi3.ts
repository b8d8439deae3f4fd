import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type {
  ApiDocument,
  BodyModel,
  Dialect,
  EncodingModel,
  MediaModel,
  OperationModel,
  ParameterModel,
  RequirementModel,
  ResponseModel,
  SchemeModel,
  ServerModel,
} from "./api-document.js";
import type { Cursor } from "./cursor.js";
import { readTags } from "./read-tags.js";
import { readOperations, usable, type PathEntry } from "./read-operations.js";
import type { References } from "./references.js";
import { written } from "./written.js";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/** Reads OpenAPI 3.0, 3.1 and 3.2. */
export function readOpenApi3(
  root: Cursor,
  dialect: Dialect,
  references: References,
  diagnostics: Diagnostics,
): ApiDocument {
  const info = root.at("info");
  const entries = readOperations(root, references, diagnostics, (item) => pathItemMethods(item, diagnostics));
  const operations = entries.flatMap((entry) => entry.read(() => readOperation(entry, root, references, diagnostics)));
  return {
    dialect,
    root,
    title: info?.text("title") ?? "",
    description: info?.text("description") ?? info?.text("summary") ?? "",
    version: info?.text("version") ?? "",
    servers: readServers(root) ?? [],
    schemes: readSchemes(root, references),
    security: readRequirements(root) ?? [],
    operations,
    webhooks: root.at("webhooks")?.entries().length ?? 0,
  };
}

/** The operations of a Path Item: the fixed methods, then those of `additionalOperations` (3.2 §4.8). */
function pathItemMethods(item: Cursor, diagnostics: Diagnostics): readonly (readonly [string, Cursor])[] {
  const fixed = item.entries().filter(([name, cursor]) => methods.includes(name) && cursor.object !== undefined);
  const additional = (item.at("additionalOperations")?.entries() ?? []).filter(([name, cursor]) => {
    if (cursor.object === undefined || isMethod(name)) return cursor.object !== undefined;
    const what = `\`${name}\` is no method that a request can have`;
    diagnostics.report("openapi/unsupported", cursor.origin, { what, consequence: "the operation is left out" });
    return false;
  });
  return [...fixed.map(([name, cursor]) => [name.toUpperCase(), cursor] as const), ...additional];
}

/** A token (RFC 9110 §5.6.2), which a request is sent with; CONNECT asks for a tunnel, not for an answer. */
function isMethod(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && name.toUpperCase() !== "CONNECT";
}

function readOperation(
  entry: PathEntry,
  root: Cursor,
  references: References,
  diagnostics: Diagnostics,
): OperationModel {
  const { cursor, item, method, path } = entry;
  const body = cursor.at("requestBody");
  return {
    method,
    path,
    cursor,
    id: cursor.text("operationId"),
    summary: cursor.text("summary") ?? item.text("summary") ?? "",
    description: cursor.text("description") ?? item.text("description") ?? "",
    tags: readTags(cursor, diagnostics),
    deprecated: cursor.flag("deprecated"),
    parameters: readParameters(cursor, item, references, diagnostics),
    body: body && readBody(references.follow(body), references),
    responses: (cursor.at("responses")?.entries() ?? [])
      .filter(([status]) => !status.startsWith("x-"))
      .map(([status, response]) => readResponse(status, response, references)),
    security: readRequirements(cursor),
    servers: readServers(cursor) ?? readServers(item),
    extensions: [cursor, item, root].flatMap((place) => place.at("x-mcp") ?? []),
  };
}

/** Parameters of the path, replaced by the operation's of the same name and place (3.1 §4.8.10). */
function readParameters(
  operation: Cursor,
  item: Cursor,
  references: References,
  diagnostics: Diagnostics,
): readonly ParameterModel[] {
  const found = new Map<string, ParameterModel>();
  for (const owner of [item, operation]) {
    const own = new Set<string>();
    for (const entry of owner.at("parameters")?.items() ?? []) {
      const parameter = readParameter(references.follow(entry), references, diagnostics);
      if (parameter === undefined) continue;
      const key = `${parameter.in} ${parameter.name}`;
      if (own.has(key)) {
        diagnostics.report("openapi/duplicate-parameter", entry.origin, { name: parameter.name, in: parameter.in });
        continue;
      }
      own.add(key);
      found.set(key, parameter);
    }
  }
  return [...found.values()];
}

const defaultStyles = { path: "simple", query: "form", querystring: "form", header: "simple", cookie: "form" } as const;

function readParameter(cursor: Cursor, references: References, diagnostics: Diagnostics): ParameterModel | undefined {
  const name = cursor.text("name");
  const place = cursor.text("in");
  const [media] = readContent(cursor, references);
  if (name === undefined || !isPlace(place) || (place === "querystring" && media === undefined)) {
    const told = place === "querystring" ? "querystring without content" : (place ?? "");
    diagnostics.report("openapi/invalid-parameter", cursor.origin, { name: name ?? "", in: told });
    return undefined;
  }
  const style = cursor.text("style") ?? defaultStyles[place];
  const explode = cursor.at("explode")?.value;
  return {
    name,
    in: place,
    required: place === "path" || cursor.flag("required"),
    deprecated: cursor.flag("deprecated"),
    description: cursor.text("description") ?? "",
    style,
    explode: typeof explode === "boolean" ? explode : style === "form" || style === "deepObject" || style === "cookie",
    allowReserved: cursor.flag("allowReserved"),
    multiSegment: cursor.flag("x-multi-segment"),
    json: media !== undefined && isJson(media.mediaType),
    schema: media === undefined ? cursor.at("schema") : media.schema,
    media,
    cursor,
  };
}

function isPlace(place: string | undefined): place is ParameterModel["in"] {
  return place !== undefined && Object.hasOwn(defaultStyles, place);
}

function readBody(cursor: Cursor, references: References): BodyModel {
  return {
    required: cursor.flag("required"),
    description: cursor.text("description") ?? "",
    media: readContent(cursor, references),
    cursor,
  };
}

function readResponse(status: string, cursor: Cursor, references: References): ResponseModel {
  return { status: status.toUpperCase(), media: readContent(references.follow(cursor), references) };
}

function readContent(owner: Cursor, references: References): readonly MediaModel[] {
  return (owner.at("content")?.entries() ?? []).map(([mediaType, entry]) => {
    const media = references.follow(entry);
    return {
      mediaType,
      schema: media.at("schema"),
      itemSchema: media.at("itemSchema"),
      fields: undefined,
      encoding: new Map(
        (media.at("encoding")?.entries() ?? []).map(([name, encoding]) => [name, readEncoding(encoding)]),
      ),
    };
  });
}

function readEncoding(cursor: Cursor): EncodingModel {
  const explode = cursor.at("explode")?.value;
  return {
    contentType: cursor.text("contentType"),
    style: cursor.text("style"),
    explode: typeof explode === "boolean" ? explode : undefined,
    allowReserved: cursor.flag("allowReserved"),
  };
}

function readServers(owner: Cursor): readonly ServerModel[] | undefined {
  const servers = owner.at("servers")?.items();
  if (servers === undefined || servers.length === 0) return undefined;
  return servers.flatMap((cursor) => {
    const url = cursor.text("url");
    if (url === undefined) return [];
    const variables = (cursor.at("variables")?.entries() ?? []).map(([name, variable]) => ({
      name,
      default: variable.text("default") ?? "",
      values: (variable.at("enum")?.items() ?? []).map((item) => written(item.value)),
    }));
    return [{ url, variables, cursor }];
  });
}

/** Requirements of a document or operation; `undefined` when it says nothing. */
export function readRequirements(owner: Cursor): readonly RequirementModel[] | undefined {
  const list = owner.at("security");
  if (list === undefined || !Array.isArray(list.value)) return undefined;
  return list.items().map((cursor) => ({
    schemes: cursor
      .entries()
      .map(([name, scopes]) => ({ name, scopes: scopes.items().map((scope) => written(scope.value)) })),
    cursor,
  }));
}

function readSchemes(root: Cursor, references: References): readonly SchemeModel[] {
  const entries = (root.path("components", "securitySchemes")?.entries() ?? []).flatMap(([name, entry]) => {
    references.consequence = `the security scheme \`${name}\` is left out`;
    return usable(() => [name, references.follow(entry)] as const);
  });
  return entries.map(([name, cursor]) => {
    const type = cursor.text("type");
    const scheme = cursor.text("scheme")?.toLowerCase();
    return {
      name,
      description: cursor.text("description") ?? "",
      kind: schemeKind(type, scheme),
      in: cursor.text("in"),
      parameter: cursor.text("name"),
      scheme,
      tokenUrl: cursor.path("flows", "clientCredentials")?.text("tokenUrl"),
      cursor,
    };
  });
}

function schemeKind(type: string | undefined, scheme: string | undefined): SchemeModel["kind"] {
  switch (type) {
    case "apiKey":
    case "oauth2":
    case "openIdConnect":
    case "mutualTLS":
      return type;
    case "http":
      return scheme === "basic" || scheme === "bearer" ? scheme : "http";
    default:
      return "unknown";
  }
}

/** True for `application/json`, `text/json` and every `+json`. */
export function isJson(mediaType: string): boolean {
  return /^(?:application|text)\/json$|\+json$/i.test(essence(mediaType));
}

/** A media type without its parameters, lower case. */
export function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}
