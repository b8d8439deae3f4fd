import type { GeneratedFile } from "../generated-file.js";
import { environmentVariables, variableExpression, type EnvironmentVariable } from "../environment-variables.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { printConst, printReturn } from "../print/declaration.js";
import { call, member, name, object, property, spread, tall, type Expression } from "../print/expression.js";
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
  const plans = all.filter((plan) => plan.kind === "http");
  const scope = new ModuleScope(["environment", "Settings", "readSettings", "env", "values", "process"]);
  const runtime = "./runtime/settings.js";
  for (const type of ["Environment", "ServerSettings"]) scope.type(runtime, type);
  for (const value of ["parseEnvironment", "serverEnvironment", "serverSettings"]) scope.value(runtime, value);
  if (plans.length > 0) scope.value(runtime, "variable");
  const settingsType = plans.length === 0 ? "" : scope.type(runtime, "HttpSettings");
  const variables = new Map(plans.flatMap(environmentVariables).map((variable) => [variable.name, variable]));
  const members = [...variables.values()].map((variable) => property(variable.name, variableExpression(variable)));
  const schema = call(`${scope.value("zod", "z")}.object`, tall([spread(name("serverEnvironment")), ...members]));
  const settings = tall([
    property("server", call("serverSettings", name("values"))),
    ...plans.map((plan) => property(plan.names.identifier, httpSettings(plan))),
  ]);
  return {
    path: "src/settings.ts",
    owner: "mcpgen",
    text: template({
      header: generatedHeader(...all.map((plan) => plan.provider.source)),
      imports: scope.imports,
      environment: printConst("environment", "", schema),
      fields: plans.map((plan) => `${plan.names.identifier}: ${settingsType}`),
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

function byName(variables: readonly EnvironmentVariable[]): Expression {
  return object(variables.map((variable) => property(variable.name, member("values", variable.name))));
}
