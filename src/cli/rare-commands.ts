import type { CommandDefinition } from "./commands.js";
import { diffFlags, typedDiffFlags } from "./diff-flags.js";
import { bundleFlags, callFlags, inspectFlags, listFlags, typedCallFlags } from "./everyday-flags.js";
import { FlagReader } from "./flag.js";
import { lintFlags, typedLintFlags } from "./lint-flags.js";

const targets = "a generated folder, a document, a command in quotes, an address, or a server of an mcp.json";

/** The commands of which nobody expects an answer within the time that Node takes to start, in the order of the help. */
export const rareCommands: readonly CommandDefinition[] = [
  {
    name: "diff",
    about: "what changed for the model and for callers: breaking, compatible, wording",
    arguments: [
      {
        name: "old",
        about: "a surface.json, a folder with one, an OpenAPI document, or a git revision (main, v1:server)",
      },
      { name: "new", about: "the same" },
    ],
    flags: diffFlags,
    request: ([before = "", after = ""], values) => ({ kind: "diff", before, after, flags: typedDiffFlags(values) }),
  },
  {
    name: "lint",
    about: "what a client or a model will stumble over: names, counts, tokens, texts, schemas",
    arguments: [
      {
        name: "target",
        about: "a document, a configuration, or a generated folder (default: the configuration)",
        isOptional: true,
      },
    ],
    flags: lintFlags,
    request: ([target], values) =>
      target === ""
        ? { wrong: "the target is an empty text" }
        : { kind: "lint", target, flags: typedLintFlags(values) },
  },
  {
    name: "list",
    about: "what a server offers",
    arguments: [{ name: "target", about: targets }],
    flags: listFlags,
    request: ([target = ""], values) => ({ kind: "list", target, whole: false, flags: typedCallFlags(values) }),
  },
  {
    name: "inspect",
    about: "the whole surface of a server as JSON",
    arguments: [{ name: "target", about: targets }],
    flags: inspectFlags,
    request: ([target = ""], values) => ({ kind: "list", target, whole: true, flags: typedCallFlags(values) }),
  },
  {
    name: "call",
    about: "call a tool, read a resource, or get a prompt",
    arguments: [
      { name: "target", about: targets },
      { name: "name", about: "name of a tool or prompt, or address of a resource" },
      { name: "arguments", about: "key=value; values that are JSON are taken as JSON", isList: true, isOptional: true },
    ],
    flags: callFlags,
    request: ([target = "", name = "", ...pairs], values) => {
      const wrong = pairs.find((pair) => !/^[^=]+=/.test(pair));
      if (wrong !== undefined) return { wrong: `argument '${wrong}' must look like key=value` };
      return { kind: "call", target, name, pairs, flags: typedCallFlags(values) };
    },
  },
  {
    name: "run",
    about: "serve a document or a generated folder from a cache, for trying out",
    arguments: [
      { name: "document-or-dir", about: "what to serve" },
      {
        name: "arguments",
        about: "what the server is told, behind --, e.g. -- --http",
        isList: true,
        isOptional: true,
      },
    ],
    flags: [],
    request: ([target = "", ...args]) => ({ kind: "run", target, args }),
  },
  {
    name: "bundle",
    about: "one JavaScript file of a generated folder, with all that it imports",
    arguments: [{ name: "dir", about: "the generated folder" }],
    flags: bundleFlags,
    request: ([folder = ""], values) => ({
      kind: "bundle",
      folder,
      output: new FlagReader(values).text("output") ?? "server.mjs",
    }),
  },
  {
    name: "init",
    about: "write a configuration for the documents and functions that are there",
    arguments: [],
    flags: [{ long: "--yes", short: "-y", about: "write without asking" }],
    request: (_args, values) => ({ kind: "init", isSure: new FlagReader(values).isOn("yes") ?? false }),
  },
  {
    name: "install",
    about: "print what to tell a client of the server",
    arguments: [
      { name: "client", about: "claude-code, claude-desktop, cursor, vscode, windsurf, gemini-cli or mcp-json" },
      { name: "dir", about: "the generated folder (default: ./server)", isOptional: true },
    ],
    flags: [],
    request: ([client = "", folder = "server"]) => ({ kind: "install", client, folder }),
  },
];
