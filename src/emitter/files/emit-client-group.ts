import type { Operation } from "../../ir/http-api.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { indentLines } from "../indent-lines.js";
import { lookUp } from "../look-up.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { printReturn } from "../print/declaration.js";
import { call, name, type Expression } from "../print/expression.js";
import { identifier } from "../print/identifier.js";
import { printInterface } from "../print/lay-out-type.js";
import { printSignature } from "../print/method.js";
import { printDoc } from "../print/print-doc.js";
import {
  requestExpression,
  type BodyFunction,
  type ParameterFunction,
  type RequestFunctions,
} from "../print/request.js";
import { argumentsOf, membersOf, typeOf, type TypeReference } from "../print/type.js";
import { typeAliasDoc } from "../print/type-doc.js";
import { reference, unknownType, type TypeNode } from "../print/type-node.js";
import { hasOptionalArguments, takesArguments } from "../provider-names.js";
import type { GroupPlan, ProviderPlan } from "../provider-plan.js";
import type { Template } from "../templates.js";

/** What `src/provider/client/group.ts.hbs` reads. */
export interface ClientGroupView {
  readonly header: string;
  readonly imports: string;
  readonly types: readonly string[];
  readonly comment: string;
  readonly className: string;
  readonly httpClient: string;
  readonly methods: readonly string[];
}

const runtime = "../../runtime/http";

/** The modules of the runtime that make bodies. */
const bodyModules: Readonly<Record<BodyFunction, string>> = {
  json: "json-body",
  others: "others",
  form: "form-body",
  field: "form-body",
  fieldsOf: "form-body",
  multipart: "multipart-body",
  part: "multipart-body",
  partsOf: "multipart-body",
  text: "text-body",
  binary: "binary-body",
};

const parameterModules: Readonly<Record<ParameterFunction, string>> = {
  path: "path",
  query: "query",
  header: "header",
  cookie: "cookie",
  styledPath: "styled-path",
  styledQuery: "styled-query",
  queryString: "query-string",
};

/** Names of the runtime that a group client may import. */
const runtimeNames =
  "path query header cookie styledPath styledQuery queryString templatedServer json form multipart text binary field part fieldsOf partsOf others sse ndjson nodeTransport ApiResponse CallOptions HttpClient Promise Object".split(
    " ",
  );

/** `src/<provider>/client/<group>.ts`: the operations of one tag, their requests spelled out. */
export function emitClientGroup(
  plan: ProviderPlan,
  { group }: GroupPlan,
  template: Template<ClientGroupView>,
): GeneratedFile {
  const declared = group.operations.flatMap((operation) => [
    operation.argumentsType,
    plan.names.responses.get(operation) ?? operation.argumentsType,
  ]);
  const scope = new ModuleScope([identifier(group.className), "args", "options", "http", ...declared], runtimeNames);
  const named: TypeReference = (type) => reference(scope.type("../types.js", type));
  const methods = group.operations.map((operation) => method(operation, plan, scope, named));
  const types = group.operations.flatMap((operation) => declaredTypes(operation, plan, named));
  return {
    path: `src/${plan.names.folder}/client/${group.file}.ts`,
    owner: "mcpgen",
    text: template({
      header: generatedHeader(plan.provider.source),
      types,
      comment: docComment(
        { text: group.tag === "" ? "Operations without a tag." : `Operations tagged \`${group.tag}\`.` },
        0,
      ).join("\n"),
      className: group.className,
      httpClient: scope.type(`${runtime}/http-client.js`, "HttpClient"),
      methods,
      imports: scope.imports,
    }),
  };
}

/** Method and path, as comments name an operation. */
export function routeOf({ method, path }: Operation): string {
  return `\`${method} ${path}\``;
}

/** Parameters of a method that takes the arguments of an operation. */
export function argumentsParameter(input: Operation["input"], type: string): readonly string[] {
  if (!takesArguments(input)) return [];
  if (!hasOptionalArguments(input)) return [`args: ${type}`];
  // Types with a property such as `toString` do not take `{}`, which has one of its own.
  const isPlain = input.properties.every(({ name: property }) => !(property in Object.prototype));
  return [`args: ${type} = ${isPlain ? "{}" : "Object.create(null)"}`];
}

function declaredTypes(operation: Operation, { names }: ProviderPlan, named: TypeReference): string[] {
  const { input, response, argumentsType } = operation;
  const types: string[] = [];
  if (takesArguments(input)) {
    types.push(
      documented(
        `Arguments of ${routeOf(operation)}.`,
        printInterface(identifier(argumentsType), argumentsOf(input, named)),
      ),
    );
  }
  const responseName = names.responses.get(operation);
  if (responseName !== undefined && response !== undefined) {
    const declaration =
      response.kind === "object"
        ? printInterface(responseName, membersOf(response, named))
        : printDoc(typeAliasDoc(responseName, typeOf(response, named)));
    types.push(documented(`Data of the response of ${routeOf(operation)}.`, declaration));
  }
  return types;
}

function documented(comment: string, declaration: string): string {
  return `${indentLines(docComment({ text: comment }, 0), 0)}${declaration}`;
}

function method(operation: Operation, { names }: ProviderPlan, scope: ModuleScope, named: TypeReference): string {
  const { summary, deprecated = false, input, argumentsType, response } = operation;
  const functions: RequestFunctions = {
    parameter: (kind) => scope.value(`${runtime}/${parameterModules[kind]}.js`, kind),
    templatedServer: () => scope.value(`${runtime}/templated-server.js`, "templatedServer"),
    body: (kind) => scope.value(`${runtime}/${bodyModules[kind]}.js`, kind),
    stream: (kind) => scope.value(`${runtime}/event-stream.js`, kind),
    nodeTransport: () => scope.value(`${runtime}/node-transport.js`, "nodeTransport"),
  };
  const text = summary === "" ? routeOf(operation) : `${routeOf(operation)}: ${summary}`;
  const signature = printSignature(
    {
      head: identifier(lookUp(names.methods, operation)),
      parameters: [
        ...argumentsParameter(input, argumentsType),
        `options?: ${scope.type(`${runtime}/http-client.js`, "CallOptions")}`,
      ],
      returns: reference("Promise", reference(scope.type(`${runtime}/http-client.js`, "ApiResponse"), responseType())),
    },
    2,
  );
  const send: Expression = call("this.http.send", requestExpression(operation, functions), name("options"));
  const body = printReturn(send, 4);
  return `${indentLines(docComment({ text, deprecated }, 2), 2)}  ${signature}\n    ${body}\n  }`;

  function responseType(): TypeNode {
    const responseName = names.responses.get(operation);
    if (responseName !== undefined) return reference(responseName);
    return response === undefined ? unknownType : typeOf(response, named);
  }
}
