import type { CommandDefinition } from "./commands.js";
import { diffFlags, typedDiffFlags } from "./diff-flags.js";
import { lintFlags, typedLintFlags } from "./lint-flags.js";

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
];
