import { Diagnostics } from "../diagnostics/diagnostics.js";
import { compareSurfaces, type SurfaceChange } from "../drift/compare-surfaces.js";
import { markdownOfChanges, textOfChanges } from "../drift/render-changes.js";
import type { DiffRequest } from "./commands.js";
import type { DiffFlags } from "./diff-flags.js";
import { exitCodes } from "./exit-codes.js";
import { readSurface } from "./read-surface.js";
import { Report } from "./report.js";
import type { Surroundings } from "./surroundings.js";

const levels = ["breaking", "compatible", "wording"] as const;

/** Runs `mcpgen diff`: prints what changed for the model and for callers; returns the exit code. */
export async function runDiff({ before, after, flags }: DiffRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, cwd } = surroundings;
  const diagnostics = new Diagnostics();
  const report = new Report(terminal, {
    format: flags.format === "json" ? "json" : "text",
    quiet: true,
    strict: false,
  });
  const old = await readSurface(before, { cwd, beside: after, diagnostics });
  const now = await readSurface(after, { cwd, beside: before, diagnostics });
  report.add(diagnostics.list.filter(({ severity }) => severity === "error"));
  report.print();
  if (old === undefined || now === undefined) return exitCodes.failed;
  const changes = compareSurfaces(old, now);
  terminal.out(printed(changes, flags));
  const gravest = flags.failOn === undefined ? -1 : levels.indexOf(flags.failOn);
  return changes.some(({ level }) => levels.indexOf(level) <= gravest) ? exitCodes.failed : exitCodes.done;
}

function printed(changes: readonly SurfaceChange[], { format }: DiffFlags): string {
  switch (format) {
    case "text":
      return textOfChanges(changes);
    case "markdown":
      return markdownOfChanges(changes);
    case "json":
      return `${JSON.stringify(changes, undefined, 2)}\n`;
  }
}
