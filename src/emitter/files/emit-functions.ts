import type { FunctionBinding } from "../../ir/binding.js";
import type { Component } from "../../ir/component.js";
import type { ObjectSchema } from "../../ir/schema.js";
import {
  componentArrays,
  componentFiles,
  componentTypes,
  type ComponentFile,
  type GroupMember,
} from "../component-files.js";
import { annotationMembers, argumentMembers, fieldMembers } from "../component-fields.js";
import { callNames, functionCall, type FunctionCall } from "../function-call.js";
import { constantOf } from "../component-groups.js";
import type { FunctionGroup, FunctionPlan } from "../function-plan.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { printConst } from "../print/declaration.js";
import { array, call, literal, name, property, tall, type Expression, type Property } from "../print/expression.js";
import { identifier } from "../print/identifier.js";
import { markdownCode } from "../print/markdown.js";
import { Revivals } from "../revivals.js";
import type { Template } from "../templates.js";
import { userModule } from "../user-module.js";
import { mentions } from "./mentions.js";

/** What `src/provider/functions.ts.hbs` reads. */
export interface FunctionsView {
  readonly header: string;
  readonly imports: string;
  /** Types and consts with the comments above them, in order. */
  readonly declarations: readonly string[];
}

/** The runtime's functions that make components of functions, and the modules that have them. */
const makers = {
  tool: { make: "functionTool", from: "function-tool" },
  resource: { make: "functionResource", from: "function-resource" },
  template: { make: "functionTemplate", from: "function-resource" },
  prompt: { make: "functionPrompt", from: "function-prompt" },
} as const;

/** Names that definitions use as they are. */
const importedNames = [
  ...Object.values(componentTypes).map(({ type }) => type),
  ...Object.values(makers).map(({ make }) => make),
  ...[
    "wrapResult",
    "schemas",
    "results",
    "Revival",
    "completeWith",
    "Members",
    "NoArguments",
    "createContext",
    "changedArguments",
  ],
];

/** `tools/<tag>.ts`, `resources/<tag>.ts` and `prompts/<tag>.ts`: the components of one tag, each calling its function. */
export function emitFunctions(
  plan: FunctionPlan,
  group: FunctionGroup,
  template: Template<FunctionsView>,
): readonly GeneratedFile[] {
  return componentFiles(group).map((file) => emitFile(plan, group, file, template));
}

function emitFile(
  plan: FunctionPlan,
  group: FunctionGroup,
  { path, members }: ComponentFile<FunctionBinding>,
  template: Template<FunctionsView>,
): GeneratedFile {
  const { provider, names } = plan;
  const folder = names.folder === "" ? "" : `${names.folder}/`;
  const root = folder === "" ? ".." : "../..";
  const types = members.map(
    ({ component: { identifier: own } }) => `${own.charAt(0).toUpperCase()}${own.slice(1)}Arguments`,
  );
  const declared = [...members.map(({ component }) => constantOf(component)), ...Object.values(group.names), ...types];
  const scope = new ModuleScope(
    [...declared, ...callNames, ...provider.types.map((type) => `revive${type.name}`)],
    importedNames,
  );
  const revivals = new Revivals(provider.types, plan.schemas);
  const where = { scope, module: `${folder}${path}`, root };
  const definitions = members.map((one) => {
    const made = functionCall(one, plan, where);
    const { type, module } = componentTypes[one.component.kind];
    const value = definition(one, made, revivals, plan, where);
    const comment = docComment(
      {
        text: `${markdownCode(one.component.identifier)} in ${one.binding.module}`,
        deprecated: one.component.deprecated === true,
      },
      0,
    );
    const constant = printConst(
      identifier(constantOf(one.component)),
      scope.type(`${root}/runtime/${module}.js`, type),
      value,
    );
    return [...(made.declaration === undefined ? [] : [made.declaration]), [...comment, constant].join("\n")];
  });
  const named = revivals.named.map(({ constant, value }) => {
    const comment = docComment({ text: "What becomes of values of a type that is made of itself." }, 0);
    const type = scope.type(`${root}/runtime/revive.js`, "Revival");
    return [...comment, printConst(identifier(constant), type, value)].join("\n");
  });
  const arrays = componentArrays(
    group.names,
    members,
    scope,
    (module) => `${root}/runtime/${module}.js`,
    (plural) => `${plural} ${tagged(group.group.tag)}, in the order of the sources.`,
  );
  return {
    path: `src/${folder}${path}`,
    owner: "mcpgen",
    text: template({
      header: generatedHeader(provider.source),
      declarations: [...named, ...definitions.flat(), ...arrays],
      imports: scope.imports,
    }),
  };
}

function tagged(tag: string): string {
  return tag === "" ? "without a tag" : `tagged ${markdownCode(tag)}`;
}

function definition(
  { component, binding, input, output }: GroupMember<FunctionBinding>,
  made: FunctionCall,
  revivals: Revivals,
  plan: FunctionPlan,
  { scope, module, root }: { readonly scope: ModuleScope; readonly module: string; readonly root: string },
): Expression {
  const { make, from } = makers[component.kind];
  if (input !== undefined && mentions(input.expression, "schemas.")) scope.namespace("../schemas.js", "schemas");
  if (output !== undefined && mentions(output.expression, "results.")) scope.namespace("../results.js", "results");
  if (output?.expression.kind === "call") scope.value(`${root}/runtime/json-schema.js`, "wrapResult");
  const inputMember = input === undefined ? [] : [property("inputSchema", input.expression)];
  const definition = tall([...fieldMembers(component), ...ownMembers(), ...limit(), ...invoked()]);
  const made_ = call(scope.value(`${root}/runtime/${from}.js`, make), definition);
  return component.kind === "resource" ? made_ : { ...made_, typeArguments: [made.argumentsType] };

  function ownMembers(): readonly Property[] {
    switch (component.kind) {
      case "tool":
        return [
          ...annotationMembers(component.annotations),
          ...(plan.provider.coerce ? [] : [property("coerce", literal(false))]),
          ...(binding.answer.kind === "bytes" ? [property("bytes", literal(binding.answer.mimeType))] : []),
          ...inputMember,
          ...(output === undefined ? [] : [property("outputSchema", output.expression)]),
          ...changes(),
          ...revive(declaredInput(component.input)),
        ];
      case "resource":
        return [
          property("uri", literal(component.uri)),
          property("mimeType", literal(component.mimeType)),
          ...annotationMembers(component.annotations),
        ];
      case "template":
        return [
          property("uriTemplate", literal(component.uriTemplate)),
          property("mimeType", literal(component.mimeType)),
          ...annotationMembers(component.annotations),
          ...inputMember,
          ...revive(component.input),
          ...completions(component),
        ];
      case "prompt":
        return [...inputMember, ...changes(), ...revive(declaredInput(component.input)), ...completions(component)];
    }
  }

  function revive(input: Parameters<Revivals["member"]>[0]): readonly Property[] {
    const members = revivals.member(input);
    if (members.some(({ value }) => mentions(value, "schemas."))) scope.namespace("../schemas.js", "schemas");
    return members;
  }

  function changes(): readonly Property[] {
    const make = () => scope.value(`${root}/runtime/changed-arguments.js`, "changedArguments");
    return binding.changes === undefined ? [] : argumentMembers(binding.changes, make);
  }

  /** Values are made into what the function wants once they have its names. */
  function declaredInput(shown: ObjectSchema): ObjectSchema {
    return binding.changes?.declared ?? shown;
  }

  function completions(of: Pick<Extract<Component, { kind: "prompt" }>, "completions">): readonly Property[] {
    if (of.completions.length === 0) return [];
    const members = of.completions.map((one) => {
      if (one.kind === "values") return property(one.argument, array(one.values.map(literal)));
      const local = scope.userFunction(userModule(one.module, module, plan), one.exportName, "complete");
      const complete = scope.value(`${root}/runtime/complete-with.js`, "completeWith");
      return property(one.argument, call(complete, name(local)));
    });
    return [property("completions", tall(members))];
  }

  function limit(): readonly Property[] {
    return component.timeoutMs === undefined ? [] : [property("timeoutMs", literal(component.timeoutMs))];
  }

  function invoked(): readonly Property[] {
    const key = component.kind === "tool" ? "call" : component.kind === "prompt" ? "get" : "read";
    return [property(key, made.arrow)];
  }
}
