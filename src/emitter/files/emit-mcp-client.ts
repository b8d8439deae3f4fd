import type { Component, Resource, ResourceTemplate, Tool } from "../../ir/component.js";
import type { DefinitionPlan } from "../definition-plan.js";
import type { FunctionPlan } from "../function-plan.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { indentLines } from "../indent-lines.js";
import { lookUp } from "../look-up.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { printReturn } from "../print/declaration.js";
import { call, literal, member, name, object, type Expression } from "../print/expression.js";
import { identifier } from "../print/identifier.js";
import { printInterface } from "../print/lay-out-type.js";
import { printSignature } from "../print/method.js";
import { argumentsOf, typeOf, type TypeReference } from "../print/type.js";
import { reference, unknownType, type TypeNode } from "../print/type-node.js";
import { namesOf, takesArguments } from "../provider-names.js";
import type { Bound, GroupPlan, Plan, ProviderPlan } from "../provider-plan.js";
import type { Template } from "../templates.js";
import { argumentsParameter, routeOf } from "./emit-client-group.js";

/** What `src/mcp-client.ts.hbs` reads. */
export interface McpClientView {
  readonly header: string;
  readonly imports: string;
  /** Whether results are relaxed, so that the type for them is needed. */
  readonly hasRelaxed: boolean;
  readonly types: readonly string[];
  readonly methods: readonly string[];
}

/** A component that the client has a method for, and where it comes from. */
type Offered = OfferedOperation | OfferedDefinition;

interface OfferedOperation {
  readonly plan: ProviderPlan;
  readonly group: GroupPlan;
  readonly bound: Bound<Tool | Resource | ResourceTemplate>;
}

/** One without an API client of its own behind it. */
interface OfferedDefinition {
  readonly plan: FunctionPlan | DefinitionPlan;
  readonly bound: { readonly component: Component };
}

const runtime = "./runtime/mcp-client.js";
const resources = "./runtime/read-resource.js";
const prompts = "./runtime/get-prompt.js";

const members = ["connection", "close", "constructor"];

/** Names that the template writes as they are. */
const imported = [
  "connect",
  "ClientOptions",
  "ClientTarget",
  "McpConnection",
  "CallOptions",
  "ResourceContents",
  "Promise",
  "Object",
];

/** What the type of arguments is called after, beside the component. */
const argumentsOwner = { tool: "Tool", resource: "Resource", template: "Resource", prompt: "Prompt" } as const;

/** True when clients pass other arguments than the operation takes. */
export function hasArgumentsOfItsOwn({ binding }: Pick<Bound<Component>, "binding">): boolean {
  return binding.fixed.length > 0 || binding.renamed.length > 0;
}

/** Every component, and the client's method for it. */
function offeredMethods(plans: readonly Plan[]): ReadonlyMap<Offered, string> {
  const offered = plans.flatMap((plan): readonly Offered[] =>
    plan.kind === "http"
      ? plan.groups.flatMap((group) =>
          [...group.tools, ...group.resources, ...group.templates].map((bound) => ({ plan, group, bound })),
        )
      : plan.groups.flatMap((group) =>
          [...group.tools, ...group.resources, ...group.templates, ...group.prompts].map((bound) => ({ plan, bound })),
        ),
  );
  return namesOf(offered, ({ bound }) => methodName(bound.component), members);
}

/** The client's methods of tools, by the tools' names. */
export function toolMethods(plans: readonly Plan[]): ReadonlyMap<string, string> {
  const tools = [...offeredMethods(plans)].filter(([{ bound }]) => bound.component.kind === "tool");
  return new Map(tools.map(([{ bound }, method]) => [bound.component.name, method]));
}

/** `src/mcp-client.ts`: a client of this server with a method for each component. */
export function emitMcpClient(plans: readonly Plan[], template: Template<McpClientView>): GeneratedFile {
  const methodNames = offeredMethods(plans);
  const offered = [...methodNames.keys()];
  const withTypes = offered.filter(declaresArguments);
  const typeNames = namesOf(withTypes, argumentsName, [...imported, "Client", "createClient", "Relaxed"]);
  const scope = new ModuleScope(["Client", "createClient", "Relaxed", ...typeNames.values()], imported);
  scope.value(runtime, "connect");
  for (const type of ["ClientOptions", "ClientTarget", "McpConnection"]) scope.type(runtime, type);
  const types: string[] = [];
  const methods = offered.map((one) => {
    const type = typeNames.get(one);
    const { component } = one.bound;
    if (type !== undefined && component.kind !== "resource") {
      const kind = component.kind === "template" ? "resource template" : component.kind;
      const comment = docComment({ text: `Arguments of the ${kind} \`${component.name}\`.` }, 0);
      types.push(
        `${indentLines(comment, 0)}${printInterface(type, argumentsOf(component.input, typesOf(one.plan, scope)))}`,
      );
    }
    return "group" in one
      ? method(one, lookUp(methodNames, one), type, scope)
      : definitionMethod(one, lookUp(methodNames, one), type, scope);
  });
  return {
    path: "src/mcp-client.ts",
    owner: "mcpgen",
    text: template({
      header: generatedHeader(...plans.map((plan) => plan.provider.source)),
      hasRelaxed: offered.some((one) => "operation" in one.bound && one.plan.provider.outputMode === "relaxed"),
      types,
      methods,
      imports: scope.imports,
    }),
  };
}

/** Whether the type of a method's arguments is declared beside it; those of operations stand in the API client where they are the same. */
function declaresArguments(one: Offered): boolean {
  const { component } = one.bound;
  if (component.kind === "resource" || !takesArguments(component.input)) return false;
  return "group" in one ? hasArgumentsOfItsOwn(one.bound) : true;
}

function argumentsName({ bound: { component } }: Offered): string {
  return `${pascal(component.identifier)}${argumentsOwner[component.kind]}Arguments`;
}

function method(
  { plan, group, bound }: OfferedOperation,
  methodName: string,
  ownType: string | undefined,
  scope: ModuleScope,
): string {
  const { component, operation } = bound;
  const options = `options?: ${scope.type(runtime, "CallOptions")}`;
  const input = component.kind === "resource" ? undefined : component.input;
  const hasArguments = input !== undefined && takesArguments(input);
  const type = hasArguments
    ? (ownType ??
      scope.type(`./${plan.names.folder}/client/${group.group.file}.js`, identifier(operation.argumentsType)))
    : "";
  const parameters = input === undefined ? [] : argumentsParameter(input, type);
  const args = hasArguments ? name("args") : object([]);
  const { text, returns, made } = shape(component, args);
  const signature = printSignature(
    { head: identifier(methodName), parameters: [...parameters, options], returns: reference("Promise", returns()) },
    2,
  );
  const body = printReturn(made, 4);
  const comment = docComment({ text, deprecated: component.deprecated === true }, 2);
  return `${indentLines(comment, 2)}  ${signature}\n    ${body}\n  }`;

  function shape(of: Component, args: Expression): { text: string; returns: () => TypeNode; made: Expression } {
    const contents = () => reference(scope.type(resources, "ResourceContents"));
    const connection = member("this", "connection");
    switch (of.kind) {
      case "tool":
        return {
          text: of.title === "" ? routeOf(operation) : `${routeOf(operation)}: ${of.title}`,
          returns: () => resultType({ plan, group, bound }, scope),
          made: call("this.connection.callTool", literal(of.name), args, name("options")),
        };
      case "resource":
        return {
          text: `Resource \`${of.uri}\``,
          returns: contents,
          made: call(scope.value(resources, "readResource"), connection, literal(of.uri), name("options")),
        };
      case "template":
        return {
          text: `Resource \`${of.uriTemplate}\``,
          returns: contents,
          made: call(
            scope.value(resources, "readTemplate"),
            connection,
            literal(of.uriTemplate),
            args,
            name("options"),
          ),
        };
      case "prompt":
        throw new Error(`prompt ${of.name} is not bound to an operation`);
    }
  }
}

/** A method for a function or a definition: arguments and results as they travel. */
function definitionMethod(
  { plan, bound: { component } }: OfferedDefinition,
  methodName: string,
  type: string | undefined,
  scope: ModuleScope,
): string {
  const args = type === undefined ? object([]) : name("args");
  const parameters =
    type === undefined || component.kind === "resource" ? [] : argumentsParameter(component.input, type);
  const connection = member("this", "connection");
  const options = name("options");
  const contents = () => reference(scope.type(resources, "ResourceContents"));
  const signatureOf = (returns: TypeNode) =>
    printSignature(
      {
        head: identifier(methodName),
        parameters: [...parameters, `options?: ${scope.type(runtime, "CallOptions")}`],
        returns: reference("Promise", returns),
      },
      2,
    );
  const { signature, made } = shape();
  const body = printReturn(made, 4);
  const what = { tool: "Tool", resource: "Resource", template: "Resource", prompt: "Prompt" }[component.kind];
  const address =
    component.kind === "resource"
      ? component.uri
      : component.kind === "template"
        ? component.uriTemplate
        : component.name;
  const text = `${what} \`${address}\`${component.title === "" ? "" : `: ${component.title}`}`;
  const comment = docComment({ text, deprecated: component.deprecated === true }, 2);
  return `${indentLines(comment, 2)}  ${signature}\n    ${body}\n  }`;

  function shape(): { readonly signature: string; readonly made: Expression } {
    switch (component.kind) {
      case "tool": {
        const result = component.result === undefined ? unknownType : typeOf(component.result, typesOf(plan, scope));
        return {
          signature: signatureOf(result),
          made: call("this.connection.callTool", literal(component.name), args, options),
        };
      }
      case "resource":
        return {
          signature: signatureOf(contents()),
          made: call(scope.value(resources, "readResource"), connection, literal(component.uri), options),
        };
      case "template":
        return {
          signature: signatureOf(contents()),
          made: call(scope.value(resources, "readTemplate"), connection, literal(component.uriTemplate), args, options),
        };
      case "prompt":
        return {
          signature: signatureOf(reference(scope.type(prompts, "PromptResult"))),
          made: call(scope.value(prompts, "getPrompt"), connection, literal(component.name), args, options),
        };
    }
  }
}

/** What a call comes to: the operation's response, as far as the output mode promises it. */
function resultType({ plan, group, bound: { operation } }: OfferedOperation, scope: ModuleScope): TypeNode {
  const { provider, names } = plan;
  if (operation.response === undefined || provider.outputMode === "none") return unknownType;
  const responseName = names.responses.get(operation);
  const type =
    responseName === undefined
      ? typeOf(operation.response, typesOf(plan, scope))
      : reference(scope.type(`./${names.folder}/client/${group.group.file}.js`, responseName));
  return provider.outputMode === "strict" || type === unknownType ? type : reference("Relaxed", type);
}

function typesOf({ names }: Plan, scope: ModuleScope): TypeReference {
  const module = names.folder === "" ? "./types.js" : `./${names.folder}/types.js`;
  return (type) => reference(scope.type(module, type));
}

function methodName({ kind, identifier: of }: Component): string {
  if (kind === "prompt") return `get${pascal(of)}Prompt`;
  return kind === "tool" ? of : `read${pascal(of)}`;
}

function pascal(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
