import type { FunctionBinding } from "../ir/binding.js";
import type { Component } from "../ir/component.js";
import type { FunctionPlan } from "./function-plan.js";
import type { ModuleScope } from "./module-scope.js";
import { call, member, name, type ArrowExpression, type Expression } from "./print/expression.js";
import { stringLiteral } from "./print/string-literal.js";
import { typeAliasDoc } from "./print/type-doc.js";
import { neverType, reference, union, type TypeMember, type TypeNode } from "./print/type-node.js";
import { identifier } from "./print/identifier.js";
import { docComment } from "./print/comment.js";
import { printInterface } from "./print/lay-out-type.js";
import { printDoc } from "./print/print-doc.js";
import { indentLines } from "./indent-lines.js";
import { userModule } from "./user-module.js";

/** A call of a function of the user's own, as a definition writes it. */
export interface FunctionCall {
  /** `(args, scope) => searchNotes(args.query, createContext(scope))`. */
  readonly arrow: ArrowExpression;
  /** Declaration of the arguments' type, on lines of its own; undefined when there are none. */
  readonly declaration: string | undefined;
  /** Name of the arguments' type. */
  readonly argumentsType: string;
}

/** Names that mean something where calls and types are written, so that no import may have them. */
export const callNames = ["args", "scope", "Parameters"];

/**
 * How a component's function is called. Types are taken from the function itself, by position and by the names of an object's
 * members, so that `tsc` refuses what no longer fits it.
 *
 * @param module path of the generated module under `src/`
 * @param root specifier of the folder of `runtime/` as seen from there
 */
export function functionCall(
  { binding, component }: { readonly binding: FunctionBinding; readonly component: Component },
  plan: FunctionPlan,
  { scope, module, root }: { readonly scope: ModuleScope; readonly module: string; readonly root: string },
): FunctionCall {
  const own = component.identifier;
  const local = scope.userFunction(userModule(binding.module, module, plan), binding.exportName, own);
  const usesContext = binding.parameters.some(({ kind }) => kind === "context");
  const usesArguments = binding.parameters.some(({ kind }) => kind !== "context");
  const takesArguments = component.kind !== "resource";
  const parameters = [
    ...(takesArguments && (usesArguments || usesContext) ? [usesArguments ? "args" : "_args"] : []),
    ...(usesContext ? ["scope"] : []),
  ];
  const arrow: ArrowExpression = {
    kind: "arrow",
    parameters: `(${parameters.join(", ")})`,
    body: call(local, ...binding.parameters.map(argumentOf)),
  };
  if (!usesArguments) {
    const argumentsType = takesArguments ? scope.type(`${root}/runtime/tool.js`, "NoArguments") : "";
    return { arrow, declaration: undefined, argumentsType };
  }
  const argumentsType = `${own.charAt(0).toUpperCase()}${own.slice(1)}Arguments`;
  const comment = indentLines(docComment({ text: `Arguments of \`${own}\`, as the function declares them.` }, 0), 0);
  const type = spreadType() ?? printInterface(identifier(argumentsType), membersOf(binding, local));
  return { arrow, declaration: `${comment}${type}`, argumentsType };

  function argumentOf(parameter: FunctionBinding["parameters"][number]): Expression {
    switch (parameter.kind) {
      case "context":
        return call(scope.value(`${root}/runtime/context.js`, "createContext"), name("scope"));
      case "spread":
        return name("args");
      case "argument":
        return parameter.rest === true ? restArgument(parameter.name, component) : member("args", parameter.name);
    }
  }

  function spreadType() {
    const position = binding.parameters.findIndex(({ kind }) => kind === "spread");
    if (position < 0 || component.kind === "resource") return undefined;
    // Only `never` fits whichever overload is meant.
    if (binding.overloaded === true) return printDoc(typeAliasDoc(identifier(argumentsType), neverType));
    const members = scope.type(`${root}/runtime/members.js`, "Members");
    const names = component.input.properties.map((one): TypeNode => simple(stringLiteral(one.name)));
    const taken = simple(parameterType(local, position));
    return printDoc(typeAliasDoc(identifier(argumentsType), reference(members, taken, union(names))));
  }
}

/** The types of several parameters, each by its position. */
function membersOf({ parameters, overloaded }: FunctionBinding, local: string): readonly TypeMember[] {
  return parameters.flatMap((parameter, position): readonly TypeMember[] => {
    if (parameter.kind !== "argument") return [];
    const type = overloaded === true ? neverType : simple(parameterType(local, position));
    return [
      {
        kind: "property",
        name: parameter.name,
        optional: false,
        type: parameter.rest === true ? { kind: "array", items: type } : type,
        comment: "",
        deprecated: false,
      },
    ];
  });
}

/** The items of a list, one by one. */
function restArgument(parameter: string, component: Component): Expression {
  const value = member("args", parameter);
  const text = value.kind === "name" ? value.text : `args[${stringLiteral(parameter)}]`;
  const isRequired =
    component.kind !== "resource" && component.input.properties.some((one) => one.name === parameter && one.required);
  return { kind: "name", text: isRequired ? `...${text}` : `...(${text} ?? [])` };
}

function parameterType(local: string, position: number): string {
  return `Parameters<typeof ${local}>[${String(position)}]`;
}

function simple(text: string): TypeNode {
  return { kind: "simple", text };
}
