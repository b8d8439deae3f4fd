import type { GeneratedFile } from "../generated-file.js";
import { annotationMembers, argumentMembers, fieldMembers } from "../component-fields.js";
import { generatedHeader } from "../generated-header.js";
import { lookUp } from "../look-up.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { printConst } from "../print/declaration.js";
import { array, call, literal, name, property, tall, type Expression } from "../print/expression.js";
import { identifier } from "../print/identifier.js";
import { namesOf, takesArguments } from "../provider-names.js";
import type { BoundTool, GroupPlan, ProviderPlan } from "../provider-plan.js";
import type { Template } from "../templates.js";
import { routeOf } from "./emit-client-group.js";
import { mentions } from "./mentions.js";

/** What `src/provider/tools/group.ts.hbs` reads. */
export interface ToolsView {
  readonly header: string;
  readonly imports: string;
  readonly tools: readonly { readonly comment: string; readonly declaration: string }[];
  readonly comment: string;
  readonly list: string;
}

/** Names that definitions use as they are. */
const importedNames = ["httpTool", "wrapResult", "Tool", "NoArguments", "schemas", "results", "changedArguments"];

/** `src/<provider>/tools/<group>.ts`: the tools of one tag. */
export function emitTools(plan: ProviderPlan, groupPlan: GroupPlan, template: Template<ToolsView>): GeneratedFile {
  const { group, names, tools } = groupPlan;
  const constants = namesOf(tools, ({ component }) => identifier(component.identifier), [
    names.tools,
    ...importedNames,
  ]);
  const scope = new ModuleScope([...constants.values(), names.tools], importedNames);
  const type = scope.type("../../runtime/tool.js", "Tool");
  const printed = tools.map((tool) => ({
    comment: docComment({ text: routeOf(tool.operation), deprecated: tool.component.deprecated === true }, 0).join(
      "\n",
    ),
    declaration: printConst(lookUp(constants, tool), type, toolExpression(tool, plan, groupPlan, scope)),
  }));
  const list = array(tools.map((tool) => name(lookUp(constants, tool))));
  return {
    path: `src/${plan.names.folder}/tools/${group.file}.ts`,
    owner: "mcpgen",
    text: template({
      header: generatedHeader(plan.provider.source),
      tools: printed,
      comment: docComment({ text: `Tools ${tagged(group.tag)}, in the document's order.` }, 0).join("\n"),
      list: printConst(names.tools, `readonly ${type}[]`, list),
      imports: scope.imports,
    }),
  };
}

/** `tagged \`pet\``, or `without a tag`. */
export function tagged(tag: string): string {
  return tag === "" ? "without a tag" : `tagged \`${tag}\``;
}

function toolExpression(
  { component, binding, operation, input, output }: BoundTool,
  plan: ProviderPlan,
  { group, names }: GroupPlan,
  scope: ModuleScope,
): Expression {
  const { provider, names: providerNames } = plan;
  if (mentions(input.expression, "schemas.")) scope.namespace("../schemas.js", "schemas");
  if (output !== undefined && mentions(output.expression, "results.")) scope.namespace("../results.js", "results");
  if (output?.expression.kind === "call") scope.value("../../runtime/json-schema.js", "wrapResult");
  const hasArguments = takesArguments(operation.input);
  const method = `${providerNames.identifier}.${names.property}.${lookUp(providerNames.methods, operation)}`;
  const definition = tall([
    ...fieldMembers(component),
    ...annotationMembers(component.annotations),
    ...(provider.coerce ? [] : [property("coerce", literal(false))]),
    ...argumentMembers(binding, () => scope.value("../../runtime/changed-arguments.js", "changedArguments")),
    property("inputSchema", input.expression),
    ...(output === undefined ? [] : [property("outputSchema", output.expression)]),
    ...(provider.outputMode === "strict" && output !== undefined ? [property("strictResult", literal(true))] : []),
    property("call", {
      kind: "arrow",
      parameters: `(${hasArguments ? "args" : "_args"}, { ${providerNames.identifier} })`,
      body: call(method, ...(hasArguments ? [name("args")] : [])),
    }),
  ]);
  const argumentsType = hasArguments
    ? scope.type(`../client/${group.file}.js`, identifier(operation.argumentsType))
    : scope.type("../../runtime/tool.js", "NoArguments");
  const apis = scope.type("../provider.js", providerNames.apis);
  return {
    ...call(scope.value("../../runtime/http-tool.js", "httpTool"), definition),
    typeArguments: [argumentsType, apis],
  };
}
