import type { Provider } from "../provider.js";
import type { Tool } from "../tool.js";
import { RemoteServer, type ProxyOptions, type RemoteDefinition } from "./remote-server.js";
import type { RemoteSettings } from "./remote-settings.js";

export type { ProxyOptions } from "./remote-server.js";

/** Components of another server. Lists are known; only calls reach it. */
export interface ProxyProvider extends Omit<Provider, "apis" | "tools"> {
  readonly server: RemoteDefinition;
  readonly tools: readonly Tool[];
}

/** A provider that forwards to another server. Nothing is connected before something is called. */
export function proxyProvider(
  { server, tools, ...provider }: ProxyProvider,
  settings: RemoteSettings,
  options: ProxyOptions = {},
): Provider {
  const remote = new RemoteServer(provider.name, server, settings, options);
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return { ...provider, apis: () => remote, tools: { list: () => tools, get: (name) => byName.get(name) } };
}
