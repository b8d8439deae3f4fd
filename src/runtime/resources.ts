import { prepareArguments } from "./arguments.js";
import type { ResourceContents } from "./content.js";
import type { McpRequest } from "./call-context.js";
import type { Provider, Source } from "./provider.js";
import type { Resource, ResourceTemplate } from "./resource.js";
import { ProtocolError, textOf, type Feature, type ServerCore } from "./server.js";
import { ArgumentError } from "./tool-error.js";

/** A provider with resources or templates. A template is found by a URI that fits it. */
export interface ResourceProvider extends Provider {
  readonly resources?: Source<Resource>;
  readonly resourceTemplates?: Source<ResourceTemplate>;
}

/** Listing and reading resources; a provider that has any names it among its features. */
export const resourceFeature: Feature = {
  capability: "resources",
  methods: (core) => ({
    "resources/list": async () => ({ resources: await core.list("resources") }),
    "resources/templates/list": async () => ({ resourceTemplates: await core.list("resourceTemplates") }),
    "resources/read": async (params, request) => ({ contents: await read(core, textOf(params, "uri"), request()) }),
  }),
};

/** What a provider has beside its tools: resources and templates that are known when the server is built. */
export function resourceSources(
  resources: readonly Resource[],
  templates: readonly ResourceTemplate[],
): Pick<ResourceProvider, "resources" | "resourceTemplates" | "features"> {
  return {
    resources: { list: () => resources, get: (uri) => resources.find((one) => one.uri === uri) },
    resourceTemplates: {
      list: () => templates,
      get: (uri) => templates.find((one) => one.match(uri) !== undefined),
    },
    features: [resourceFeature],
  };
}

async function read(core: ServerCore, uri: string, request: McpRequest): Promise<readonly ResourceContents[]> {
  const found =
    (await core.find(uri, (provider) => (hasResources(provider) ? provider.resources : undefined))) ??
    (await core.find(uri, (provider) => (hasResources(provider) ? provider.resourceTemplates : undefined)));
  if (found === undefined) throw new ProtocolError("unknown-resource", "Resource not found", { uri });
  try {
    const { component, scopeOf } = found;
    const scope = scopeOf(request);
    if (!("match" in component)) return await component.read(scope);
    // Variables are text in an address whatever their type is, so they are always coerced.
    const args = prepareArguments(component.match(uri), { inputSchema: component.inputSchema });
    return await component.read(uri, args, scope);
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    const fault = error instanceof ArgumentError ? "invalid-params" : "failed";
    throw new ProtocolError(fault, core.failureText(error, uri, request), { uri });
  }
}

function hasResources(provider: Provider): provider is ResourceProvider {
  return provider.features?.includes(resourceFeature) === true;
}
