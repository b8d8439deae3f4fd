import { posix } from "node:path";
import { componentLists, componentMembers } from "../component-lists.js";
import { countComponents, countsOf } from "../count-components.js";
import type { SearchSurface } from "../../ir/program.js";
import type { FunctionGroup, FunctionPlan } from "../function-plan.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { lazyTools, lazyToolsModule } from "../lazy-tools.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { printReturn } from "../print/declaration.js";
import { call, literal, object, property, tall } from "../print/expression.js";
import { printSignature } from "../print/method.js";
import { reference } from "../print/type-node.js";
import type { Template } from "../templates.js";

/** What `src/provider/function-provider.ts.hbs` reads. */
export interface FunctionProviderView {
  readonly header: string;
  readonly imports: string;
  readonly comment: string;
  readonly signature: string;
  readonly result: string;
}

/** `provider.ts` of functions: their components. */
export function emitFunctionProvider(
  plan: FunctionPlan,
  search: SearchSurface | undefined,
  template: Template<FunctionProviderView>,
): GeneratedFile {
  const { provider, names, groups } = plan;
  const runtime = names.folder === "" ? "./runtime" : "../runtime";
  const scope = new ModuleScope([names.factory], ["staticProvider", "Provider"]);
  const lists = componentLists(groups, scope, search !== undefined);
  const definition = tall([
    property("name", literal(provider.name)),
    property("apis", { kind: "arrow", parameters: "()", body: object([]) }),
    ...componentMembers(lists, scope, runtime, groups.some(hasCompletions)),
  ]);
  const counts = countComponents(countsOf(groups));
  const made = call(scope.value(`${runtime}/provider.js`, "staticProvider"), definition);
  const result =
    search === undefined
      ? made
      : lazyTools(
          scope.value(`${runtime.slice(0, -"runtime".length)}${lazyToolsModule}`, "withLazyTools"),
          made,
          plan,
          search.pinned,
        );
  return {
    path: posix.join("src", names.folder, "provider.ts"),
    owner: "mcpgen",
    text: template({
      header: generatedHeader(provider.source),
      comment: docComment({ text: `The provider \`${provider.name}\`: ${counts}, each a function.` }, 0).join("\n"),
      signature: printSignature(
        {
          head: `export function ${names.factory}`,
          parameters: [],
          returns: reference(scope.type(`${runtime}/provider.js`, "Provider")),
        },
        0,
      ),
      result: printReturn(result, 2),
      imports: scope.imports,
    }),
  };
}

function hasCompletions({ templates, prompts }: FunctionGroup): boolean {
  return [...templates, ...prompts].some(({ component }) => component.completions.length > 0);
}
