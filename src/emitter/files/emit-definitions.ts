import {
  componentArrays,
  componentFiles,
  componentTypes,
  type ComponentFile,
  type GroupMember,
} from "../component-files.js";
import { addressOf } from "../../ir/address-of.js";
import type { FileBinding, RemoteBinding, ServedFile } from "../../ir/binding.js";
import type { Component } from "../../ir/component.js";
import type { Provider } from "../../ir/program.js";
import { annotationMembers, argumentMembers, fieldMembers } from "../component-fields.js";
import { constantOf } from "../component-groups.js";
import type { DefinitionGroup, DefinitionPlan } from "../definition-plan.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { printConst } from "../print/declaration.js";
import { array, call, literal, property, tall, type Expression, type Property } from "../print/expression.js";
import { identifier } from "../print/identifier.js";
import { markdownCode } from "../print/markdown.js";
import type { Template } from "../templates.js";
import type { FunctionsView } from "./emit-functions.js";
import { mentions } from "./mentions.js";

/** The runtime's functions that make components: of files, and of what another server has. */
const makers = {
  tool: { file: "", remote: "proxyTool" },
  resource: { file: "fileResource", remote: "proxyResource" },
  template: { file: "fileTemplate", remote: "proxyTemplate" },
  prompt: { file: "", remote: "proxyPrompt" },
} as const;

/** Names that definitions use as they are. */
const importedNames = [
  ...Object.values(componentTypes).map(({ type }) => type),
  ...Object.values(makers).flatMap(({ file, remote }) => [remote, ...(file === "" ? [] : [file])]),
  ...["wrapResult", "schemas", "changedArguments", "results"],
];

/** `tools/<tag>.ts`, `resources/<tag>.ts` and `prompts/<tag>.ts` of a provider of files or of another server's components. */
export function emitDefinitions(
  plan: DefinitionPlan,
  group: DefinitionGroup,
  template: Template<FunctionsView>,
): readonly GeneratedFile[] {
  return componentFiles(group).map((file) => emitFile(plan, group, file, template));
}

function emitFile(
  plan: DefinitionPlan,
  { group, names: listNames }: DefinitionGroup,
  { path, members }: ComponentFile<FileBinding | RemoteBinding>,
  template: Template<FunctionsView>,
): GeneratedFile {
  const { kind, provider, names } = plan;
  const declared = [...members.map(({ component }) => constantOf(component)), ...Object.values(listNames)];
  const scope = new ModuleScope(declared, importedNames);
  const runtime = (module: string) => `../../runtime/${module}.js`;
  const definitions = members.map((one) => {
    const { component, binding } = one;
    const { type, module } = componentTypes[component.kind];
    const text = binding.kind === "remote" ? `${markdownCode(binding.name)} of the server behind` : pathsOf(binding);
    const comment = docComment({ text, deprecated: component.deprecated === true }, 0);
    const value = call(makerOf(component.kind), definition(one, scope, provider));
    const constant = printConst(identifier(constantOf(component)), scope.type(runtime(module), type), value);
    return [...comment, constant].join("\n");
  });
  const arrays = componentArrays(
    listNames,
    members,
    scope,
    runtime,
    (plural) => `${plural}${titleOf()}, in the order of the source.`,
  );
  return {
    path: `src/${names.folder}/${path}`,
    owner: "mcpgen",
    text: template({
      header: generatedHeader(provider.source),
      declarations: [...definitions, ...arrays],
      imports: scope.imports,
    }),
  };

  function makerOf(of: Component["kind"]): string {
    const make = makers[of][kind];
    if (make === "") throw new Error(`a ${of} cannot be a file`);
    return scope.value(runtime(kind === "file" ? "file-resource" : `proxy/proxy-${of}`), make);
  }

  function titleOf(): string {
    if (kind === "file") return ` of the skill ${markdownCode(group.tag)}`;
    return group.tag === "" ? "" : ` tagged ${markdownCode(group.tag)}`;
  }
}

/** What a resource or template serves. */
function pathsOf({ files }: FileBinding): string {
  const [first, ...others] = files;
  if (first === undefined) return "No file";
  return others.length === 0
    ? markdownCode(first.path)
    : `${markdownCode(first.path)} and ${String(others.length)} more`;
}

function definition(
  { component, binding, input, output }: GroupMember<FileBinding | RemoteBinding>,
  scope: ModuleScope,
  { coerce, remote }: Provider,
): Expression {
  if (input !== undefined && mentions(input.expression, "schemas.")) scope.namespace("../schemas.js", "schemas");
  if (output !== undefined && mentions(output.expression, "results.")) scope.namespace("../results.js", "results");
  if (output?.expression.kind === "call") scope.value("../../runtime/json-schema.js", "wrapResult");
  const inputMember = input === undefined ? [] : [property("inputSchema", input.expression)];
  return tall([...fieldMembers(component), ...ownMembers(), ...behind(), ...limit()]);

  function ownMembers(): readonly Property[] {
    switch (component.kind) {
      case "tool":
        return [
          ...annotationMembers(component.annotations),
          ...(coerce ? [] : [property("coerce", literal(false))]),
          ...inputMember,
          ...(output === undefined ? [] : [property("outputSchema", output.expression)]),
        ];
      case "resource":
        return [
          property("uri", literal(component.uri)),
          ...mimeTypeMember(component.mimeType),
          ...annotationMembers(component.annotations),
        ];
      case "template":
        return [
          property("uriTemplate", literal(component.uriTemplate)),
          ...mimeTypeMember(component.mimeType),
          ...annotationMembers(component.annotations),
          ...inputMember,
          ...completesMember(),
        ];
      case "prompt":
        return [...inputMember, ...completesMember()];
    }
  }

  function completesMember(): readonly Property[] {
    return remote?.completes === true ? [property("completes", literal(true))] : [];
  }

  /** What the component is behind its face: files, or the other server's own name for it where that differs. */
  function behind(): readonly Property[] {
    if (binding.kind === "remote") {
      const own = addressOf(component);
      return [
        ...(own === binding.name ? [] : [property("remote", literal(binding.name))]),
        ...argumentMembers(binding, () => scope.value("../../runtime/changed-arguments.js", "changedArguments")),
      ];
    }
    if (component.kind === "template") return [property("files", array(binding.files.map(fileExpression)))];
    const [only] = binding.files;
    return only === undefined ? [] : [contentMember(only)];
  }

  function limit(): readonly Property[] {
    return component.timeoutMs === undefined ? [] : [property("timeoutMs", literal(component.timeoutMs))];
  }
}

function mimeTypeMember(mimeType: string): readonly Property[] {
  return mimeType === "" ? [] : [property("mimeType", literal(mimeType))];
}

function fileExpression(file: ServedFile): Expression {
  return tall([
    property("path", literal(file.path)),
    property("mimeType", literal(file.mimeType)),
    contentMember(file),
  ]);
}

/** Text line by line, so that its changes are read as such. */
function contentMember({ content }: ServedFile): Property {
  return content.kind === "text"
    ? property("lines", array(content.text.split("\n").map(literal)))
    : property("base64", literal(content.data));
}
