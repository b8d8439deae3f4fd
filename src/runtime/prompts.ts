import { prepareArguments } from "./arguments.js";
import type { McpRequest } from "./call-context.js";
import type { JsonValue } from "./json.js";
import type { PromptResult } from "./message.js";
import { plainText } from "./plain-text.js";
import type { Prompt } from "./prompt.js";
import type { Provider, Source } from "./provider.js";
import { ProtocolError, textOf, type Feature, type ServerCore } from "./server.js";
import { ArgumentError } from "./tool-error.js";

/** A provider with prompts. */
export interface PromptProvider extends Provider {
  readonly prompts?: Source<Prompt>;
}

/** Listing and getting prompts; a provider that has any names it among its features. */
export const promptFeature: Feature = {
  capability: "prompts",
  methods: (core) => ({
    "prompts/list": async () => ({ prompts: await core.list("prompts") }),
    "prompts/get": async (params, request) => get(core, textOf(params, "name"), params["arguments"], request()),
  }),
};

/** What a provider has beside its tools: prompts that are known when the server is built. */
export function promptSources(prompts: readonly Prompt[]): Pick<PromptProvider, "prompts" | "features"> {
  return {
    prompts: { list: () => prompts, get: (name) => prompts.find((one) => one.name === name) },
    features: [promptFeature],
  };
}

export function promptsOf(provider: Provider): Source<Prompt> | undefined {
  return hasPrompts(provider) ? provider.prompts : undefined;
}

async function get(
  core: ServerCore,
  name: string,
  args: JsonValue | undefined,
  request: McpRequest,
): Promise<PromptResult> {
  const found = await core.find(name, promptsOf);
  if (found === undefined) throw new ProtocolError("invalid-params", `Unknown prompt: ${plainText(name)}`);
  try {
    const { component, scopeOf } = found;
    // They travel as texts whatever their types are, so they are always coerced.
    const given = prepareArguments(args, { inputSchema: component.inputSchema });
    return await component.get(given, scopeOf(request));
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    const fault = error instanceof ArgumentError ? "invalid-params" : "failed";
    throw new ProtocolError(fault, core.failureText(error, name, request));
  }
}

function hasPrompts(provider: Provider): provider is PromptProvider {
  return provider.features?.includes(promptFeature) === true;
}
