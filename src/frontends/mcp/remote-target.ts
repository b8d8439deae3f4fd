import { posix } from "node:path";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Host, ServerTarget } from "../../host.js";
import type { NamedTemplate, RemoteServer, RemoteVariable } from "../../ir/remote-server.js";
import { environmentName } from "../names.js";

/** A server as the configuration says it, or as an `mcpServers` file does. */
export interface ServerSettings {
  /** The program with its arguments as one line, in which quotes hold words together, or as words. */
  readonly command?: string | readonly string[];
  /** Arguments behind the command. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Folder that the program runs in, as the user wrote it. */
  readonly cwd?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A file of `mcpServers`. */
  readonly file?: string;
  /** Which of the file's servers; absent: the only one. */
  readonly server?: string;
}

/** A server as it is reached now, and what generated code may know of it. */
export interface RemoteTarget {
  readonly target: ServerTarget;
  readonly transport: RemoteServer["transport"];
  readonly variables: readonly RemoteVariable[];
  /** Where it is, for people: without secrets. */
  readonly label: string;
}

/** What decides how a target is told. */
export interface TargetPlace {
  /** Name of the provider. */
  readonly provider: string;
  /** Folder that programs run in where nothing else is said, as the user wrote it. */
  readonly folder: string;
  /** Folder that is written to. */
  readonly output: string | undefined;
  readonly host: Pick<Host, "files">;
  readonly diagnostics: Diagnostics;
}

/** The entries of an `mcpServers` file; `undefined`, and reported, when it is none. */
export function serversIn(
  text: string,
  file: string,
  diagnostics: Diagnostics,
): ReadonlyMap<string, ServerSettings> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    diagnostics.report("mcp/no-server", undefined, { file, reason: "it is not valid JSON" });
    return undefined;
  }
  const root = recordOf(value);
  const servers = recordOf(root.get("mcpServers") ?? root.get("servers"));
  const entries = [...servers].flatMap(([name, one]): readonly (readonly [string, ServerSettings])[] => {
    const entry = recordOf(one);
    const command = entry.get("command");
    const url = entry.get("url");
    if (typeof command !== "string" && typeof url !== "string") return [];
    const args = entry.get("args");
    const cwd = entry.get("cwd");
    return [
      [
        name,
        {
          ...(typeof url === "string" ? { url, headers: textsOf(entry.get("headers")) } : {}),
          ...(typeof command === "string" ? { command: [command] } : {}),
          ...(Array.isArray(args) ? { args: args.filter((arg) => typeof arg === "string") } : {}),
          ...(typeof command === "string" ? { env: textsOf(entry.get("env")) } : {}),
          ...(typeof cwd === "string" ? { cwd } : {}),
        },
      ],
    ];
  });
  if (entries.length > 0) return new Map(entries);
  diagnostics.report("mcp/no-server", undefined, {
    file,
    reason: "it holds no `mcpServers` with a `command` or a `url`",
  });
  return undefined;
}

/**
 * How a server is reached: now, with what the configuration holds, and by generated code, which knows values of headers and
 * variables by the names of environment variables only.
 */
export function remoteTarget(settings: ServerSettings, place: TargetPlace): RemoteTarget {
  return settings.url === undefined ? processTarget(settings, place) : addressTarget(settings.url, settings, place);
}

function addressTarget(url: string, { headers = {} }: ServerSettings, place: TargetPlace): RemoteTarget {
  const names = new Names(place);
  const prefix = environmentName(place.provider);
  const kept = publicAddress(url);
  if (kept !== url) {
    const what = url.includes("${") ? "a variable in the address" : "the address' query or user";
    place.diagnostics.report("mcp/value-left-out", undefined, { what, variable: `${prefix}_URL` });
  }
  const templates = Object.entries(headers).map(([name, value]): NamedTemplate => {
    const meaning = `Header \`${name.replaceAll("`", "'")}\` of the MCP server.`;
    return {
      name,
      template: names.template(value, environmentName(place.provider, name), `the header ${name}`, meaning),
    };
  });
  return {
    target: { kind: "http", url, headers },
    transport: { kind: "http", url: kept === url ? url : "", headers: templates },
    variables: names.variables,
    label: kept === "" ? place.provider : kept,
  };
}

/** The address without what may be secret in it; empty where a variable stands in it. */
function publicAddress(url: string): string {
  if (url.includes("${") || !URL.canParse(url)) return "";
  const { origin, pathname, search, username, password, hash } = new URL(url);
  return `${search}${username}${password}${hash}` === "" ? url : `${origin}${pathname}`;
}

function processTarget({ command = [], args = [], env = {}, cwd }: ServerSettings, place: TargetPlace): RemoteTarget {
  const words = [...(typeof command === "string" ? wordsOf(command, args.length > 0) : command), ...args];
  const names = new Names(place);
  const templates = words.map((word, index) => names.word(word, words[index - 1]));
  const variables = Object.entries(env).map(([name, value]): NamedTemplate => {
    const meaning = `Variable \`${name.replaceAll("`", "'")}\` of the MCP server.`;
    // What the generated server itself reads has a meaning already.
    const otherwise = /^MCP_/.test(name) ? environmentName(place.provider, name) : name;
    return { name, template: names.template(value, otherwise, `the variable ${name}`, meaning) };
  });
  const { directory } = place.host.files;
  const from = posix.resolve(directory, place.output ?? ".");
  return {
    target: { kind: "stdio", command: words, env, cwd: cwd ?? place.folder },
    transport: {
      kind: "stdio",
      command: templates,
      env: variables,
      ...(cwd !== undefined && { cwd: posix.relative(from, posix.resolve(directory, cwd)) || "." }),
    },
    variables: names.variables,
    label: templates.join(" "),
  };
}

/** The words of a command line; one that has arguments apart, or is a path with blanks, is one word. */
function wordsOf(line: string, isProgram: boolean): readonly string[] {
  if (isProgram) return [line];
  const words = Array.from(line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g), ([word]) => word);
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/** Flags whose value is a secret. */
const secretFlag = /^--?[\w-]*(?:api-?key|token|secret|passw|credential|private-?key|access-?key)[\w-]*$/i;
/** What tokens of well-known services begin with. */
const secretWord = /^(?:sk-|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|AKIA|eyJ[\w-]+\.)[\w.-]{8,}$/;

/** The variables that templates name. */
class Names {
  readonly #place: TargetPlace;
  readonly #variables = new Map<string, RemoteVariable>();

  constructor(place: TargetPlace) {
    this.#place = place;
  }

  get variables(): readonly RemoteVariable[] {
    return [...this.#variables.values()];
  }

  /** The value of a header or of a variable by names: only a scheme such as `Bearer` is kept of its text. */
  template(value: string, otherwise: string, what: string, meaning: string): string {
    const parts = value.split(/(\$\{[A-Za-z_]\w*(?::-[^}]*)?\})/);
    const isSchemeOnly =
      parts.length > 1 && parts.every((part, index) => index % 2 === 1 || /^[A-Za-z-]{0,12} ?$/.test(part));
    if (isSchemeOnly) return parts.map((part, index) => (index % 2 === 1 ? this.#named(part, meaning) : part)).join("");
    this.#leaveOut(what, otherwise);
    return this.#take(otherwise, meaning);
  }

  /** A word of a command line: variables stay variables, and what looks like a secret becomes one. */
  word(word: string, before: string | undefined): string {
    const [, flag = "", value = ""] = /^(--?[\w-]+)=(.+)$/s.exec(word) ?? [];
    if (secretFlag.test(flag) && !value.includes("${")) return `${flag}=${this.#secret(flag)}`;
    const isSecret =
      secretWord.test(word) || (before !== undefined && secretFlag.test(before) && !word.startsWith("-"));
    if (isSecret && !word.includes("${")) return this.#secret(before ?? "token");
    const meaning = "Part of the MCP server's command line.";
    return word.replace(/\$\{[A-Za-z_]\w*(?::-[^}]*)?\}/g, (part) => this.#named(part, meaning));
  }

  #secret(flag: string): string {
    const variable = environmentName(this.#place.provider, flag);
    this.#leaveOut(`the argument ${flag}`, variable);
    return this.#take(variable, `Argument \`${flag}\` of the MCP server.`);
  }

  #leaveOut(what: string, variable: string): void {
    this.#place.diagnostics.report("mcp/value-left-out", undefined, { what, variable });
  }

  #named(part: string, meaning: string): string {
    return this.#take(/\w+/.exec(part)?.[0] ?? "", meaning);
  }

  #take(name: string, meaning: string): string {
    if (/^MCP_/.test(name)) {
      this.#place.diagnostics.report("mcp/reserved-variable", undefined, { variable: name });
    }
    if (!this.#variables.has(name)) this.#variables.set(name, { name, meaning });
    return `\${${name}}`;
  }
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...recordOf(value)].flatMap(([key, one]) => (typeof one === "string" ? [[key, one] as const] : [])),
  );
}

function recordOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}
