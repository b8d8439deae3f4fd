import type { HttpApi, Operation, OperationGroup } from "../ir/http-api.js";
import type { ObjectSchema, Schema } from "../ir/schema.js";
import type { Provider } from "../ir/program.js";
import { safeIdentifier } from "./print/identifier.js";

/** The names that the files of one provider share; all else is in the IR. */
export interface ProviderNames {
  /** Folder under `src/`. */
  readonly folder: string;
  /** Property of the settings and of the APIs, e.g. `petstore`. */
  readonly identifier: string;
  /** Function that makes the provider, e.g. `petstoreProvider`. */
  readonly factory: string;
  /** Interface of its API clients, e.g. `PetstoreApis`. */
  readonly apis: string;
  readonly variables: ProviderVariables;
  /** Names by group. */
  readonly groups: ReadonlyMap<OperationGroup, GroupNames>;
  /** Methods of the group clients, by operation. */
  readonly methods: ReadonlyMap<Operation, string>;
  /** Names of response types that have no name of their own, by operation. */
  readonly responses: ReadonlyMap<Operation, string>;
}

/** Environment variables of a provider beside credentials and server variables. */
export interface ProviderVariables {
  readonly baseUrl: string;
  readonly timeoutMs: string;
  readonly maxResponseBytes: string;
  readonly retries: string;
}

/** What the files of one tag export. */
export interface GroupNames {
  /** Property of the API client. */
  readonly property: string;
  /** Arrays of components. */
  readonly tools: string;
  readonly resources: string;
  readonly templates: string;
}

/** The names of a provider's exports. They depend on nothing but the provider, so that every file can ask for them. */
export function providerNames(provider: Provider, api: HttpApi): ProviderNames {
  const { words, pascal, camel: identifier } = providerWords(provider.name);
  const prefix = environmentPrefix(words);
  return {
    folder: provider.name === "runtime" ? "runtime-api" : provider.name,
    identifier,
    factory: `${identifier}Provider`,
    apis: `${pascal}Apis`,
    variables: {
      baseUrl: `${prefix}_BASE_URL`,
      timeoutMs: `${prefix}_TIMEOUT_MS`,
      maxResponseBytes: `${prefix}_MAX_RESPONSE_BYTES`,
      retries: `${prefix}_RETRIES`,
    },
    groups: groupNames(provider, api),
    methods: methodNames(api),
    responses: responseNames(provider, api),
  };
}

/** What a provider's environment variables begin with. */
export function environmentPrefix(words: readonly string[]): string {
  return words
    .join("_")
    .toUpperCase()
    .replace(/^(?=\d)/, "_");
}

/** A provider's name as identifiers want it. */
export function providerWords(name: string): {
  readonly words: readonly string[];
  readonly pascal: string;
  readonly camel: string;
} {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const pascal = safeIdentifier(words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(""));
  const camel = safeIdentifier(pascal.replace(/^[A-Z]/, (letter) => letter.toLowerCase()));
  return { words, pascal, camel: camel === "args" || camel === "server" ? `${camel}_` : camel };
}

function groupNames(provider: Provider, api: HttpApi): ReadonlyMap<OperationGroup, GroupNames> {
  const properties = namesOf(api.groups, (group) => group.identifier, ["constructor"]);
  const components = provider.components.map((component) => component.identifier);
  return new Map(
    api.groups.map((group) => {
      const property = properties.get(group) ?? group.identifier;
      const free = (name: string): string => (components.includes(name) ? free(`${name}_`) : name);
      const list = (kind: string): string => free(`${property.replace(/_+$/, "")}${kind}`);
      return [group, { property, tools: list("Tools"), resources: list("Resources"), templates: list("Templates") }];
    }),
  );
}

/** Methods stand beside the property `http` of their class. */
function methodNames(api: HttpApi): ReadonlyMap<Operation, string> {
  return namesOf(operationsOf(api), (operation) => operation.identifier, ["constructor", "http"]);
}

function responseNames(provider: Provider, api: HttpApi): ReadonlyMap<Operation, string> {
  const operations = operationsOf(api);
  const unnamed = operations.filter(({ response }) => response !== undefined && hasProperties(response));
  const taken = [
    ...provider.types.map((type) => type.name),
    ...operations.map((operation) => operation.argumentsType),
    ...api.groups.map((group) => group.className),
    api.className,
  ];
  return namesOf(unnamed, (operation) => `${operation.argumentsType.replace(/Arguments(?=_*$)/, "")}Response`, taken);
}

/** True when the type of a value is too large to stand inside another declaration. */
function hasProperties(schema: Schema): boolean {
  switch (schema.kind) {
    case "object":
      return schema.properties.length > 0 || (schema.additional !== undefined && hasProperties(schema.additional));
    case "array":
      return hasProperties(schema.items) || (schema.prefix ?? []).length > 0;
    case "union":
    case "intersection":
      return schema.members.length > 3 || schema.members.some(hasProperties);
    case "enum":
      return schema.values.length > 3;
    default:
      return false;
  }
}

/** Every operation of an API, by tag. */
export function operationsOf(api: HttpApi): readonly Operation[] {
  return api.groups.flatMap((group) => group.operations);
}

/** Wanted names made unique: taken ones get a trailing `_`. */
export function namesOf<Thing>(
  things: readonly Thing[],
  wanted: (thing: Thing) => string,
  taken: Iterable<string>,
): ReadonlyMap<Thing, string> {
  const used = new Set(taken);
  // Names that are free as they are go first: nobody is renamed for the sake of one that must be.
  const free = new Map<Thing, string>();
  for (const thing of things) {
    const name = wanted(thing);
    if (used.has(name)) continue;
    used.add(name);
    free.set(thing, name);
  }
  return new Map(
    things.map((thing) => {
      let name = free.get(thing) ?? `${wanted(thing)}_`;
      if (!free.has(thing)) while (used.has(name)) name += "_";
      used.add(name);
      return [thing, name];
    }),
  );
}

/** True when a caller must or can pass arguments. */
export function takesArguments(input: ObjectSchema): boolean {
  return input.properties.length > 0 || (input.additional !== undefined && input.additional.kind !== "never");
}

/** True when a call without arguments is valid. */
export function hasOptionalArguments(input: ObjectSchema): boolean {
  return input.properties.every((property) => !property.required);
}
