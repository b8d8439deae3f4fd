import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { compact } from "../../ir/compact.js";
import type { ApiKeyScheme, SecurityRequirement, SecurityScheme } from "../../ir/http-api.js";
import type { ApiDocument, ParameterModel, RequirementModel, SchemeModel } from "./api-document.js";
import { capText } from "../../ir/cap-text.js";
import { cleanText } from "./clean-text.js";
import type { EnvironmentNames } from "./environment-names.js";
import { privateAddressReason } from "./private-address.js";

/** Alternatives of credentials; those that need an undeclared scheme are left out with a warning. */
export function lowerRequirements(
  requirements: readonly RequirementModel[],
  document: ApiDocument,
  diagnostics: Diagnostics,
): readonly SecurityRequirement[] {
  const declared = new Set(document.schemes.filter((scheme) => scheme.kind !== "unknown").map((scheme) => scheme.name));
  return requirements.flatMap((requirement) => {
    const unknown = requirement.schemes.find((scheme) => !declared.has(scheme.name));
    if (unknown === undefined) return [requirement.schemes.map((scheme) => scheme.name)];
    diagnostics.report("openapi/unknown-security-scheme", requirement.cursor.origin, {
      name: unknown.name,
      consequence: "no credential is sent for it",
    });
    return [];
  });
}

/** The schemes that operations use, by first use, with the environment variables that hold their credentials. */
export function lowerSchemes(
  document: ApiDocument,
  used: ReadonlySet<string>,
  scopes: ReadonlyMap<string, readonly string[]>,
  environment: EnvironmentNames,
  diagnostics: Diagnostics,
): readonly SecurityScheme[] {
  const declared = new Map(document.schemes.map((scheme) => [scheme.name, scheme]));
  return [...used].flatMap((name) => {
    const scheme = declared.get(name);
    return (scheme && lowerScheme(scheme, scopes.get(name) ?? [], environment, diagnostics)) ?? [];
  });
}

function lowerScheme(
  scheme: SchemeModel,
  scopes: readonly string[],
  environment: EnvironmentNames,
  diagnostics: Diagnostics,
): SecurityScheme | undefined {
  const { name } = scheme;
  const description = capText(cleanText(scheme.description, scheme.cursor, diagnostics), 300);
  const variable = (...suffix: readonly string[]) => environment.credential([name, ...suffix], scheme.cursor.origin);
  switch (scheme.kind) {
    case "apiKey":
      return {
        kind: "apiKey",
        name,
        description,
        in: keyPlace(scheme.in),
        parameter: scheme.parameter ?? name,
        env: variable(),
      };
    case "bearer":
    case "openIdConnect":
      return { kind: "bearer", name, description, env: variable() };
    case "basic":
      return { kind: "basic", name, description, usernameEnv: variable("USERNAME"), passwordEnv: variable("PASSWORD") };
    case "http":
      return { kind: "http", name, description, scheme: scheme.scheme ?? "", env: variable() };
    case "mutualTLS":
      return { kind: "mutualTLS", name, description, certEnv: variable("CERT"), keyEnv: variable("KEY") };
    case "oauth2":
      return compact({
        kind: "oauth2" as const,
        name,
        description,
        env: variable(),
        clientCredentials:
          scheme.tokenUrl === undefined || !isUsable(scheme.tokenUrl, scheme, diagnostics)
            ? undefined
            : {
                tokenUrl: scheme.tokenUrl,
                scopes,
                clientIdEnv: variable("CLIENT_ID"),
                clientSecretEnv: variable("CLIENT_SECRET"),
              },
      });
    case "unknown":
      return undefined;
    default:
      return scheme.kind satisfies never;
  }
}

function keyPlace(place: string | undefined): ApiKeyScheme["in"] {
  return place === "query" || place === "cookie" ? place : "header";
}

/** Whether client credentials may be sent there. */
function isUsable(tokenUrl: string, { cursor }: SchemeModel, diagnostics: Diagnostics): boolean {
  if (!URL.canParse(tokenUrl) || !/^https?:$/.test(new URL(tokenUrl).protocol)) return false;
  const reason = privateAddressReason(tokenUrl);
  if (reason === undefined) return true;
  diagnostics.report("openapi/invalid-server", cursor.origin, { url: tokenUrl, reason });
  return false;
}

/** Headers that are never arguments: they belong to credentials, to the encoding, or to the connection. */
const ownHeaders = new Set([
  "authorization",
  "cookie",
  "accept",
  "content-type",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** True for parameters that the model must not see: credentials, and headers that mcpgen writes itself. */
export function isCredential(parameter: ParameterModel, document: ApiDocument): boolean {
  if (parameter.in === "header" && ownHeaders.has(parameter.name.toLowerCase())) return true;
  return document.schemes.some(
    (scheme) =>
      scheme.kind === "apiKey" &&
      keyPlace(scheme.in) === parameter.in &&
      (parameter.in === "header"
        ? scheme.parameter?.toLowerCase() === parameter.name.toLowerCase()
        : scheme.parameter === parameter.name),
  );
}
