import { posix } from "node:path";
import type { Provider } from "../../ir/program.js";
import type { ObjectSchema, Schema } from "../../ir/schema.js";
import type { DefinitionPlan } from "../definition-plan.js";
import type { FunctionPlan } from "../function-plan.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { indentLines } from "../indent-lines.js";
import { docComment } from "../print/comment.js";
import { identifier } from "../print/identifier.js";
import { printInterface } from "../print/lay-out-type.js";
import { printDoc } from "../print/print-doc.js";
import { membersOf, typeOf } from "../print/type.js";
import { typeAliasDoc } from "../print/type-doc.js";
import { reference, unknownType } from "../print/type-node.js";
import { operationsOf } from "../provider-names.js";
import type { ProviderPlan } from "../provider-plan.js";
import { strongComponents } from "../strong-components.js";
import type { Template } from "../templates.js";
import { namesUsedBy } from "../references-in.js";
import { hasArgumentsOfItsOwn } from "./emit-mcp-client.js";

/** What `src/provider/types.ts.hbs` reads. */
export interface TypesView {
  readonly header: string;
  readonly types: readonly string[];
}

/** `types.ts` of a provider without an API client: the named types of arguments and results as they travel. */
export function emitFunctionTypes(
  plan: FunctionPlan | DefinitionPlan,
  template: Template<TypesView>,
): readonly GeneratedFile[] {
  const { provider, names, schemas, results } = plan;
  const used = new Set([...schemas.names, ...results.names]);
  return typesFile(provider, names.folder, used, template);
}

/** `src/<provider>/types.ts`: the named types of arguments and responses, in the document's order; no file when there are none. */
export function emitTypes(plan: ProviderPlan, template: Template<TypesView>): readonly GeneratedFile[] {
  const { provider, api, names, groups } = plan;
  const own = groups.flatMap(({ tools, templates }) =>
    [...tools, ...templates].filter(hasArgumentsOfItsOwn).map(({ component }) => component.input),
  );
  const used = namesUsedBy(
    [
      ...operationsOf(api).flatMap(({ input, response }) => [input, ...(response === undefined ? [] : [response])]),
      ...own,
    ],
    new Map(provider.types.map(({ name, schema }) => [name, schema])),
  );
  return typesFile(provider, names.folder, used, template);
}

function typesFile(
  provider: Provider,
  folder: string,
  used: ReadonlySet<string>,
  template: Template<TypesView>,
): readonly GeneratedFile[] {
  const types = provider.types.filter((type) => used.has(type.name));
  const schemas = new Map(types.map((type) => [type.name, type.schema]));
  const circular = circularAliases(schemas);
  if (types.length === 0) return [];
  const text = template({
    header: generatedHeader(provider.source),
    types: types.map(({ name, schema }) => {
      const comment = docComment({ text: schema.description ?? "", deprecated: schema.deprecated === true }, 0);
      const declaration = isInterface(schema)
        ? printInterface(identifier(name), membersOf(schema, reference))
        : printDoc(typeAliasDoc(identifier(name), circular.has(name) ? unknownType : typeOf(schema, reference)));
      return `${indentLines(comment, 0)}${declaration}`;
    }),
  });
  return [{ path: posix.join("src", folder, "types.ts"), owner: "mcpgen", text }];
}

/** An object becomes an interface, which may refer to itself; everything else an alias. */
function isInterface(schema: Schema): schema is ObjectSchema {
  return schema.kind === "object";
}

/** Aliases that would be made of themselves (`A = A | B`), which TypeScript refuses. */
function circularAliases(schemas: ReadonlyMap<string, Schema>): ReadonlySet<string> {
  const next = (name: string): readonly string[] => {
    const schema = schemas.get(name);
    return schema === undefined ? [] : aliased(schema);
  };
  const circular = strongComponents(schemas.keys(), next).filter(
    (component) => component.length > 1 || component.some((name) => next(name).includes(name)),
  );
  return new Set(circular.flat());
}

/** Names that a type is made of without an object or an array between. */
function aliased(schema: Schema): readonly string[] {
  switch (schema.kind) {
    case "reference":
      return [schema.name];
    case "union":
    case "intersection":
      return schema.members.flatMap(aliased);
    default:
      return [];
  }
}
