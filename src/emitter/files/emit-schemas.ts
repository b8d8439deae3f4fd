import { posix } from "node:path";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { docComment, plainLine } from "../print/comment.js";
import { printConst } from "../print/declaration.js";
import { tall, type Expression } from "../print/expression.js";
import { identifier } from "../print/identifier.js";
import type { Plan } from "../provider-plan.js";
import type { Template } from "../templates.js";

/** What `src/provider/schemas.ts.hbs` reads. */
export interface SchemasView {
  readonly header: string;
  readonly imports: string;
  readonly schemas: readonly { readonly comment: string; readonly declaration: string }[];
}

/** `src/<provider>/schemas.ts`: the named schemas of arguments; no file when there are none. */
export function emitSchemas(plan: Plan, template: Template<SchemasView>): readonly GeneratedFile[] {
  return emitLibrary("schemas", plan, template);
}

/** `src/<provider>/results.ts`: the named schemas of results, in the output mode. */
export function emitResults(plan: Plan, template: Template<SchemasView>): readonly GeneratedFile[] {
  return emitLibrary("results", plan, template);
}

function emitLibrary(
  file: "schemas" | "results",
  plan: Plan,
  template: Template<SchemasView>,
): readonly GeneratedFile[] {
  const {
    provider,
    names: { folder },
  } = plan;
  const library = plan[file];
  const { names } = library;
  if (names.length === 0) return [];
  const scope = new ModuleScope(names);
  const type = scope.type(`${folder === "" ? "." : ".."}/runtime/json-schema.js`, "JsonSchema");
  const schemas = names.map((name) => ({
    comment: docComment({ text: plainLine(library.description(name)) || `The schema \`${name}\`.` }, 0).join("\n"),
    declaration: printConst(identifier(name), type, brokenUp(library.declaration(name))),
  }));
  const text = template({ header: generatedHeader(provider.source), imports: scope.imports, schemas });
  return [{ path: posix.join("src", folder, `${file}.ts`), owner: "mcpgen", text }];
}

/** A named schema can grow. */
function brokenUp(expression: Expression): Expression {
  return expression.kind === "object" && expression.members.length > 0 ? tall(expression.members) : expression;
}
