import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { printConst } from "../print/declaration.js";
import { array, literal, object, property } from "../print/expression.js";
import type { ProviderPlan } from "../provider-plan.js";
import type { Template } from "../templates.js";

/** What `src/provider/routes.ts.hbs` reads. */
export interface RoutesView {
  readonly header: string;
  readonly routes: string;
}

/** `src/<provider>/routes.ts`: what became of every operation, and which rule decided. */
export function emitRoutes({ provider, names }: ProviderPlan, template: Template<RoutesView>): GeneratedFile {
  const routes = provider.routes.map((route) =>
    object([
      property("method", literal(route.method)),
      property("path", literal(route.path)),
      property("as", literal(route.as)),
      ...(route.name === "" ? [] : [property("name", literal(route.name))]),
      property("rule", literal(route.rule)),
    ]),
  );
  return {
    path: `src/${names.folder}/routes.ts`,
    owner: "mcpgen",
    text: template({
      header: generatedHeader(provider.source),
      routes: printConst("routes", "readonly Route[]", array(routes)),
    }),
  };
}
