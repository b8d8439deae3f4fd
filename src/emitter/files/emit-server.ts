import { addressOf } from "../../ir/address-of.js";
import type { Component } from "../../ir/component.js";
import type { Program } from "../../ir/program.js";
import { bridgeMakers } from "../bridge-tools.js";
import { countComponents, countsOf, type CountedGroup } from "../count-components.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { printReturn } from "../print/declaration.js";
import { array, call, literal, name, object, property, tall, type Expression } from "../print/expression.js";
import type { OlderPlans, Plan } from "../provider-plan.js";
import type { Template } from "../templates.js";

/** What `src/server.ts.hbs` reads. */
export interface ServerView {
  readonly header: string;
  readonly imports: string;
  readonly comment: string;
  readonly result: string;
}

/** `src/server.ts`: the server, composed of its providers. */
export function emitServer(
  { server, search, asTools = [] }: Program,
  plans: readonly Plan[],
  older: readonly OlderPlans[],
  template: Template<ServerView>,
): GeneratedFile {
  const scope = new ModuleScope(["createServer", "CreateServerOptions", "settings", "options"]);
  const build =
    search === undefined
      ? scope.value("./runtime/server.js", "buildServer")
      : scope.value("./runtime/search/search-server.js", "searchServer");
  for (const type of ["McpServer", "ServerOptions"]) scope.type("./runtime/server.js", type);
  scope.type("./settings.js", "Settings");
  scope.type("./overrides.js", "Overrides");
  const provided = ({ kind, names }: Plan): Expression =>
    call(
      scope.value(names.folder === "" ? "./provider.js" : `./${names.folder}/provider.js`, names.factory),
      ...(kind === "http" || kind === "remote" ? [name("settings", names.identifier), name("options")] : []),
    );
  const guard = (inner: Expression, of: readonly Plan[]): Expression => {
    const rules = scopeRules(of);
    return rules.length === 0
      ? inner
      : call(scope.value("./runtime/auth/scopes.js", "withScopes"), inner, array(rules));
  };
  const definition = tall([
    property("name", literal(server.name)),
    ...(server.title === "" ? [] : [property("title", literal(server.title))]),
    property("version", literal(server.version)),
    ...(server.instructions === "" ? [] : [property("instructions", literal(server.instructions))]),
    property("providers", array(plans.map(provided))),
  ]);
  const result = call(build, definition, name("settings", "server"), name("options"));
  const scoped = guard(result, plans);
  const versioned = older.length === 0 ? scoped : withOlder(scoped);
  const whole = asTools.reduce(
    (inner, kind) => call(scope.value("./runtime/components-as-tools.js", bridgeMakers[kind]), inner),
    versioned,
  );
  const counts = countComponents(countsOf(plans.flatMap((plan): readonly CountedGroup[] => plan.groups)));
  return {
    path: "src/server.ts",
    owner: "mcpgen",
    text: template({
      header: generatedHeader(...plans.map((plan) => plan.provider.source)),
      imports: scope.imports,
      comment: docComment({ text: `${server.title === "" ? server.name : server.title}: ${counts}.` }, 0).join("\n"),
      result: printReturn(whole, 2),
    }),
  };

  function withOlder(listed: Expression): Expression {
    const servers = older.map(({ version, plans: own }) => {
      const make = scope.value("./runtime/versions.js", "olderServer");
      const made = call(make, array(own.map(provided)), name("settings", "server"), name("options"));
      return object([property("version", literal(version)), property("server", guard(made, own))]);
    });
    return call(scope.value("./runtime/versions.js", "withVersions"), listed, array(servers));
  }
}

const kinds: Readonly<Record<Component["kind"], string>> = {
  tool: "tools",
  resource: "resources",
  template: "resourceTemplates",
  prompt: "prompts",
};

/** What only callers with scopes see: a rule for each kind and list of scopes. */
function scopeRules(plans: readonly Plan[]): readonly Expression[] {
  const rules = new Map<
    string,
    { readonly kind: string; readonly names: string[]; readonly scopes: readonly string[] }
  >();
  for (const component of plans.flatMap(({ provider }) => provider.components)) {
    const { scopes = [] } = component;
    if (scopes.length === 0) continue;
    const kind = kinds[component.kind];
    const key = JSON.stringify([kind, scopes]);
    const rule = rules.get(key) ?? { kind, names: [], scopes };
    rule.names.push(addressOf(component));
    rules.set(key, rule);
  }
  return [...rules.values()].map(({ kind, names, scopes }) =>
    object([
      property("kind", literal(kind)),
      property("names", array(names.map(literal))),
      property("scopes", array(scopes.map(literal))),
    ]),
  );
}
