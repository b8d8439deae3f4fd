import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { nearestName } from "../../diagnostics/nearest-name.js";
import { compact } from "../../ir/compact.js";
import type { FixedArgument, HttpBinding, RenamedArgument } from "../../ir/binding.js";
import type { Component, ComponentFields, ToolAnnotations } from "../../ir/component.js";
import type { Operation } from "../../ir/http-api.js";
import type { ObjectSchema, Property } from "../../ir/schema.js";
import type { OperationModel } from "./api-document.js";
import { capText } from "../../ir/cap-text.js";
import { cleanText } from "./clean-text.js";
import { cleanKey, numberedName, UniqueNames, words } from "../names.js";
import type { Extension } from "./x-mcp.js";

/** Longest description of a component, in UTF-16 units. */
const maxDescription = 2_000;

/** What a component is made from. */
export interface ComponentSource {
  readonly model: OperationModel;
  readonly operation: Operation;
  readonly mimeType: string | undefined;
  readonly extension: Extension;
  readonly as: "tool" | "resource" | "template";
  readonly name: string;
  /** Scheme of resource addresses, e.g. `petstore://`. */
  readonly uriBase: string;
}

/** The component that the model sees for an operation; `undefined` (reported) when it cannot be what it should be. */
export function lowerComponent(source: ComponentSource, diagnostics: Diagnostics): Component | undefined {
  reportIdleSettings(source, diagnostics);
  const { input, binding } = overrideArguments(source.operation.input, source);
  if (source.as === "tool") {
    return {
      kind: "tool",
      ...lowerFields(source, diagnostics),
      annotations: { ...methodHints(source.operation.method), ...source.extension.annotations },
      input,
      ...(source.operation.response && { result: source.operation.response }),
      binding,
    };
  }
  return lowerResource(source, input, binding, diagnostics);
}

function lowerFields(source: ComponentSource, diagnostics: Diagnostics): ComponentFields {
  const { model, operation, extension, name } = source;
  const place = model.cursor.at("description") ?? model.cursor.at("summary") ?? model.cursor;
  const own =
    extension.description ??
    capText(
      cleanText(model.description === "" ? model.summary : model.description, place, diagnostics),
      maxDescription,
    );
  const described = own === "" ? cleanText(`${operation.method} ${operation.path}`, place, diagnostics) : own;
  return compact({
    name,
    identifier: operation.identifier,
    title: extension.title ?? (operation.summary === "" ? titleCase(name) : operation.summary),
    description: operation.deprecated === true ? `Deprecated. ${described}` : described,
    tags: [...new Set([...model.tags, ...extension.tags])],
    icons: [],
    meta: {},
    deprecated: operation.deprecated,
    scopes: extension.scopes.length === 0 ? undefined : extension.scopes,
    origin: operation.origin,
  });
}

function titleCase(name: string): string {
  return words(name)
    .map((word, index) =>
      index === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : /^[A-Z0-9]+$/.test(word) ? word : word.toLowerCase(),
    )
    .join(" ");
}

/** What a method says of a call (RFC 9110 §9.2). */
function methodHints(method: string): ToolAnnotations {
  const isSafe =
    method === "GET" || method === "HEAD" || method === "QUERY" || method === "OPTIONS" || method === "TRACE";
  return compact({
    readOnlyHint: isSafe ? true : undefined,
    destructiveHint: method === "DELETE" ? true : undefined,
    idempotentHint: method === "PUT" || method === "DELETE" ? true : undefined,
    openWorldHint: true,
  });
}

/** Applies `x-mcp.arguments`: hidden arguments are fixed to their default, others may be renamed and described. */
function overrideArguments(
  input: ObjectSchema,
  source: ComponentSource,
): { readonly input: ObjectSchema; readonly binding: HttpBinding } {
  const fixed: FixedArgument[] = [];
  const renamed: RenamedArgument[] = [];
  // Arguments that keep their names have them; those that are renamed take what is left.
  const names = new UniqueNames(
    input.properties
      .filter(({ name }) => newName(name, source.extension.arguments.get(name)?.name) === name)
      .map(({ name }) => name),
  );
  const properties = input.properties.flatMap((property): readonly Property[] => {
    const override = source.extension.arguments.get(property.name);
    if (override === undefined) return [property];
    if (override.hide) {
      if (override.default !== undefined) fixed.push({ name: property.name, value: override.default });
      else if (property.required) return [property];
      return [];
    }
    const wanted = newName(property.name, override.name);
    const name = wanted === property.name ? wanted : names.take(wanted, numberedName);
    if (name !== property.name) renamed.push({ from: name, to: property.name });
    const { description, default: fallback, examples } = override;
    const schema = { ...property.schema, ...compact({ description, default: fallback, examples }) };
    return [{ name, schema, required: property.required && override.default === undefined }];
  });
  return {
    input: { ...input, properties },
    binding: { kind: "http", operation: source.operation.identifier, fixed, renamed },
  };
}

/** Settings of arguments that are not there, or that cannot be hidden. */
function reportIdleSettings({ operation, extension }: ComponentSource, diagnostics: Diagnostics): void {
  const names = operation.input.properties.map(({ name }) => name);
  for (const [argument, override] of extension.arguments) {
    if (!override.isSetting) continue;
    const path = `${extension.settings?.path ?? ""}.arguments[${JSON.stringify(argument)}]`;
    const property = operation.input.properties.find(({ name }) => name === argument);
    if (property === undefined) {
      const reason = "there is no such argument";
      diagnostics.report("config/unused-override", operation.origin, {
        path,
        reason,
        suggestion: nearestName(argument, names),
      });
    } else if (override.hide && property.required && override.default === undefined) {
      const reason = "a required argument can be hidden only with a `default`";
      diagnostics.report("config/unused-override", operation.origin, { path, reason, suggestion: undefined });
    }
  }
}

function newName(name: string, chosen: string | undefined): string {
  return chosen === undefined ? name : cleanKey(chosen);
}

/** A resource, or a template when the address has variables; what an address cannot carry makes it impossible. */
function lowerResource(
  source: ComponentSource,
  input: ObjectSchema,
  binding: HttpBinding,
  diagnostics: Diagnostics,
): Component | undefined {
  const { operation, uriBase } = source;
  const shown = new Map(binding.renamed.map(({ from, to }) => [to, from]));
  const inAddress = operation.parameters
    .filter((parameter) => parameter.in === "path" || parameter.in === "query")
    .map((parameter) => shown.get(parameter.argument) ?? parameter.argument);
  const lost = input.properties.find((property) => property.required && !inAddress.includes(property.name));
  if (lost !== undefined || operation.body?.required === true) {
    diagnostics.report("openapi/unsupported", operation.origin, {
      what:
        lost === undefined
          ? "An address cannot carry the body that this operation requires"
          : `An address cannot carry the argument \`${lost.name}\` that this operation requires`,
      consequence: "the resource is left out",
    });
    return undefined;
  }
  const variables = new Map<string, string>();
  const names = new UniqueNames(
    input.properties.filter(({ name }) => variableName(name) === name).map(({ name }) => name),
  );
  const properties = input.properties
    .filter((property) => inAddress.includes(property.name))
    .map((property) => {
      const wanted = variableName(property.name);
      const name = wanted === property.name ? wanted : names.take(wanted, numberedName);
      variables.set(property.name, name);
      return { ...property, name };
    });
  const renamed = [...variables].flatMap(([from, name]) => {
    const to = binding.renamed.find((rename) => rename.from === from)?.to ?? from;
    return name === to ? [] : [{ from: name, to }];
  });
  const variableOf = (argument: string) => variables.get(shown.get(argument) ?? argument);
  const path = operation.path
    .replace(/[?#].*$/, "")
    .replace(/^\//, "")
    .replace(/\{([^{}]*)\}|[^{}]+/g, (part, name: string | undefined) => {
      if (name === undefined) return encodeURI(wellFormed(part));
      const parameter = operation.parameters.find((candidate) => candidate.in === "path" && candidate.name === name);
      const variable = parameter && variableOf(parameter.argument);
      if (variable === undefined) {
        const value = binding.fixed.find((item) => item.name === parameter?.argument)?.value;
        return encodeURIComponent(wellFormed(typeof value === "string" ? value : JSON.stringify(value ?? "")));
      }
      return `{${variable}${parameter?.in === "path" && parameter.multiSegment === true ? "*" : ""}}`;
    });
  const query = operation.parameters
    .filter((parameter) => parameter.in === "query")
    .flatMap((parameter) => variableOf(parameter.argument) ?? []);
  const address = `${uriBase}${path}${query.length === 0 ? "" : `{?${query.join(",")}}`}`;
  const common = {
    ...lowerFields(source, diagnostics),
    mimeType: source.mimeType ?? "application/json",
    annotations: {},
    binding: { ...binding, renamed },
  };
  return properties.length === 0
    ? { kind: "resource", ...common, uri: address }
    : {
        kind: "template",
        ...common,
        uriTemplate: address,
        input: { kind: "object", properties, additional: { kind: "never" } },
        completions: [],
      };
}

/** What a variable of a URI template may be called (RFC 6570 §2.3), dots left out. */
function variableName(argument: string): string {
  return argument.replace(/[^A-Za-z0-9_]/g, "_");
}

/** Half a surrogate pair, which JSON can hold and no address, becomes the replacement character, as in a URL. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}
