import type { Origin } from "./origin.js";
import type { ObjectSchema, Schema } from "./schema.js";

/** An HTTP API as far as its requests go: what the generated API client is printed from. */
export interface HttpApi {
  /** Name of the client class, e.g. `PetstoreClient`. */
  readonly className: string;
  /** Name of the API for people; absent: the provider's name. */
  readonly title?: string;
  /** Base addresses of the document in order; empty when it names none that is absolute. */
  readonly servers: readonly Server[];
  /** Security schemes that operations use, in the document's order. */
  readonly schemes: readonly SecurityScheme[];
  /** Alternatives of credentials for operations that do not say otherwise; empty for an open API. */
  readonly security: readonly SecurityRequirement[];
  /** Operations by tag, in order of first appearance. */
  readonly groups: readonly OperationGroup[];
}

/** The operations of one tag: one file of tools and one client class. */
export interface OperationGroup {
  /** The tag as written; empty for operations without one. */
  readonly tag: string;
  /** File stem, kebab-case, unique ignoring case, e.g. `pets`. */
  readonly file: string;
  /** Property of the API client that holds the group, e.g. `pets`. */
  readonly identifier: string;
  /** Name of its client class, e.g. `PetsClient`. */
  readonly className: string;
  /** In the document's order. */
  readonly operations: readonly Operation[];
}

/** One method on one path. */
export interface Operation {
  /** TypeScript identifier of its client method, unique in the API. */
  readonly identifier: string;
  /** Name of the type of its arguments, unique in the provider, e.g. `ListPetsArguments`. */
  readonly argumentsType: string;
  /** HTTP method in upper case. */
  readonly method: string;
  /** Path template as written, e.g. `/pets/{petId}`. */
  readonly path: string;
  /** One line for people; empty when the document has none. */
  readonly summary: string;
  /** True when the document says that new callers should avoid it. */
  readonly deprecated?: true;
  /** Every argument under its flat name, in order: parameters, then body. */
  readonly input: ObjectSchema;
  /** Where each parameter's value travels, in the order of the path and the document. */
  readonly parameters: readonly Parameter[];
  /** The request body, where there is one. */
  readonly body?: Body;
  /** Shape of the data of a successful JSON response; absent when it is not JSON or not described. */
  readonly response?: Schema;
  /** True when a successful answer may come without JSON although `response` describes some. */
  readonly mayLackData?: true;
  /** Value of the `Accept` header: media types of the successful responses, preferred first. */
  readonly accept: readonly string[];
  /** How a successful response is read when it streams; absent when it does not. */
  readonly stream?: "sse" | "ndjson";
  /** Alternatives of credentials where they differ from the API's. */
  readonly security?: readonly SecurityRequirement[];
  /** Base address where the operation or its path has one of its own. */
  readonly server?: Server;
  /** Where it was declared. */
  readonly origin: Origin;
}

/** A parameter outside the body. */
export type Parameter = PathParameter | QueryParameter | QueryStringParameter | HeaderParameter | CookieParameter;

/** What all parameters carry. */
interface ParameterFields {
  /** Name on the wire. */
  readonly name: string;
  /** Name of the argument in `Operation.input`. */
  readonly argument: string;
  /** True when each item or property is written apart. */
  readonly explode: boolean;
  /** True when the value is written as JSON (`content` instead of `schema`). */
  readonly json?: true;
}

/** What may stand between items beside commas; tabs, and any of them outside the query, come from Swagger 2.0's `collectionFormat` alone. */
export type DelimitedStyle = "spaceDelimited" | "pipeDelimited" | "tabDelimited";

/** A part of the path (OpenAPI 3.1 §4.8.12.2, styles simple, label and matrix). */
export interface PathParameter extends ParameterFields {
  readonly in: "path";
  readonly style: "simple" | "label" | "matrix" | DelimitedStyle;
  /** True when slashes in the value separate segments (`x-multi-segment`). */
  readonly multiSegment?: true;
}

/** A pair, or several, of the query. */
export interface QueryParameter extends ParameterFields {
  readonly in: "query";
  readonly style: "form" | DelimitedStyle | "deepObject";
  /** True when reserved characters of RFC 3986 §2.2 stay as they are. */
  readonly allowReserved?: true;
}

/** The whole query as one value (OpenAPI 3.2 §4.12.1). */
export interface QueryStringParameter extends ParameterFields {
  readonly in: "querystring";
  /** The properties of an object as a URL-encoded form, or the whole value percent-encoded. */
  readonly encoding: "form" | "json" | "text";
  /** Encodings of a form's properties. */
  readonly fields: readonly BodyField[];
}

/** A header; style simple unless it says otherwise. */
export interface HeaderParameter extends ParameterFields {
  readonly in: "header";
  readonly style?: DelimitedStyle;
}

/** A cookie; style form unless it says otherwise. */
export interface CookieParameter extends ParameterFields {
  readonly in: "cookie";
  /** Values are sent as they are (OpenAPI 3.2). */
  readonly style?: "cookie";
}

/** A request body: how it is encoded, and which arguments it is made of. */
export interface Body {
  /** Media type that is sent, as written in the document. */
  readonly mediaType: string;
  /** How the value becomes bytes. */
  readonly encoding: "json" | "form" | "multipart" | "text" | "binary";
  /** True when a request without it is invalid. */
  readonly required: boolean;
  /** Which arguments it is made of. */
  readonly content: SpreadBody | WholeBody;
}

/** A body whose properties are arguments. */
export interface SpreadBody {
  readonly kind: "spread";
  /** The properties in order. */
  readonly fields: readonly BodyField[];
  /** True when arguments that are no parameter and no field go into the body too. */
  readonly open: boolean;
}

/** A body that is one argument. */
export interface WholeBody {
  readonly kind: "whole";
  /** Name of the argument. */
  readonly argument: string;
  /** Encodings of its properties, for a form or multipart body that is one argument. */
  readonly fields: readonly BodyField[];
}

/** One property of a body. */
export interface BodyField {
  /** Name on the wire. */
  readonly name: string;
  /** Name of the argument; for a whole body the property's own name. */
  readonly argument: string;
  /** True when the body is invalid without it. */
  readonly required: boolean;
  /** How it is written in a form or multipart body; absent for OpenAPI's defaults. */
  readonly encoding?: FieldEncoding;
}

/** OpenAPI's Encoding Object, with `format: binary` brought to the same form. */
export interface FieldEncoding {
  /** Content type of the part or value. */
  readonly contentType?: string;
  /** Style of a form field. */
  readonly style?: "form" | DelimitedStyle | "deepObject";
  /** True when items or properties are written apart. */
  readonly explode?: boolean;
  /** True when reserved characters stay as they are. */
  readonly allowReserved?: true;
  /** True when the argument is base64 and the part carries its bytes. */
  readonly binary?: true;
}

/** A base address. */
export interface Server {
  /** URL as written, with `{variables}`; absolute. */
  readonly url: string;
  /** Variables of the URL, in order. */
  readonly variables: readonly ServerVariable[];
}

/** A variable of a server's URL. */
export interface ServerVariable {
  /** Name in the URL. */
  readonly name: string;
  /** Value when the environment gives none. */
  readonly default: string;
  /** Valid values; empty when any is. */
  readonly values: readonly string[];
  /** Environment variable that sets it, e.g. `PETSTORE_SERVER_REGION`. */
  readonly env: string;
}

/** Credentials that must be sent together: scheme names of `HttpApi.schemes`; an empty list asks for none. */
export type SecurityRequirement = readonly string[];

/** A way to prove who is calling, and the environment variables that hold the credential. */
export type SecurityScheme = ApiKeyScheme | BearerScheme | BasicScheme | HttpScheme | OAuth2Scheme | MutualTlsScheme;

/** What all schemes carry. */
interface SchemeFields {
  /** Name in the document. */
  readonly name: string;
  /** What the document says of it; empty when nothing. */
  readonly description: string;
}

/** A key in a header, the query or a cookie. */
export interface ApiKeyScheme extends SchemeFields {
  readonly kind: "apiKey";
  readonly in: "header" | "query" | "cookie";
  /** Name of the header, query parameter or cookie. */
  readonly parameter: string;
  /** Variable that holds the key. */
  readonly env: string;
}

/** `Authorization: Bearer …` with a ready token; OpenID Connect too. */
export interface BearerScheme extends SchemeFields {
  readonly kind: "bearer";
  /** Variable that holds the token. */
  readonly env: string;
}

/** `Authorization: Basic …`. */
export interface BasicScheme extends SchemeFields {
  readonly kind: "basic";
  /** Variable that holds the user name. */
  readonly usernameEnv: string;
  /** Variable that holds the password. */
  readonly passwordEnv: string;
}

/** Another HTTP authentication scheme, with a ready `Authorization` value. */
export interface HttpScheme extends SchemeFields {
  readonly kind: "http";
  /** Name of the scheme, e.g. `digest`. */
  readonly scheme: string;
  /** Variable that holds the whole header value. */
  readonly env: string;
}

/** OAuth 2: a ready token, or client credentials where the document has that flow. */
export interface OAuth2Scheme extends SchemeFields {
  readonly kind: "oauth2";
  /** Variable that holds a ready token. */
  readonly env: string;
  /** The client-credentials flow, where there is one. */
  readonly clientCredentials?: ClientCredentialsFlow;
}

/** RFC 6749 §4.4. */
export interface ClientCredentialsFlow {
  /** Absolute URL of the token endpoint. */
  readonly tokenUrl: string;
  /** Scopes that operations ask for, together. */
  readonly scopes: readonly string[];
  /** Variable that holds the client's id. */
  readonly clientIdEnv: string;
  /** Variable that holds its secret. */
  readonly clientSecretEnv: string;
}

/** A client certificate. */
export interface MutualTlsScheme extends SchemeFields {
  readonly kind: "mutualTLS";
  /** Variable that holds the path of the PEM certificate. */
  readonly certEnv: string;
  /** Variable that holds the path of its PEM key. */
  readonly keyEnv: string;
}
