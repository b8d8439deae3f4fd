import type { ClientCredentialsFlow, HttpApi, SecurityScheme } from "../../ir/http-api.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { printConst } from "../print/declaration.js";
import { array, call, literal, object, property, tall, type Expression, type Property } from "../print/expression.js";
import { securityExpression, serverExpression } from "../print/request.js";
import type { ProviderPlan } from "../provider-plan.js";
import type { Template } from "../templates.js";

/** What `src/provider/api.ts.hbs` reads. */
export interface ApiView {
  readonly header: string;
  readonly imports: string;
  readonly api: string;
}

/** The runtime's functions that make security schemes. */
const schemeFunctions = [
  "apiKey",
  "bearer",
  "basic",
  "authorization",
  "oauth2",
  "mutualTls",
  "templatedServer",
  "HttpApi",
];

/** `src/<provider>/api.ts`: where the API is; apart from its client, which the first call loads. */
export function emitApi({ provider, api, names }: ProviderPlan, template: Template<ApiView>): GeneratedFile {
  const scope = new ModuleScope(["api"], schemeFunctions);
  const httpApi = scope.type("../runtime/http/http-client.js", "HttpApi");
  const value = printConst("api", httpApi, apiExpression(provider.name, api, names.variables.baseUrl, scope));
  return {
    path: `src/${names.folder}/api.ts`,
    owner: "mcpgen",
    text: template({ header: generatedHeader(provider.source), api: value, imports: scope.imports }),
  };
}

function apiExpression(provider: string, api: HttpApi, baseUrlEnv: string, scope: ModuleScope): Expression {
  const templatedServer = () => scope.value("../runtime/http/templated-server.js", "templatedServer");
  return tall([
    property("name", literal(provider)),
    property("baseUrlEnv", literal(baseUrlEnv)),
    property("servers", array(api.servers.map((server) => serverExpression(server, templatedServer)))),
    property("security", securityExpression(api.security)),
    property(
      "schemes",
      api.schemes.length === 0
        ? object([])
        : tall(api.schemes.map((scheme) => property(scheme.name, schemeExpression(scheme, scope)))),
    ),
  ]);
}

function schemeExpression(scheme: SecurityScheme, scope: ModuleScope): Expression {
  const make = (module: string, exported: string, texts: Readonly<Record<string, string>>, ...more: Property[]) =>
    call(
      scope.value(`../runtime/http/${module}.js`, exported),
      object([...Object.entries(texts).map(([key, value]) => property(key, literal(value))), ...more]),
    );
  switch (scheme.kind) {
    case "apiKey":
      return make("api-key", "apiKey", { in: scheme.in, parameter: scheme.parameter, env: scheme.env });
    case "bearer":
      return make("bearer", "bearer", { env: scheme.env });
    case "basic":
      return make("basic", "basic", { usernameEnv: scheme.usernameEnv, passwordEnv: scheme.passwordEnv });
    case "http":
      return make("authorization", "authorization", { scheme: scheme.scheme, env: scheme.env });
    case "oauth2": {
      const { env, clientCredentials } = scheme;
      if (clientCredentials === undefined) return make("bearer", "bearer", { env });
      return make("oauth2", "oauth2", { env }, property("clientCredentials", flowExpression(clientCredentials)));
    }
    case "mutualTLS":
      return make("mutual-tls", "mutualTls", { certEnv: scheme.certEnv, keyEnv: scheme.keyEnv });
  }
}

function flowExpression({ tokenUrl, scopes, clientIdEnv, clientSecretEnv }: ClientCredentialsFlow): Expression {
  return object([
    property("tokenUrl", literal(tokenUrl)),
    property("scopes", array(scopes.map(literal))),
    property("clientIdEnv", literal(clientIdEnv)),
    property("clientSecretEnv", literal(clientSecretEnv)),
  ]);
}
