import type { HttpApi, SecurityScheme, Server } from "../ir/http-api.js";
import { plainLine } from "./print/comment.js";
import { call, literal, type Expression } from "./print/expression.js";
import { operationsOf } from "./provider-names.js";
import type { DefinitionPlan } from "./definition-plan.js";
import type { Plan, ProviderPlan } from "./provider-plan.js";

/** An environment variable that the generated server reads. */
export interface EnvironmentVariable {
  readonly name: string;
  /** What it is, in a sentence; names of the document's stand between back-ticks, and hold none. */
  readonly meaning: string;
  /** What stands for it when it is not set, as the document says; empty when nothing does. */
  readonly fallback: string;
  /** What it holds. */
  readonly kind: "text" | "url" | "count";
  /** Default that the settings fill in. */
  readonly default?: number | string;
  readonly required: boolean;
  /** Whose setting it is. */
  readonly part: "limit" | "base" | "credential" | "server";
}

/** The variables of one provider, in the order in which files list them. */
export function environmentVariables(plan: Plan): readonly EnvironmentVariable[] {
  switch (plan.kind) {
    case "http":
      return apiVariables(plan);
    case "remote":
      return remoteVariables(plan);
    case "function":
    case "file":
      return [];
  }
}

/** What reaching another server takes. */
function remoteVariables({ provider: { remote }, names: { prefix } }: DefinitionPlan): readonly EnvironmentVariable[] {
  if (remote === undefined) throw new Error("a provider of remote components has a server");
  const optional = { required: false, fallback: "" } as const;
  const limit = { ...optional, kind: "count", part: "limit" } as const;
  const { transport } = remote;
  const place: EnvironmentVariable =
    transport.kind === "http"
      ? {
          ...optional,
          name: `${prefix}_URL`,
          meaning: "Address of the MCP server.",
          kind: "url",
          part: "base",
          ...(transport.url === "" ? { required: true } : { default: transport.url }),
        }
      : {
          ...optional,
          name: `${prefix}_CWD`,
          meaning: `Folder that the MCP server runs in${transport.cwd === undefined ? "; default: the working directory" : ""}.`,
          kind: "text",
          part: "base",
          ...(transport.cwd !== undefined && { default: transport.cwd }),
        };
  return [
    place,
    ...remote.variables.map(({ name, meaning }): EnvironmentVariable => ({
      ...optional,
      name,
      meaning,
      kind: "text",
      part: "credential",
    })),
    {
      ...limit,
      name: `${prefix}_TIMEOUT_MS`,
      meaning: "Milliseconds without a sign of progress after which a call is given up; 0 for no limit.",
      default: 60_000,
    },
    { ...limit, name: `${prefix}_RETRIES`, meaning: "How often connecting is tried again.", default: 2 },
  ];
}

function apiVariables({ api, names: { variables } }: ProviderPlan): readonly EnvironmentVariable[] {
  const [first] = api.servers;
  const optional = { required: false, fallback: "" } as const;
  const count = (name: string, meaning: string, fallback: number): EnvironmentVariable => {
    return { ...optional, name, meaning, kind: "count", part: "limit", default: fallback };
  };
  return [
    {
      name: variables.baseUrl,
      meaning: first === undefined ? "Base URL of the API; the document names none." : "Base URL of the API",
      fallback: first?.url ?? "",
      kind: "url",
      part: "base",
      required: first === undefined,
    },
    ...unique(api.schemes.flatMap(credentialVariables)),
    ...unique(serversOf(api).flatMap(serverVariables)),
    count(variables.timeoutMs, "Milliseconds that a call may take, retries included; 0 for no limit.", 30_000),
    count(variables.maxResponseBytes, "Most bytes of a response.", 10_485_760),
    count(variables.retries, "How often a request that may be repeated is repeated after a fault.", 2),
  ];

  function credentialVariables(scheme: SecurityScheme): EnvironmentVariable[] {
    return credentials(scheme).map(([name, meaning]) => ({
      ...optional,
      name,
      meaning,
      kind: "text",
      part: "credential",
    }));
  }

  function serverVariables({ variables: ofServer }: Server): EnvironmentVariable[] {
    return ofServer.map((variable) => {
      const values = variable.values.slice(0, 10).map(quoted);
      const meaning = `Server variable ${quoted(variable.name)}${values.length === 0 ? "" : `, one of ${values.join(", ")}`}`;
      return { ...optional, name: variable.env, meaning, fallback: variable.default, kind: "text", part: "server" };
    });
  }
}

/** The variable as a member of `environment` in `settings.ts`. */
export function variableExpression(variable: EnvironmentVariable): Expression {
  const kind = { name: variable.kind, arguments: [literal(meaningOf(variable, variable.fallback))] };
  if (variable.required) return call(`variable.${kind.name}`, ...kind.arguments);
  const fallback =
    variable.default === undefined
      ? { name: "optional", arguments: [] }
      : { name: "default", arguments: [literal(variable.default)] };
  return { kind: "chain", base: "variable", calls: [kind, fallback] };
}

/**
 * The meaning with the default behind it.
 *
 * @param fallback text of `fallback` in the form that the file needs
 */
export function meaningOf({ meaning, fallback: given }: EnvironmentVariable, fallback: string): string {
  return given === "" ? meaning : `${meaning}; default: ${fallback}`;
}

/** A name of the document's between back-ticks: a code span that holds none, and is never empty. */
export function quoted(name: string): string {
  return `\`${plainLine(name.replaceAll("`", "'")) || "?"}\``;
}

function credentials(scheme: SecurityScheme): readonly (readonly [name: string, meaning: string])[] {
  const of = `of scheme ${quoted(scheme.name)}`;
  switch (scheme.kind) {
    case "apiKey":
      return [[scheme.env, `Key ${of} (${scheme.in} ${quoted(scheme.parameter)}).`]];
    case "bearer":
      return [[scheme.env, `Bearer token ${of}.`]];
    case "basic":
      return [
        [scheme.usernameEnv, `User name ${of}.`],
        [scheme.passwordEnv, `Password ${of}.`],
      ];
    case "http":
      return [[scheme.env, `Whole Authorization header ${of} (${quoted(scheme.scheme)}).`]];
    case "oauth2": {
      const flow = scheme.clientCredentials;
      if (flow === undefined) return [[scheme.env, `Access token ${of}.`]];
      return [
        [scheme.env, `Ready access token ${of}; or set client id and secret.`],
        [flow.clientIdEnv, `Client id ${of}.`],
        [flow.clientSecretEnv, `Client secret ${of}.`],
      ];
    }
    case "mutualTLS":
      return [
        [scheme.certEnv, `Path of the PEM client certificate ${of}.`],
        [scheme.keyEnv, `Path of the PEM key ${of}.`],
      ];
  }
}

function serversOf(api: HttpApi): readonly Server[] {
  return [...api.servers, ...operationsOf(api).flatMap(({ server }) => server ?? [])];
}

/** Several schemes, or servers, may read one variable. */
function unique(variables: readonly EnvironmentVariable[]): readonly EnvironmentVariable[] {
  return [...new Map(variables.map((variable) => [variable.name, variable])).values()];
}
