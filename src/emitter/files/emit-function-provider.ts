import { posix } from "node:path";
import { countComponents, countsOf } from "../count-components.js";
import type { SearchSurface } from "../../ir/program.js";
import type { FunctionGroup, FunctionPlan } from "../function-plan.js";
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
  spread,
  tall,
  type Property,
  type Spread,
} from "../print/expression.js";
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
  const list = (kind: "tools" | "resources" | "templates" | "prompts", folder: string): Spread[] =>
    groups
      .filter((group) => group[kind].length > 0)
      .map(({ group, names: ofGroup }) => spread(name(scope.value(`./${folder}/${group.file}.js`, ofGroup[kind]))));
  const tools = search === undefined ? list("tools", "tools") : [];
  const resources = list("resources", "resources");
  const templates = list("templates", "resources");
  const prompts = list("prompts", "prompts");
  const sources: (Property | Spread)[] = [];
  const features: string[] = [];
  // Imported only where they are needed: what is imported is copied.
  if (resources.length + templates.length > 0) {
    const make = scope.value(`${runtime}/resources.js`, "resourceSources");
    sources.push(spread(call(make, array(resources), array(templates))));
    features.push(scope.value(`${runtime}/resources.js`, "resourceFeature"));
  }
  if (prompts.length > 0) {
    sources.push(spread(call(scope.value(`${runtime}/prompts.js`, "promptSources"), array(prompts))));
    features.push(scope.value(`${runtime}/prompts.js`, "promptFeature"));
  }
  if (groups.some(hasCompletions)) features.push(scope.value(`${runtime}/completions.js`, "completionFeature"));
  const definition = tall([
    property("name", literal(provider.name)),
    property("apis", { kind: "arrow", parameters: "()", body: object([]) }),
    property("tools", array(tools)),
    ...sources,
    ...(features.length === 0 ? [] : [property("features", array(features.map((one) => name(one))))]),
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
