import type { Resource, ResourceTemplate } from "../../ir/component.js";
import type { GeneratedFile } from "../generated-file.js";
import { annotationMembers, argumentMembers, fieldMembers, fixedArguments } from "../component-fields.js";
import { generatedHeader } from "../generated-header.js";
import { lookUp } from "../look-up.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { printConst } from "../print/declaration.js";
import { array, call, literal, name, property, tall, type Expression } from "../print/expression.js";
import { identifier } from "../print/identifier.js";
import { namesOf, takesArguments } from "../provider-names.js";
import type { Bound, BoundTemplate, GroupPlan, ProviderPlan } from "../provider-plan.js";
import type { Template } from "../templates.js";
import { routeOf } from "./emit-client-group.js";
import { tagged } from "./emit-tools.js";
import { mentions } from "./mentions.js";

/** What `src/provider/resources/group.ts.hbs` reads. */
export interface ResourcesView {
  readonly header: string;
  readonly imports: string;
  readonly components: readonly { readonly comment: string; readonly declaration: string }[];
  readonly lists: readonly { readonly comment: string; readonly declaration: string }[];
}

/** Names that definitions use as they are. */
const importedNames = [
  "httpResource",
  "httpTemplate",
  "Resource",
  "ResourceTemplate",
  "NoArguments",
  "schemas",
  "changedArguments",
];

/** `src/<provider>/resources/<group>.ts`: the resources and templates of one tag. */
export function emitResources(
  plan: ProviderPlan,
  groupPlan: GroupPlan,
  template: Template<ResourcesView>,
): GeneratedFile {
  const { group, names, resources, templates } = groupPlan;
  const bound = [...resources, ...templates];
  const constants = namesOf(bound, ({ component }) => identifier(component.identifier), [
    names.resources,
    names.templates,
    ...importedNames,
  ]);
  const scope = new ModuleScope([...constants.values(), names.resources, names.templates], importedNames);
  const module = "../../runtime/resource.js";
  const components = [
    ...resources.map((one) => declared(one, "Resource", resourceExpression(one, plan, groupPlan, scope))),
    ...templates.map((one) => declared(one, "ResourceTemplate", templateExpression(one, plan, groupPlan, scope))),
  ];
  const list = (
    constant: string,
    type: string,
    what: string,
    of: readonly (Bound<Resource> | Bound<ResourceTemplate>)[],
  ) => {
    if (of.length === 0) return [];
    return [
      {
        comment: docComment({ text: `${what} ${tagged(group.tag)}, in the document's order.` }, 0).join("\n"),
        declaration: printConst(
          constant,
          `readonly ${scope.type(module, type)}[]`,
          array(of.map((one) => name(lookUp(constants, one)))),
        ),
      },
    ];
  };
  const lists = [
    ...list(names.resources, "Resource", "Resources", resources),
    ...list(names.templates, "ResourceTemplate", "Resource templates", templates),
  ];
  return {
    path: `src/${plan.names.folder}/resources/${group.file}.ts`,
    owner: "mcpgen",
    text: template({ header: generatedHeader(plan.provider.source), components, lists, imports: scope.imports }),
  };

  function declared(
    bound: Bound<Resource> | Bound<ResourceTemplate>,
    type: string,
    value: Expression,
  ): { comment: string; declaration: string } {
    const comment = docComment(
      { text: routeOf(bound.operation), deprecated: bound.component.deprecated === true },
      0,
    ).join("\n");
    return { comment, declaration: printConst(lookUp(constants, bound), scope.type(module, type), value) };
  }
}

function resourceExpression(
  bound: Bound<Resource>,
  plan: ProviderPlan,
  group: GroupPlan,
  scope: ModuleScope,
): Expression {
  const { component, binding, operation } = bound;
  const args = takesArguments(operation.input) ? [fixedArguments(binding)] : [];
  const definition = tall([
    ...fieldMembers(component),
    property("uri", literal(component.uri)),
    property("mimeType", literal(component.mimeType)),
    ...annotationMembers(component.annotations),
    property("read", {
      kind: "arrow",
      parameters: `({ ${plan.names.identifier} })`,
      body: call(methodOf(bound, plan, group), ...args),
    }),
  ]);
  const apis = scope.type("../provider.js", plan.names.apis);
  return { ...call(scope.value("../../runtime/http-resource.js", "httpResource"), definition), typeArguments: [apis] };
}

function templateExpression(
  bound: BoundTemplate,
  plan: ProviderPlan,
  group: GroupPlan,
  scope: ModuleScope,
): Expression {
  const { component, binding, operation, input } = bound;
  const hasArguments = takesArguments(operation.input);
  if (mentions(input.expression, "schemas.")) scope.namespace("../schemas.js", "schemas");
  const definition = tall([
    ...fieldMembers(component),
    property("uriTemplate", literal(component.uriTemplate)),
    property("mimeType", literal(component.mimeType)),
    ...annotationMembers(component.annotations),
    ...argumentMembers(binding, () => scope.value("../../runtime/changed-arguments.js", "changedArguments")),
    property("inputSchema", input.expression),
    property("read", {
      kind: "arrow",
      parameters: `(${hasArguments ? "args" : "_args"}, { ${plan.names.identifier} })`,
      body: call(methodOf(bound, plan, group), ...(hasArguments ? [name("args")] : [])),
    }),
  ]);
  const argumentsType = hasArguments
    ? scope.type(`../client/${group.group.file}.js`, identifier(operation.argumentsType))
    : scope.type("../../runtime/tool.js", "NoArguments");
  const apis = scope.type("../provider.js", plan.names.apis);
  return {
    ...call(scope.value("../../runtime/http-resource.js", "httpTemplate"), definition),
    typeArguments: [argumentsType, apis],
  };
}

function methodOf(
  { operation }: Pick<Bound<Resource>, "operation">,
  { names }: ProviderPlan,
  group: GroupPlan,
): string {
  return `${names.identifier}.${group.names.property}.${lookUp(names.methods, operation)}`;
}
