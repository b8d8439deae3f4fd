import { posix } from "node:path";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Host } from "../../host.js";
import { capText } from "../../ir/cap-text.js";
import type { Provider, ServerInfo } from "../../ir/program.js";
import { deviceNames, kebabCase } from "../names.js";
import { readableText } from "../readable-text.js";
import { lowerSnapshot } from "./lower-snapshot.js";
import { remoteTarget, serversIn, type ServerSettings, type TargetPlace } from "./remote-target.js";
import { readSnapshot, snapshotJson, snapshotOf, type Snapshot } from "./snapshot.js";

/** What to load. */
export interface McpInput {
  /** How the server is reached, as the configuration says it. */
  readonly reached: ServerSettings;
  /** The configuration's folder, as the user would write it. */
  readonly folder: string;
  /** Folder that is written to: what it holds of an earlier run counts while the server cannot be reached. */
  readonly output?: string | undefined;
  /** Name of the provider; absent: the file's name of the server, else what the address or the command tells. */
  readonly name?: string | undefined;
  /** Whether arguments of another type are converted where that loses nothing. */
  readonly coerce: boolean;
}

/** What came of loading. */
export interface LoadedMcp {
  /** Absent (and reported) when nobody knows what the server offers. */
  readonly content?: { readonly provider: Provider; readonly server: ServerInfo };
  /** A path that begins with `mcp:` is a server, whose listing counts. */
  readonly inputs: readonly { readonly path: string; readonly bytes?: Uint8Array }[];
}

/** Longest instructions that are taken over, in UTF-16 units. */
const maxInstructions = 2_000;

/** Another MCP server → provider: ask it what it lists, and have its components forwarded. */
export async function loadMcp(input: McpInput, host: Host, diagnostics: Diagnostics): Promise<LoadedMcp> {
  const inputs: { path: string; bytes?: Uint8Array }[] = [];
  const found = await settingsOf(input, host, diagnostics, inputs);
  if (found === undefined) return { inputs };
  const provider = providerName(input.name ?? found.name);
  const place: TargetPlace = { provider, folder: found.folder, output: input.output, host, diagnostics };
  const reached = remoteTarget(found.settings, place);
  const { label, target, transport, variables } = reached;
  const listing = await host.listServer(target);
  const snapshot =
    listing.kind === "listed"
      ? snapshotOf(listing)
      : await keptSnapshot(provider, input.output, host, { label, reason: listing.reason }, diagnostics);
  if (snapshot === undefined) return { inputs };
  inputs.push({ path: `mcp:${provider}`, bytes: new TextEncoder().encode(JSON.stringify(snapshot)) });
  const { components, types } = lowerSnapshot(snapshot, label, diagnostics);
  const title = readableText(snapshot.title).text || provider;
  if (components.length === 0) diagnostics.report("mcp/nothing", undefined, { server: label });
  return {
    inputs,
    content: {
      provider: {
        name: provider,
        source: label,
        components,
        types,
        results: [],
        outputMode: "strict",
        inlineLimit: 20_480,
        coerce: input.coerce,
        routes: [],
        remote: {
          title,
          transport,
          variables,
          completes: snapshot.completes,
          snapshot: snapshotJson(snapshot),
        },
      },
      server: {
        name: provider,
        title,
        version: "0.0.0",
        instructions: capText(readableText(snapshot.instructions).text, maxInstructions),
      },
    },
  };
}

interface FoundServer {
  readonly name: string;
  readonly settings: ServerSettings;
  /** Folder that a program runs in where nothing else is said. */
  readonly folder: string;
}

async function settingsOf(
  { reached, folder }: McpInput,
  host: Host,
  diagnostics: Diagnostics,
  inputs: { path: string; bytes?: Uint8Array }[],
): Promise<FoundServer | undefined> {
  const { file, server } = reached;
  if (file === undefined) return { name: toldName(reached), settings: reached, folder };
  const outcome = await host.read(file);
  if (outcome.kind === "failed") {
    inputs.push({ path: file });
    diagnostics.report("mcp/no-server", undefined, { file, reason: outcome.reason });
    return undefined;
  }
  inputs.push({ path: file, bytes: outcome.bytes });
  const servers = serversIn(new TextDecoder().decode(outcome.bytes), file, diagnostics);
  if (servers === undefined) return undefined;
  const [only, ...others] = server === undefined ? servers : [...servers].filter(([name]) => name === server);
  if (only === undefined || others.length > 0) {
    const names = [...servers.keys()].map((name) => `\`${name}\``).join(", ");
    const reason =
      server === undefined ? `choose one with \`server\`: ${names}` : `it has no \`${server}\`, but ${names}`;
    diagnostics.report("mcp/no-server", undefined, { file, reason });
    return undefined;
  }
  const [name, entry] = only;
  const own = posix.dirname(file);
  const cwd = entry.cwd === undefined ? {} : { cwd: posix.join(own, entry.cwd) };
  return { name, settings: { ...entry, ...cwd }, folder: own };
}

/** What a server's address or command tells of its name. */
function toldName({ url, command = [] }: ServerSettings): string {
  if (url !== undefined) {
    const host = URL.canParse(url) ? new URL(url).hostname : "";
    const parts = host.split(".").filter((part) => !/^(?:www|mcp|api|com|org|net|io|dev|ai|app|\d+)$/.test(part));
    return parts[0] ?? "remote";
  }
  const words = typeof command === "string" ? command.split(/\s+/) : command;
  const last = words.findLast((word) => /[a-z]/i.test(word) && !word.startsWith("-")) ?? "remote";
  return (last.split(/[\\/]/).at(-1) ?? "").replace(/\.[cm]?[jt]s$/, "").replace(/@.*$/, "");
}

/** What the server listed when it was last reached. */
async function keptSnapshot(
  provider: string,
  output: string | undefined,
  host: Host,
  fault: { readonly label: string; readonly reason: string },
  diagnostics: Diagnostics,
): Promise<Snapshot | undefined> {
  const folders = output === undefined ? [] : [`${output}/src/${provider}`, `${output}/${provider}`];
  for (const folder of folders) {
    const outcome = await host.read(`${folder}/snapshot.json`);
    const kept = outcome.kind === "bytes" ? readSnapshot(new TextDecoder().decode(outcome.bytes)) : undefined;
    if (kept === undefined) continue;
    diagnostics.report("mcp/unreachable", undefined, { server: fault.label, reason: fault.reason });
    return kept;
  }
  diagnostics.report("mcp/cannot-connect", undefined, { server: fault.label, reason: fault.reason });
  return undefined;
}

function providerName(wanted: string): string {
  const name = kebabCase(wanted).slice(0, 50).replace(/-+$/, "");
  return name === "" ? "remote" : name === "runtime" || deviceNames.includes(name) ? `${name}-server` : name;
}
