import type { FlagDefinition, FlagReader } from "./flag.js";

/** What clients list, as the command line says it. */
export interface SurfaceFlags {
  readonly surface?: "all" | "search";
  /** Names of tools, as globs. */
  readonly pin?: readonly string[];
}

const surfaces = ["all", "search"] as const;

export const surfaceFlags: readonly FlagDefinition[] = [
  {
    long: "--surface",
    value: "kind",
    choices: surfaces,
    default: "all",
    about: "what clients list: all tools, or a few that find, describe and call the others",
  },
  {
    long: "--pin",
    value: "name",
    isList: true,
    about: 'tool that clients list with --surface search nonetheless, e.g. "pets_*" (repeatable)',
  },
];

export function typedSurfaceFlags(flags: FlagReader) {
  return { surface: flags.choice("surface", surfaces), pin: flags.list("pin") };
}
