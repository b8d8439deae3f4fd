import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Component } from "../../ir/component.js";
import type { HttpApi, Operation, OperationGroup } from "../../ir/http-api.js";
import { mapChildren } from "../../ir/map-schema.js";
import type { OutputMode, Provider, Route } from "../../ir/program.js";
import type { Schema } from "../../ir/schema.js";
import type { ApiDocument } from "./api-document.js";
import { EnvironmentNames } from "./environment-names.js";
import { lowerComponent } from "./lower-component.js";
import { lowerOperation, type LoweredOperation } from "./lower-operation.js";
import { lowerRequirements, lowerSchemes } from "./lower-security.js";
import { lowerServers } from "./lower-servers.js";
import { nameOperations } from "./name-operations.js";
import { camelCase, deviceNames, hash, identifier, kebabCase, pascalCase, UniqueNames } from "../names.js";
import { usable } from "./read-operations.js";
import type { References } from "./references.js";
import { RouteRules, type Selection } from "./route-rules.js";
import { SchemaContext } from "./schema-context.js";
import { ToolOverrides, type ToolOverride } from "./tool-overrides.js";
import { readExtension, type Extension } from "./x-mcp.js";

/** What lowering a document needs beside the document. */
export interface LoweringOptions extends Selection {
  /** Name of the provider, kebab-case. */
  readonly name: string;
  /** Name of the API for people. */
  readonly title: string;
  /** Source as generated files name it. */
  readonly source: string;
  /** Address of the document when it came from the network. */
  readonly documentUrl: string | undefined;
  readonly outputMode: OutputMode;
  readonly coerce: boolean;
  readonly mediaType: string | undefined;
  /** Environment variables that users chose, by security scheme. */
  readonly env: Readonly<Record<string, string>>;
  /** Changes of components, by operationId, by the name that a component would have, or by `GET /path`. */
  readonly tools?: Readonly<Record<string, ToolOverride>>;
}

/** An operation that becomes a component. */
interface Chosen extends LoweredOperation {
  readonly extension: Extension;
  readonly as: Exclude<Route["as"], "exclude">;
  readonly rule: string;
}

/** Lowers a document into a provider: operations one by one, then names, so that what is left out takes no name. */
export function lowerDocument(
  document: ApiDocument,
  references: References,
  options: LoweringOptions,
  diagnostics: Diagnostics,
): Provider {
  const environment = new EnvironmentNames(options.name, options.env, diagnostics);
  const schemas = new SchemaContext(document.dialect, references, diagnostics);
  const security = lowerRequirements(document.security, document, diagnostics);
  const context = {
    document,
    schemas,
    environment,
    diagnostics,
    documentUrl: options.documentUrl,
    mediaType: options.mediaType,
    security,
  };

  const rules = new RouteRules(options, diagnostics);
  const overrides = new ToolOverrides(options.tools, diagnostics);
  const excluded = new Map<Route["origin"], Route>();
  const lowered = document.operations.flatMap((model): readonly Chosen[] => {
    const { method, path } = model;
    const written = overrides.applyTo(readExtension(model.extensions, diagnostics), model);
    const { as, rule, tags } = rules.decide(model, written);
    const extension = { ...written, tags: [...written.tags, ...tags] };
    const leaveOut = (reason: string) =>
      excluded.set(model.cursor.origin, {
        method,
        path,
        as: "exclude",
        name: "",
        rule: reason,
        origin: model.cursor.origin,
      });
    if (as === "exclude") {
      leaveOut(rule);
      return [];
    }
    references.consequence = `the operation \`${model.id ?? `${method} ${path}`}\` is left out`;
    const usableOnes = usable(() => ({ ...lowerOperation(model, context), extension, as, rule }));
    if (usableOnes.length === 0) leaveOut("it cannot be expressed");
    return usableOnes;
  });
  const chosen = shareAmong(lowered, schemas);

  rules.reportUnused(options.source);
  overrides.reportUnused(options.source);
  const names = nameOperations(
    chosen.map(({ model, extension }) => ({ operation: model, chosen: extension.name })),
    diagnostics,
  );
  const settled = schemas.settle(
    chosen.flatMap(({ operation: { input, response } }) => [input, ...(response === undefined ? [] : [response])]),
  );
  const typeNames = new UniqueNames(settled.types.map((type) => type.name));
  const operations = nameMembers(chosen, names, typeNames);
  const rename = (schema: Schema): Schema =>
    schema.kind === "reference"
      ? { ...schema, name: settled.names.get(schema.name) ?? schema.name }
      : mapChildren(schema, rename);

  const routes: Route[] = [...excluded.values()];
  const components = operations.flatMap((operation, index): readonly Component[] => {
    const source = chosen[index];
    const name = names[index];
    if (source === undefined || name === undefined) return [];
    const { model, extension, mimeType, rule } = source;
    const component = lowerComponent(
      { model, operation, mimeType, extension, as: source.as, name, uriBase: uriBase(options) },
      diagnostics,
    );
    const as = component === undefined ? "exclude" : component.kind === "prompt" ? "tool" : component.kind;
    routes.push({
      method: model.method,
      path: model.path,
      as,
      name: component?.name ?? "",
      rule: component === undefined ? "it cannot be expressed" : rule,
      origin: model.cursor.origin,
    });
    return component === undefined ? [] : [renameComponent(component, rename)];
  });
  const order = new Map(
    document.operations.map((operation, index) => [operation.cursor.pointer + operation.cursor.file, index]),
  );
  const at = (route: Route) =>
    route.origin.kind === "pointer" ? (order.get(route.origin.pointer + route.origin.file) ?? 0) : 0;

  return {
    name: options.name,
    source: options.source,
    components,
    types: settled.types.map((type) => ({ ...type, schema: rename(type.schema) })),
    results: [],
    outputMode: options.outputMode,
    inlineLimit: 20_480,
    coerce: options.coerce,
    routes: routes.sort((a, b) => at(a) - at(b)),
    client: lowerClient(
      document,
      operations.map((operation) => renameOperation(operation, rename)),
      chosen,
      typeNames,
      options,
      environment,
      diagnostics,
      security,
    ),
  };
}

/** The operations with named types in place of what they, or the document's own types, write out several times. */
function shareAmong(operations: readonly Chosen[], schemas: SchemaContext): readonly Chosen[] {
  const roots = operations.flatMap(({ model: { cursor, id = "" }, operation: { input, response } }) => [
    { schema: input, hint: id, cursor },
    ...(response === undefined ? [] : [{ schema: response, hint: `${id} response`, cursor }]),
  ]);
  const share = schemas.share(roots);
  return operations.map((one) => {
    const { input, response } = one.operation;
    const shared = {
      ...one.operation,
      input: renameObject(input, share),
      ...(response && { response: mapChildren(response, share) }),
    };
    return { ...one, operation: shared };
  });
}

/** Identifiers of methods and argument types; tools that the model knows by another name keep the operation's own here. */
function nameMembers(
  chosen: readonly Chosen[],
  names: readonly string[],
  typeNames: UniqueNames,
): readonly Operation[] {
  const methods = new UniqueNames();
  return chosen.map(({ operation, extension, model }, index) => {
    const own =
      extension.name === undefined ? (names[index] ?? "") : (model.id ?? `${model.method.toLowerCase()} ${model.path}`);
    const method = methods.take(identifier(own, "camel"));
    return { ...operation, identifier: method, argumentsType: typeNames.take(`${pascalCase(method)}Arguments`) };
  });
}

function lowerClient(
  document: ApiDocument,
  operations: readonly Operation[],
  chosen: readonly Chosen[],
  typeNames: UniqueNames,
  options: LoweringOptions,
  environment: EnvironmentNames,
  diagnostics: Diagnostics,
  security: HttpApi["security"],
): HttpApi {
  const className = typeNames.take(`${pascalCase(options.name)}Client`);
  typeNames.take(`${pascalCase(options.name)}Apis`);
  const used = new Set([...security, ...operations.flatMap((operation) => operation.security ?? [])].flat());
  return {
    className,
    title: options.title,
    servers: lowerServers(document.servers, options.documentUrl, environment, diagnostics),
    schemes: lowerSchemes(document, used, scopesOf(document, chosen), environment, diagnostics),
    security,
    groups: groupOperations(operations, chosen, typeNames),
  };
}

/** Scopes that operations ask for, by scheme. */
function scopesOf(document: ApiDocument, chosen: readonly Chosen[]): ReadonlyMap<string, readonly string[]> {
  const scopes = new Map<string, Set<string>>();
  for (const { model } of chosen) {
    for (const scheme of (model.security ?? document.security).flatMap((requirement) => requirement.schemes)) {
      const found = scopes.get(scheme.name) ?? new Set<string>();
      for (const scope of scheme.scopes) found.add(scope);
      scopes.set(scheme.name, found);
    }
  }
  return new Map([...scopes].map(([name, found]) => [name, [...found]]));
}

/** One group a tag, in order of first appearance; operations without a tag are in `default`. */
function groupOperations(
  operations: readonly Operation[],
  chosen: readonly Chosen[],
  typeNames: UniqueNames,
): readonly OperationGroup[] {
  const byTag = new Map<string, Operation[]>();
  for (const [index, operation] of operations.entries()) {
    const tag = chosen[index]?.model.tags[0] ?? "";
    const members = byTag.get(tag);
    if (members === undefined) byTag.set(tag, [operation]);
    else members.push(operation);
  }
  const files = new UniqueNames(deviceNames);
  const properties = new UniqueNames(["http"]);
  return [...byTag].map(([tag, members]) => {
    const stem = kebabCase(tag).slice(0, 60).replace(/-+$/, "");
    const base = stem === "" ? (tag === "" ? "default" : `tag-${hash(tag)}`) : stem;
    return {
      tag,
      file: files.take(base, (name, number) => `${name}-${String(number)}`),
      identifier: properties.take(camelCase(base)),
      className: typeNames.take(`${pascalCase(base)}Client`),
      operations: members,
    };
  });
}

/** Scheme of resource addresses. */
function uriBase(options: LoweringOptions): string {
  const scheme = /^[a-z]/.test(options.name) ? options.name : `x-${options.name}`;
  return `${scheme}://`;
}

function renameOperation(operation: Operation, rename: (schema: Schema) => Schema): Operation {
  return {
    ...operation,
    input: renameObject(operation.input, rename),
    ...(operation.response && { response: rename(operation.response) }),
  };
}

function renameComponent(component: Component, rename: (schema: Schema) => Schema): Component {
  switch (component.kind) {
    case "tool":
      return {
        ...component,
        input: renameObject(component.input, rename),
        ...(component.result && { result: rename(component.result) }),
      };
    case "template":
    case "prompt":
      return { ...component, input: renameObject(component.input, rename) };
    case "resource":
      return component;
    default:
      return component satisfies never;
  }
}

function renameObject(input: Operation["input"], rename: (schema: Schema) => Schema): Operation["input"] {
  return {
    ...input,
    properties: input.properties.map((property) => ({ ...property, schema: rename(property.schema) })),
    ...(input.additional && { additional: rename(input.additional) }),
  };
}
