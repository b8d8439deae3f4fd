import { posix } from "node:path";
import type { Schema } from "../../ir/schema.js";
import { annotationMembers, fieldMembers } from "../component-fields.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { printConst } from "../print/declaration.js";
import { array, literal, property, tall, type Expression } from "../print/expression.js";
import type { Plan } from "../provider-plan.js";
import { parameterSummary, shortDescription, weightedTerms, type SearchedTool } from "../search-entry.js";
import type { Template } from "../templates.js";

/** What `src/provider/search-index.ts.hbs` reads. */
export interface SearchIndexView {
  readonly header: string;
  readonly imports: string;
  readonly index: string;
}

/** `src/<provider>/search-index.ts`: what a search knows of each tool, in the order in which the server lists them. */
export function emitSearchIndex(plan: Plan, template: Template<SearchIndexView>): GeneratedFile {
  const { names, provider } = plan;
  const scope = new ModuleScope(["searchIndex"]);
  const module = `${names.folder === "" ? "." : ".."}/runtime/search/search-entry.js`;
  const type = `readonly ${scope.type(module, "SearchEntry")}[]`;
  const types = new Map(provider.types.map((named) => [named.name, named.schema]));
  const entries = searchedTools(plan).map(({ group, ...searched }) => entry(searched, group, types));
  return {
    path: posix.join("src", names.folder, "search-index.ts"),
    owner: "mcpgen",
    text: template({
      header: generatedHeader(provider.source),
      index: printConst("searchIndex", type, array(entries)),
      imports: scope.imports,
    }),
  };
}

function searchedTools(plan: Plan): readonly (SearchedTool & { readonly group: string })[] {
  if (plan.kind === "http") {
    return plan.groups.flatMap(({ group, tools }) =>
      tools.map(({ component: tool, operation }) => ({
        tool,
        address: `${operation.method} ${operation.path}`,
        identifier: tool.identifier,
        group: group.file,
      })),
    );
  }
  return plan.groups.flatMap(({ group, tools }) =>
    tools.map(({ component: tool, binding }) => ({
      tool,
      address: binding.kind === "function" ? binding.module.replace(/\.\w+$/, "") : "",
      identifier: tool.identifier,
      group: group.file,
    })),
  );
}

function entry(searched: SearchedTool, group: string, types: ReadonlyMap<string, Schema>): Expression {
  const { tool } = searched;
  return tall([
    ...fieldMembers({ ...tool, description: shortDescription(tool) }),
    ...annotationMembers(tool.annotations),
    property("group", literal(group)),
    property("parameters", literal(parameterSummary(tool, types))),
    property("terms", literal(weightedTerms(searched, types))),
  ]);
}
