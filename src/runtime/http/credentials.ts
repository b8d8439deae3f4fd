import { ToolError } from "../tool-error.js";
import { isHeaderValue } from "./header-value.js";
import type { CredentialValues, HttpApi, HttpScheme } from "./http-api.js";

/** Schemes of the first alternative that is set whole, else none where that is offered (OpenAPI 3.1 §4.8.30), else a `ToolError`. */
export function chooseSchemes(
  { schemes }: HttpApi,
  alternatives: readonly (readonly string[])[],
  values: CredentialValues,
): readonly HttpScheme[] {
  const known = alternatives
    .filter((names) => names.every((name) => Object.hasOwn(schemes, name)))
    .map((names) => names.map((name) => schemes[name]).filter((scheme) => scheme !== undefined));
  const isSet = ({ variables }: HttpScheme) =>
    variables.some((names) => names.every((name) => valueOf(values, name) !== ""));
  const chosen = known.find((alternative) => alternative.length > 0 && alternative.every(isSet));
  if (chosen !== undefined) return chosen;
  if (alternatives.length === 0 || alternatives.some((names) => names.length === 0)) return [];
  throw new ToolError(
    known.length === 0
      ? "The operation needs credentials of a kind that this server does not know."
      : `Credentials are missing. Set ${known.map(nameVariables).join(", or ")} in the server's environment.`,
  );
}

export function nameVariables(schemes: readonly HttpScheme[]): string {
  return schemes.map(({ variables }) => variables.map((names) => names.join(" and ")).join(", or ")).join(" and ");
}

/** The values that nobody may see, and what schemes make of them. */
export function secretsOf({ schemes }: HttpApi, values: CredentialValues): string[] {
  const all = Object.values(schemes);
  const open = new Set(all.flatMap((scheme) => scheme.open ?? []));
  const hidden = Object.keys(values).filter((name) => !open.has(name));
  const secrets = [
    ...hidden.map((name) => valueOf(values, name)),
    ...all.flatMap(({ derived }) => derived?.(values) ?? []),
  ];
  return secrets.filter((secret) => secret !== "");
}

/** A credential as a header carries it, without a file's last line feed. Throws `ToolError`. */
export function credentialOf(values: CredentialValues, name: string): string {
  const text = valueOf(values, name).trim();
  if (!isHeaderValue(text)) throw new ToolError(`${name} has characters that an HTTP header cannot carry.`);
  return text;
}

export function valueOf(values: CredentialValues, name: string): string {
  return values[name] ?? "";
}
