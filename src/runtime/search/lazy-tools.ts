import type { Provider } from "../provider.js";
import type { Tool } from "../tool.js";
import type { SearchEntry } from "./search-entry.js";

export interface LazyTools {
  readonly index: () => Promise<readonly SearchEntry[]>;
  /** By the group that entries name. Each is loaded when one of its tools is described or called. */
  readonly groups: Readonly<Record<string, () => Promise<readonly Tool[]>>>;
  /** Names of tools that clients see without searching. */
  readonly pinned?: readonly string[];
}

/** A provider whose tools are found by searching. */
export interface SearchedProvider extends Provider {
  readonly entries: () => Promise<readonly SearchEntry[]>;
}

export function isSearched(provider: Provider): provider is SearchedProvider {
  return "entries" in provider;
}

/** The provider with tools that are loaded when they are needed; those that are not pinned are listed without their schemas. */
export function withLazyTools(provider: Provider, { index, groups, pinned = [] }: LazyTools): SearchedProvider {
  let known: Promise<ReadonlyMap<string, SearchEntry>> | undefined;
  const byName = () => (known ??= index().then((entries) => new Map(entries.map((entry) => [entry.name, entry]))));

  async function get(name: string): Promise<Tool | undefined> {
    const entry = (await byName()).get(name);
    const load = entry === undefined || !Object.hasOwn(groups, entry.group) ? undefined : groups[entry.group];
    return (await load?.())?.find((tool) => tool.name === name);
  }
  const listed = async ({ group: _group, parameters: _parameters, terms: _terms, ...entry }: SearchEntry) =>
    (pinned.includes(entry.name) ? await get(entry.name) : undefined) ?? entry;

  return {
    ...provider,
    tools: { get, list: async () => Promise.all([...(await byName()).values()].map(listed)) },
    entries: async () => [...(await byName()).values()],
  };
}
