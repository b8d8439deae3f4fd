import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { capText } from "../ir/cap-text.js";
import type { Program, Provider, ServerInfo } from "../ir/program.js";
import { partVersions } from "../passes/part-versions.js";
import { reportClashes } from "../passes/report-clashes.js";
import { matchesName, showComponents, type VisibilityRule } from "../passes/show-components.js";
import type { LoadedSource } from "./load-source.js";

/** What the server as a whole is told; what is absent follows from the sources. */
export interface ServerOptions {
  /** Name for programs; absent: the only source's, else the first one's. */
  readonly name?: string;
  /** Name for people; absent: the only source's, else the name. */
  readonly title?: string;
  /** Version of the server; absent: the only source's, else `0.0.0`. */
  readonly version?: string;
  /** What the model is told about the server as a whole; absent: what the sources say. */
  readonly instructions?: string;
  /** What clients see of all that the sources offer; absent: everything. */
  readonly visibility?: readonly VisibilityRule[];
  /** Whether resources can also be listed and read with tools, and prompts. */
  readonly resourcesAsTools?: boolean;
  readonly promptsAsTools?: boolean;
  /** `search`: clients see a few tools that find, describe and call the others; absent: all. */
  readonly surface?: "all" | "search";
  /** Of a surface for searching: tools that clients see nonetheless, as globs of names in which `*` is any text, or regular expressions. */
  readonly pinned?: readonly (string | RegExp)[];
}

/** Longest instructions of several sources together, in UTF-16 units. */
const maxInstructions = 3_000;

/**
 * Makes one program of the sources, in their order. `undefined` when one of them could not be read; what their providers
 * must not share is reported.
 */
export function composeProgram(
  sources: readonly LoadedSource[],
  options: ServerOptions,
  diagnostics: Diagnostics,
): Program | undefined {
  const contents = sources.flatMap(({ content }) => content ?? []);
  if (contents.length < sources.length || contents.length === 0) return undefined;
  const providers = contents.map(({ provider }) => provider);
  reportSharedNames(providers, diagnostics);
  const asTools = [
    ...(options.resourcesAsTools === true ? (["resources"] as const) : []),
    ...(options.promptsAsTools === true ? (["prompts"] as const) : []),
  ];
  const program = partVersions({
    server: composeServer(contents, options),
    providers: shown(providers, options, diagnostics),
    ...(asTools.length > 0 && { asTools }),
  });
  reportClashes(program, diagnostics);
  return options.surface === "search" ? searched(program, options.pinned ?? [], diagnostics) : program;
}

function shown(
  providers: readonly Provider[],
  { visibility = [] }: ServerOptions,
  diagnostics: Diagnostics,
): readonly Provider[] {
  const all = providers.map((provider) => showComponents(provider, visibility));
  for (const [index, rule] of visibility.entries()) {
    if (all.some(({ matching }) => matching.has(rule))) continue;
    diagnostics.report("config/unused-rule", undefined, {
      rule: `visibility[${String(index)}]`,
      source: "the configuration",
      reason: "it matches no component",
    });
  }
  return all.map(({ provider }) => provider);
}

/** The same program with tools that clients search for. */
function searched(program: Program, wanted: readonly (string | RegExp)[], diagnostics: Diagnostics): Program {
  const tools = program.providers.flatMap(({ components }) => components.filter(({ kind }) => kind === "tool"));
  for (const [index, one] of wanted.entries()) {
    if (tools.some(({ name }) => matchesName(name, one))) continue;
    diagnostics.report("config/unused-rule", undefined, {
      rule: `pinned[${String(index)}]`,
      source: "the configuration",
      reason: "it matches no tool",
    });
  }
  const pinned = tools.map(({ name }) => name).filter((name) => wanted.some((one) => matchesName(name, one)));
  return { ...program, search: { pinned } };
}

type Content = NonNullable<LoadedSource["content"]>;

function composeServer(contents: readonly Content[], options: ServerOptions): ServerInfo {
  const [first, ...others] = contents;
  const only = others.length === 0 ? first?.server : undefined;
  const name = options.name ?? first?.server.name ?? "";
  return {
    name,
    title: options.title ?? only?.title ?? name,
    version: options.version ?? only?.version ?? "0.0.0",
    instructions: options.instructions ?? only?.instructions ?? joinInstructions(contents),
  };
}

/** What each source says, under its title; each gets the same share of what the model is willing to read. */
function joinInstructions(contents: readonly Content[]): string {
  const speaking = contents.filter(({ server }) => server.instructions !== "");
  const share = Math.floor(maxInstructions / Math.max(1, speaking.length));
  return speaking.map(({ server }) => `${server.title}: ${capText(server.instructions, share)}`).join("\n\n");
}

/** Providers with one name would share folder, variables and class; `a-b` and `ab` would share identifiers. */
function reportSharedNames(providers: readonly Provider[], diagnostics: Diagnostics): void {
  const taken = new Map<string, Provider>();
  for (const provider of providers) {
    const key = provider.name.replace(/[^a-z0-9]/gi, "").toLowerCase();
    const other = taken.get(key);
    if (other === undefined) taken.set(key, provider);
    else
      diagnostics.report("program/provider-clash", undefined, {
        name: provider.name,
        other: other.name,
        sources: [other.source, provider.source],
      });
  }
}
