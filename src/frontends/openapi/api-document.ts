import type { Cursor } from "./cursor.js";

/**
 * An OpenAPI document of any version as its operations need it. Readers (`read-openapi3.ts`, `read-swagger2.ts`) bring a
 * document into this form; schemas stay where they are, as cursors. One lowering does the rest.
 */
export interface ApiDocument {
  /** Dialect of its schemas. */
  readonly dialect: Dialect;
  readonly root: Cursor;
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly servers: readonly ServerModel[];
  /** Declared security schemes by name. */
  readonly schemes: readonly SchemeModel[];
  readonly security: readonly RequirementModel[];
  readonly operations: readonly OperationModel[];
  /** Webhooks that are left out. */
  readonly webhooks: number;
}

/** `2.0` and `3.0` extend an old JSON Schema; `3.1` (3.2 too) is JSON Schema 2020-12. */
export type Dialect = "2.0" | "3.0" | "3.1";

export interface OperationModel {
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  readonly cursor: Cursor;
  readonly id: string | undefined;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  readonly parameters: readonly ParameterModel[];
  readonly body: BodyModel | undefined;
  readonly responses: readonly ResponseModel[];
  readonly security: readonly RequirementModel[] | undefined;
  readonly servers: readonly ServerModel[] | undefined;
  /** `x-mcp` of the operation, its path and the document, nearest first. */
  readonly extensions: readonly Cursor[];
}

export interface ParameterModel {
  readonly name: string;
  readonly in: "path" | "query" | "querystring" | "header" | "cookie";
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly description: string;
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly multiSegment: boolean;
  /** True when the value is JSON text. */
  readonly json: boolean;
  readonly schema: Cursor | undefined;
  /** The media type of a parameter that has `content` in place of a schema. */
  readonly media?: MediaModel | undefined;
  /** The Parameter Object, with its own `example` and `examples`. */
  readonly cursor: Cursor;
}

export interface BodyModel {
  readonly required: boolean;
  readonly description: string;
  readonly media: readonly MediaModel[];
  readonly cursor: Cursor;
}

/** One media type of a body or response. */
export interface MediaModel {
  /** As written. */
  readonly mediaType: string;
  readonly schema: Cursor | undefined;
  /** Schema of one item of a stream (3.2). */
  readonly itemSchema: Cursor | undefined;
  /** Fields of a Swagger 2.0 form, which has no schema of its own. */
  readonly fields: readonly FieldModel[] | undefined;
  readonly encoding: ReadonlyMap<string, EncodingModel>;
}

export interface FieldModel {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly schema: Cursor;
}

export interface EncodingModel {
  readonly contentType: string | undefined;
  readonly style: string | undefined;
  readonly explode: boolean | undefined;
  readonly allowReserved: boolean;
}

export interface ResponseModel {
  /** `200`, `2XX`, `default`, upper case. */
  readonly status: string;
  readonly media: readonly MediaModel[];
}

export interface ServerModel {
  readonly url: string;
  readonly variables: readonly {
    readonly name: string;
    readonly default: string;
    readonly values: readonly string[];
  }[];
  readonly cursor: Cursor;
}

/** Scheme names that must be sent together, each with its scopes. */
export interface RequirementModel {
  readonly schemes: readonly { readonly name: string; readonly scopes: readonly string[] }[];
  readonly cursor: Cursor;
}

export interface SchemeModel {
  readonly name: string;
  readonly description: string;
  readonly kind: "apiKey" | "basic" | "bearer" | "http" | "oauth2" | "openIdConnect" | "mutualTLS" | "unknown";
  /** Place of an API key. */
  readonly in: string | undefined;
  /** Name of the header, query parameter or cookie of an API key. */
  readonly parameter: string | undefined;
  /** Name of another HTTP scheme. */
  readonly scheme: string | undefined;
  /** Token endpoint of the client-credentials flow. */
  readonly tokenUrl: string | undefined;
  readonly cursor: Cursor;
}
