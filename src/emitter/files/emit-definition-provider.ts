import type { SearchSurface } from "../../ir/program.js";
import type { NamedTemplate, RemoteServer } from "../../ir/remote-server.js";
import { componentLists, componentMembers } from "../component-lists.js";
import { countComponents, countsOf } from "../count-components.js";
import type { DefinitionPlan } from "../definition-plan.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { lazyTools, lazyToolsModule } from "../lazy-tools.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { printReturn } from "../print/declaration.js";
import {
  array,
  call,
  literal,
  name,
  object,
  property,
  tall,
  type Expression,
  type Property,
  type Spread,
} from "../print/expression.js";
import { printSignature } from "../print/method.js";
import { reference } from "../print/type-node.js";
import type { Template } from "../templates.js";
import type { FunctionProviderView } from "./emit-function-provider.js";

/** `provider.ts` of files or of another server's components. */
export function emitDefinitionProvider(
  plan: DefinitionPlan,
  search: SearchSurface | undefined,
  template: Template<FunctionProviderView>,
): GeneratedFile {
  const { provider, names, groups } = plan;
  const { remote } = provider;
  const runtime = "../runtime";
  const scope = new ModuleScope(
    [names.factory, "settings", "options"],
    ["staticProvider", "proxyProvider", "Provider"],
  );
  const lists = componentLists(groups, scope, search !== undefined);
  const completes = remote?.completes === true && lists.templates.length + lists.prompts.length > 0;
  const members: (Property | Spread)[] = [
    property("name", literal(provider.name)),
    ...(remote === undefined
      ? [property("apis", { kind: "arrow", parameters: "()", body: object([]) } as const)]
      : [property("server", serverExpression(remote))]),
    ...componentMembers(lists, scope, runtime, completes),
  ];
  const made =
    remote === undefined
      ? call(scope.value(`${runtime}/provider.js`, "staticProvider"), tall(members))
      : call(
          scope.value(`${runtime}/proxy/proxy-provider.js`, "proxyProvider"),
          tall(members),
          name("settings"),
          name("options"),
        );
  const result =
    search === undefined
      ? made
      : lazyTools(scope.value(`../${lazyToolsModule}`, "withLazyTools"), made, plan, search.pinned);
  const counts = countComponents(countsOf(groups));
  const what = remote === undefined ? "read from files when it was generated" : "forwarded to another server";
  return {
    path: `src/${names.folder}/provider.ts`,
    owner: "mcpgen",
    text: template({
      header: generatedHeader(provider.source),
      comment: docComment({ text: `The provider \`${provider.name}\`: ${counts}, ${what}.` }, 0).join("\n"),
      signature: printSignature(
        {
          head: `export function ${names.factory}`,
          parameters:
            remote === undefined
              ? []
              : [
                  `settings: ${scope.type(`${runtime}/proxy/remote-settings.js`, "RemoteSettings")}`,
                  `options: ${scope.type(`${runtime}/proxy/proxy-provider.js`, "ProxyOptions")} = {}`,
                ],
          returns: reference(scope.type(`${runtime}/provider.js`, "Provider")),
        },
        0,
      ),
      result: printReturn(result, 2),
      imports: scope.imports,
    }),
  };
}

/** Where the server is: facts that hold no secret, `${NAME}` standing for a variable. */
function serverExpression({ transport }: RemoteServer): Expression {
  const templates = (key: string, list: readonly NamedTemplate[]): readonly Property[] =>
    list.length === 0 ? [] : [property(key, object(list.map((one) => property(one.name, literal(one.template)))))];
  switch (transport.kind) {
    case "http":
      return tall([property("kind", literal("http")), ...templates("headers", transport.headers)]);
    case "stdio":
      return tall([
        property("kind", literal("stdio")),
        property("command", array(transport.command.map(literal))),
        ...templates("env", transport.env),
      ]);
  }
}
