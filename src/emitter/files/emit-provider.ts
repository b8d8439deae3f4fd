import { printReturn } from "../print/declaration.js";
import { componentLists } from "../component-lists.js";
import { countComponents, countsOf } from "../count-components.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { array, call, literal, name, object, property, spread, tall, type Expression } from "../print/expression.js";
import { expressionDoc } from "../print/expression-doc.js";
import { identifier } from "../print/identifier.js";
import { printSignature } from "../print/method.js";
import { printDoc } from "../print/print-doc.js";
import { reference } from "../print/type-node.js";
import type { SearchSurface } from "../../ir/program.js";
import { lazyTools, lazyToolsModule } from "../lazy-tools.js";
import type { ProviderPlan } from "../provider-plan.js";
import type { Template } from "../templates.js";

/** What `src/provider/provider.ts.hbs` reads. */
export interface ProviderView {
  readonly header: string;
  readonly imports: string;
  readonly apis: string;
  readonly field: string;
  readonly comment: string;
  readonly signature: string;
  readonly client: string;
  readonly result: string;
}

/** `src/<provider>/provider.ts`: the components, and the API client that they share. */
export function emitProvider(
  plan: ProviderPlan,
  search: SearchSurface | undefined,
  template: Template<ProviderView>,
): GeneratedFile {
  const { provider, api, names, groups } = plan;
  const scope = new ModuleScope([names.apis, names.factory, "settings", "options", "http", "call", "text"]);
  const runtime = { http: "../runtime/http/http-client.js", provider: "../runtime/provider.js" };
  const className = identifier(api.className);
  const clientType = scope.type("./client.js", className);
  const lists = componentLists(groups, scope, search !== undefined);
  const hasResources = lists.resources.length + lists.templates.length > 0;
  // Imported only where it is needed: what is imported is copied.
  const resourceSources = () => scope.value("../runtime/resources.js", "resourceSources");
  const definition = tall([
    property("name", literal(provider.name)),
    property("apis", {
      kind: "arrow",
      // The client's code, which is a third of all, is loaded by the first call.
      parameters: "async (call)",
      body: object([
        property(
          names.identifier,
          call(`new (await import("./client.js")).${className}`, call("http.during", name("call"))),
        ),
      ]),
    }),
    property("redact", { kind: "arrow", parameters: "(text)", body: call("http.redact", name("text")) }),
    property("tools", array(lists.tools)),
    ...(hasResources ? [spread(call(resourceSources(), array(lists.resources), array(lists.templates)))] : []),
  ]);
  const made: Expression = {
    ...call(scope.value(runtime.provider, "staticProvider"), definition),
    typeArguments: [names.apis],
  };
  const whole =
    search === undefined
      ? made
      : lazyTools(scope.value(`../${lazyToolsModule}`, "withLazyTools"), made, plan, search.pinned);
  const client = call(
    `new ${scope.value(runtime.http, "HttpClient")}`,
    name(scope.value("./api.js", "api")),
    name("settings"),
    name("options"),
  );
  const counts = countComponents(countsOf(groups));
  return {
    path: `src/${names.folder}/provider.ts`,
    owner: "mcpgen",
    text: template({
      header: generatedHeader(provider.source),
      apis: names.apis,
      field: `${names.identifier}: ${clientType}`,
      comment: docComment({ text: `The provider \`${provider.name}\`: ${counts} over one API client.` }, 0).join("\n"),
      signature: printSignature(
        {
          head: `export function ${names.factory}`,
          parameters: [
            `settings: ${scope.type("../runtime/settings.js", "HttpSettings")}`,
            `options: ${scope.type(runtime.http, "HttpClientOptions")} = {}`,
          ],
          returns: reference(scope.type(runtime.provider, "Provider")),
        },
        0,
      ),
      client: printDoc(["const http = ", expressionDoc(client), ";"], { indent: 2 }),
      result: printReturn(whole, 2),
      imports: scope.imports,
    }),
  };
}
