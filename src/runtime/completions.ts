import type { McpRequest } from "./call-context.js";
import type { FunctionScope } from "./call-function.js";
import type { Completed, Completion } from "./completion.js";
import { isJsonObject, type JsonObject, type JsonValue } from "./json.js";
import { plainText } from "./plain-text.js";
import type { Maybe, Provider, Source } from "./provider.js";
import { ProtocolError, textOf, type Feature, type ServerCore } from "./server.js";
import type { ComponentFields } from "./tool.js";

/** MCP's most values of one answer. */
const mostValues = 100;

/** Completing arguments while they are typed; a provider whose components have completions names it among its features. */
export const completionFeature: Feature = {
  capability: "completions",
  methods: (core) => ({
    "completion/complete": async (params, request) => ({ completion: await complete(core, params, request()) }),
  }),
};

async function complete(core: ServerCore, params: JsonObject, request: McpRequest): Promise<object> {
  const argument = objectOf(params, "argument");
  const reference = objectOf(params, "ref");
  const isPrompt = reference["type"] === "ref/prompt";
  const key = textOf(reference, isPrompt ? "name" : "uri");
  const found = await core.find(key, (provider) => sourceOf(provider, isPrompt));
  if (found === undefined) throw new ProtocolError("invalid-params", `Nothing to complete: ${plainText(key)}`);
  const { component, scopeOf } = found;
  const { completions } = component;
  const name = textOf(argument, "name");
  const completion = completions !== undefined && Object.hasOwn(completions, name) ? completions[name] : undefined;
  const typed = textOf(argument, "value");
  try {
    const all = completion === undefined ? [] : await valuesOf(completion, typed, scopeOf(request));
    return { values: all.slice(0, mostValues), total: all.length, hasMore: all.length > mostValues };
  } catch (error) {
    throw new ProtocolError("failed", core.failureText(error, `The completion of ${name}`, request));
  }
}

function valuesOf(completion: Completion, typed: string, scope: FunctionScope): Maybe<readonly string[]> {
  if (typeof completion === "function") return completion(typed, scope);
  const start = typed.toLowerCase();
  return completion.filter((value) => value.toLowerCase().startsWith(start));
}

/** Prompts by name, templates by their address as it is listed. */
function sourceOf(provider: Provider, isPrompt: boolean): Source<CompletedComponent> {
  const source: Source<CompletedComponent> | undefined = isPrompt ? provider.prompts : provider.resourceTemplates;
  return {
    get: async (key) => {
      const all = (await source?.list?.()) ?? [];
      return all.find((one) => ("uriTemplate" in one ? one.uriTemplate : one.name) === key);
    },
  };
}

interface CompletedComponent extends ComponentFields, Completed {
  readonly uriTemplate?: string;
}

function objectOf(params: JsonObject, name: string): JsonObject {
  const value: JsonValue | undefined = params[name];
  if (!isJsonObject(value)) throw new ProtocolError("invalid-params", `\`${name}\` must be an object`);
  return value;
}
