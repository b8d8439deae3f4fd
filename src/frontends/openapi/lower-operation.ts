import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { compact } from "../../ir/compact.js";
import type { Operation, SecurityRequirement } from "../../ir/http-api.js";
import type { ApiDocument, OperationModel, ParameterModel } from "./api-document.js";
import { capText } from "../../ir/cap-text.js";
import { cleanText } from "./clean-text.js";
import type { Cursor } from "./cursor.js";
import type { EnvironmentNames } from "./environment-names.js";
import { lowerArguments } from "./lower-arguments.js";
import { nameBody, planBody } from "./lower-body.js";
import { lowerResponses } from "./lower-responses.js";
import { isCredential, lowerRequirements } from "./lower-security.js";
import { lowerOwnServer } from "./lower-servers.js";
import type { SchemaContext } from "./schema-context.js";

/** What lowering an operation needs to know of its document. */
export interface OperationContext {
  readonly document: ApiDocument;
  readonly schemas: SchemaContext;
  readonly environment: EnvironmentNames;
  readonly diagnostics: Diagnostics;
  /** Address of the document when it came from the network. */
  readonly documentUrl: string | undefined;
  /** Media type that bodies should have where there is a choice. */
  readonly mediaType: string | undefined;
  /** Alternatives of credentials of the document. */
  readonly security: readonly SecurityRequirement[];
}

/** An operation that has no names yet. */
export interface LoweredOperation {
  readonly model: OperationModel;
  readonly operation: Omit<Operation, "identifier" | "argumentsType">;
  /** Media type of its primary answer, for resources. */
  readonly mimeType: string | undefined;
}

/** Brings one operation into the IR. Throws `Unusable` when it cannot be expressed. */
export function lowerOperation(model: OperationModel, context: OperationContext): LoweredOperation {
  const { document, diagnostics, schemas } = context;
  const security = model.security && lowerRequirements(model.security, document, diagnostics);
  const body = model.body && planBody(model.body, context.mediaType, schemas);
  const parameters = declaredPathParameters(model, diagnostics).filter(
    (parameter) => !isCredential(parameter, document),
  );
  const lowered = lowerArguments(model, parameters, body, schemas);
  const response = lowerResponses(model, schemas);
  const server = model.servers && lowerOwnServer(model.servers, context.documentUrl, context.environment, diagnostics);
  return {
    model,
    mimeType: response.mimeType,
    operation: compact({
      method: model.method,
      path: model.path,
      summary: cleanLine(model.summary, model.cursor.at("summary") ?? model.cursor, diagnostics),
      deprecated: model.deprecated ? (true as const) : undefined,
      input: lowered.input,
      parameters: lowered.parameters,
      body: body && nameBody(body, lowered.bodyArguments),
      response: response.schema,
      mayLackData: response.mayLackData ? (true as const) : undefined,
      accept: response.accept,
      stream: response.stream,
      security:
        security === undefined || JSON.stringify(security) === JSON.stringify(context.security) ? undefined : security,
      server,
      origin: model.cursor.origin,
    }),
  };
}

/** One line of text, capped at 120 characters. */
function cleanLine(text: string, place: Cursor, diagnostics: Diagnostics): string {
  return capText(cleanText(text, place, diagnostics).replace(/\s+/g, " "), 120);
}

/** Path parameters that the path has: undeclared ones become required strings, ones without a place are left out. */
function declaredPathParameters(model: OperationModel, diagnostics: Diagnostics): readonly ParameterModel[] {
  const names = [...new Set([...model.path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? ""))];
  // A message for each name: together they must not be as long as the square of the path.
  const path = capText(model.path, 200);
  const kept = model.parameters.filter((parameter) => {
    if (parameter.in !== "path" || names.includes(parameter.name)) return true;
    diagnostics.report("openapi/unused-path-parameter", parameter.cursor.origin, {
      name: parameter.name,
      path,
    });
    return false;
  });
  const missing = names.filter((name) => !kept.some((parameter) => parameter.in === "path" && parameter.name === name));
  for (const name of missing)
    diagnostics.report("openapi/undeclared-path-parameter", model.cursor.origin, { name, path });
  return [
    ...kept,
    ...missing.map((name): ParameterModel => ({
      name,
      in: "path",
      required: true,
      deprecated: false,
      description: "",
      style: "simple",
      explode: false,
      allowReserved: false,
      multiSegment: false,
      json: false,
      schema: undefined,
      cursor: model.cursor,
    })),
  ];
}
