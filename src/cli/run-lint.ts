import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { compile, tokensOf, type CompileInput, type SurfaceComponent } from "../compile.js";
import { configAt, findConfig, isConfigName } from "../config/find-config.js";
import { openApiInput } from "../config/openapi-options.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { renderDiagnostics } from "../diagnostics/render-diagnostics.js";
import type { Program } from "../ir/program.js";
import { lint } from "../lint/lint.js";
import type { LintedComponent } from "../lint/linted-component.js";
import { rememberedName } from "../writer/read-lock.js";
import type { LintRequest } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import { nodeHost } from "./node-host.js";
import { readConfig } from "./read-config.js";
import { readSurface } from "./read-surface.js";
import { counted, surfaceSize } from "./summary.js";
import type { Surroundings } from "./surroundings.js";

/** What is linted: what would be generated, with the places of all of it, or what was. */
interface Linted {
  readonly surface: readonly SurfaceComponent[];
  readonly findings: readonly Diagnostic[];
}

/** Runs `mcpgen lint`: prints what a client or a model will stumble over; returns the exit code. */
export async function runLint({ target, flags }: LintRequest, { terminal, cwd }: Surroundings): Promise<number> {
  const diagnostics = new Diagnostics();
  const linted = await lintTarget(target, cwd, diagnostics);
  const found = [...diagnostics.list, ...(linted?.findings ?? [])];
  const shown = flags.quiet ? found.filter(({ severity }) => severity !== "note") : found;
  terminal.out(renderDiagnostics(shown, { format: flags.format, colour: terminal.colour }));
  if (linted !== undefined && flags.format === "text") {
    const warnings = found.filter(({ severity }) => severity === "warning").length;
    const notes = found.filter(({ severity }) => severity === "note").length;
    const counts = `${counted(warnings, ["warning", "warnings"])}, ${counted(notes, ["note", "notes"])}`;
    terminal.err(`${shown.length > 0 ? "\n" : ""}${surfaceSize(linted.surface)}: ${counts}\n`);
  }
  const fails = found.some(({ severity }) => severity === "error" || (flags.strict && severity === "warning"));
  return fails ? exitCodes.failed : exitCodes.done;
}

async function lintTarget(
  target: string | undefined,
  cwd: string,
  diagnostics: Diagnostics,
): Promise<Linted | undefined> {
  if (target !== undefined && isGenerated(target, cwd)) return lintGenerated(target, cwd, diagnostics);
  const file = target === undefined ? findConfig(cwd) : configTarget(target, cwd);
  if (file === undefined && target === undefined) {
    diagnostics.report("config/not-found", undefined, { folder: cwd, asked: undefined });
    return undefined;
  }
  const { asked } =
    file === undefined
      ? { asked: { input: openApiInput(target ?? "", {}), output: undefined } }
      : await readConfig(file, cwd, diagnostics);
  return asked && lintInput({ ...asked.input, ...(asked.output !== undefined && { output: asked.output }) }, cwd);
}

/** Whether a path names what mcpgen has written: a surface.json, or a folder with one. */
function isGenerated(target: string, cwd: string): boolean {
  const path = resolve(cwd, target);
  return basename(path) === "surface.json" || existsSync(join(path, "surface.json"));
}

function configTarget(target: string, cwd: string): string | undefined {
  const path = resolve(cwd, target);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder || isConfigName(basename(path)) ? configAt(target, cwd) : undefined;
}

async function lintGenerated(target: string, cwd: string, diagnostics: Diagnostics): Promise<Linted | undefined> {
  const surface = await readSurface(target, { cwd, diagnostics });
  if (surface === undefined) return undefined;
  const name = (await rememberedName(resolve(cwd, target))) ?? "";
  const found = new Diagnostics();
  lint({ name, instructions: "", components: surface.map((one) => lintedComponent(one, undefined)) }, found);
  return { surface, findings: found.list };
}

async function lintInput(input: CompileInput, cwd: string): Promise<Linted> {
  const { program, surface, diagnostics, locate } = await compile(input, nodeHost(cwd));
  const found = new Diagnostics();
  if (program !== undefined) {
    const components = surface.map((listed) => lintedComponent(listed, program));
    lint({ ...program.server, components }, found);
  }
  // What lint says of the size says more than what every run says of it.
  const said = diagnostics.filter(({ code }) => code !== "program/large-surface");
  return { surface, findings: [...said, ...(await locate(found.list))] };
}

function lintedComponent(listed: SurfaceComponent, program: Program | undefined): LintedComponent {
  const tokens = tokensOf(listed);
  for (const { components, routes } of program?.providers ?? []) {
    const component = components.find(({ kind, name }) => kind === listed.kind && name === listed.name);
    if (component === undefined) continue;
    const path = routes.find(({ as, name }) => as === listed.kind && name === listed.name)?.path;
    return { listed, tokens, tags: component.tags, origin: component.origin, ...(path !== undefined && { path }) };
  }
  return { listed, tokens, tags: [] };
}
