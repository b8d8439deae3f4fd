import type { GeneratedFile } from "../generated-file.js";
import { environmentVariables, variableExpression, type EnvironmentVariable } from "../environment-variables.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { printConst, printReturn } from "../print/declaration.js";
import { call, member, name, object, property, spread, tall, type Expression } from "../print/expression.js";
import type { DefinitionPlan } from "../definition-plan.js";
import type { Plan, ProviderPlan } from "../provider-plan.js";
import type { Template } from "../templates.js";

/** What `src/settings.ts.hbs` reads. */
export interface SettingsView {
  readonly header: string;
  readonly imports: string;
  readonly environment: string;
  readonly fields: readonly string[];
  readonly values: string;
}

/** `src/settings.ts`: the environment, typed. */
export function emitSettings(all: readonly Plan[], template: Template<SettingsView>): GeneratedFile {
  const plans = all.filter(
    (plan): plan is ProviderPlan | DefinitionPlan => plan.kind === "http" || plan.kind === "remote",
  );
  const scope = new ModuleScope(["environment", "Settings", "readSettings", "env", "values", "process"]);
  const runtime = "./runtime/settings.js";
  for (const type of ["Environment", "ServerSettings"]) scope.type(runtime, type);
  for (const value of ["parseEnvironment", "serverEnvironment", "serverSettings"]) scope.value(runtime, value);
  if (plans.length > 0) scope.value(runtime, "variable");
  const typeOf = (plan: Plan) =>
    plan.kind === "http"
      ? scope.type(runtime, "HttpSettings")
      : scope.type("./runtime/proxy/remote-settings.js", "RemoteSettings");
  const variables = new Map(plans.flatMap(environmentVariables).map((variable) => [variable.name, variable]));
  const members = [...variables.values()].map((variable) => property(variable.name, variableExpression(variable)));
  const schema = call(`${scope.namespace("zod", "z")}.object`, tall([spread(name("serverEnvironment")), ...members]));
  const settings = tall([
    property("server", call("serverSettings", name("values"))),
    ...plans.map((plan) =>
      property(plan.names.identifier, plan.kind === "http" ? httpSettings(plan) : remoteSettings(plan)),
    ),
  ]);
  const fields = plans.map((plan) => `${plan.names.identifier}: ${typeOf(plan)}`);
  return {
    path: "src/settings.ts",
    owner: "mcpgen",
    text: template({
      header: generatedHeader(...all.map((plan) => plan.provider.source)),
      imports: scope.imports,
      environment: printConst("environment", "", schema),
      fields,
      values: printReturn(settings, 2),
    }),
  };
}

function httpSettings(plan: ProviderPlan): Expression {
  const { variables: names } = plan.names;
  const variables = environmentVariables(plan);
  return tall([
    property("baseUrl", member("values", names.baseUrl)),
    property("timeoutMs", member("values", names.timeoutMs)),
    property("maxResponseBytes", member("values", names.maxResponseBytes)),
    property("retries", member("values", names.retries)),
    property("credentials", byName(variables.filter(({ part }) => part === "credential"))),
    property("serverVariables", byName(variables.filter(({ part }) => part === "server"))),
  ]);
}

function remoteSettings(plan: DefinitionPlan): Expression {
  const { prefix } = plan.names;
  const place = plan.provider.remote?.transport.kind === "http" ? "url" : "cwd";
  return tall([
    property(place, member("values", `${prefix}_${place.toUpperCase()}`)),
    property("timeoutMs", member("values", `${prefix}_TIMEOUT_MS`)),
    property("retries", member("values", `${prefix}_RETRIES`)),
    property("variables", byName(environmentVariables(plan).filter(({ part }) => part === "credential"))),
  ]);
}

function byName(variables: readonly EnvironmentVariable[]): Expression {
  return object(variables.map((variable) => property(variable.name, member("values", variable.name))));
}
