import { resolve } from "node:path";
import {
  compile,
  surfaceLine,
  type Compilation,
  type CompileInput,
  type CompileInputFile,
  type Source,
} from "../compile.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { visibleText } from "../diagnostics/visible-text.js";
import { inputKey, isUrl, type LockFacts } from "../writer/create-lock.js";
import { nameIn, readLock } from "../writer/read-lock.js";
import type { WriterProcess } from "../writer/writer-process.js";
import { recover, write } from "../writer/write.js";
import { changeList, differences } from "./changes-text.js";
import { exitCodes } from "./exit-codes.js";
import type { GenerationFlags } from "./generation-flags.js";
import { nodeHost } from "./node-host.js";
import { lockedSource } from "./locked-source.js";
import { packageNeeds } from "./package-needs.js";
import { Progress } from "./progress.js";
import { Report } from "./report.js";
import type { Surroundings } from "./surroundings.js";
import { nextCommands, outcomeLine } from "./summary.js";
import { surfaceChanges } from "./surface-changes.js";
import { uninterrupted } from "./uninterrupted.js";

/** A run of a compiling command. */
export interface Generation {
  readonly input: CompileInput;
  /** Digest of the options, as the lock file keeps it. */
  readonly options: string;
  readonly flags: GenerationFlags;
  /** Tell what changed for the model. */
  readonly tellsChanges?: boolean;
  /** Files beside the sources' own that decide what is generated: the configuration and its imports. */
  readonly inputs?: readonly CompileInputFile[];
}

/** How a run ended. */
export interface GenerationOutcome {
  readonly exitCode: number;
  /** Every file that the output depends on, as far as the run came to know them. */
  readonly inputs: readonly CompileInputFile[];
}

/** Compiles and writes, or prints what was asked for instead. */
export async function generate(generation: Generation, surroundings: Surroundings): Promise<GenerationOutcome> {
  const { flags } = generation;
  const { terminal } = surroundings;
  const { format } = flags;
  const isQuiet = flags.quiet === true;
  const report = new Report(terminal, { format, quiet: isQuiet, strict: flags.strict === true });
  const progress = new Progress(terminal, !isQuiet && format === "text");
  const inputs = [...(generation.inputs ?? [])];
  try {
    const afterwards = await steps({ generation, surroundings, report, progress, inputs });
    progress.done();
    report.print();
    if (afterwards !== undefined) report.say(afterwards);
  } finally {
    progress.done();
  }
  return { exitCode: report.hasErrors() ? exitCodes.failed : exitCodes.done, inputs };
}

interface Run {
  readonly generation: Generation;
  readonly surroundings: Surroundings;
  readonly report: Report;
  readonly progress: Progress;
  /** Grows by what the compiler reads. */
  readonly inputs: CompileInputFile[];
}

/** The run itself; returns what is said at its end, after the diagnostics. */
async function steps({ generation, surroundings, report, progress, inputs }: Run): Promise<string | undefined> {
  const { input, options, flags } = generation;
  const { cwd, terminal } = surroundings;
  const { output } = flags;
  if (output !== undefined) report.add(await recover(output, { cwd, process: writerProcess }));
  const documents = input.sources.flatMap((source) => (source.kind === "openapi" ? source.document : []));
  if (flags.allowRemote !== true) report.add(refusedAddresses(documents));
  if (report.hasErrors()) return undefined;

  progress.stage(`compiling ${input.sources.flatMap(inputsOf).map(visibleText).join(", ")}`);
  const lock = output === undefined ? undefined : await readLock(resolve(cwd, output)).catch(() => undefined);
  const named = withRememberedName(input, lock === undefined ? undefined : nameIn(lock));
  const compilation = await compile({ ...named, ...(output !== undefined && { output }) }, nodeHost(cwd));
  inputs.push(...compilation.inputs);
  report.add(compilation.diagnostics);
  const needs =
    compilation.packageFile === undefined || output === undefined
      ? []
      : await packageNeeds(compilation.packageFile, output, cwd);
  report.add(needs);
  if (report.hasErrors()) return undefined;
  if (flags.print === "ir") {
    terminal.out(`${JSON.stringify(compilation.program, undefined, 2)}\n`);
    return undefined;
  }
  if (output === undefined) throw new Error("the command line has no output folder");

  progress.stage(`writing to ${visibleText(output)}`);
  const mode = flags.check === true ? "check" : flags.dryRun === true ? "dry-run" : "write";
  const diagnostics = [...compilation.diagnostics, ...needs];
  const facts = lockFacts({
    compilation: { ...compilation, diagnostics },
    input: named,
    options,
    inputs,
    surroundings,
    output,
    isConfigured: generation.inputs !== undefined,
  });
  const outcome = await write(compilation.files, output, {
    mode,
    force: flags.force === true,
    strict: flags.strict === true,
    facts,
    cwd,
    process: writerProcess,
  });
  report.add(outcome.diagnostics);
  if (mode !== "write") terminal.out(changeList(outcome.changes, flags.format));
  if (mode === "check" && flags.format === "text") terminal.out(differences(outcome.changes));
  if (report.hasErrors()) return undefined;
  const line = outcomeLine({ name: facts.name, surface: compilation.surface, changes: outcome.changes, mode, output });
  const before = generation.tellsChanges === true && lock?.kind === "sound" ? lock.lock.components : undefined;
  const told = before === undefined ? [] : surfaceChanges(before, compilation.surface);
  const isFirst = mode === "write" && outcome.isNew && compilation.files.some(({ path }) => path === "package.json");
  return isFirst ? `${line}\n${nextCommands(output)}` : [line, ...told].join("\n");
}

/** What a source is made of, as the user wrote it. */
function inputsOf(source: Source): readonly string[] {
  switch (source.kind) {
    case "openapi":
      return [source.document];
    case "typescript":
      return source.inputs;
    case "mcp":
      return [source.name ?? source.reached.server ?? source.reached.file ?? "an MCP server"];
    case "skills":
      return source.folders;
    default:
      return source satisfies never;
  }
}

function refusedAddresses(documents: readonly string[]): Diagnostics["list"] {
  const diagnostics = new Diagnostics();
  const reason = "addresses are read only with `--allow-remote`";
  for (const file of documents.filter(isUrl)) diagnostics.report("openapi/cannot-read", undefined, { file, reason });
  return diagnostics.list;
}

/** The name of an only source is the server's too: where nobody chose one, another title or file name does not change it. */
function withRememberedName(input: CompileInput, name: string | undefined): CompileInput {
  const [only, ...others] = input.sources;
  if (only === undefined || others.length > 0 || chosenName(input) !== undefined || name === undefined) return input;
  // Functions name their provider by their folder and the server by their package.
  if (only.kind === "typescript") return { ...input, options: { ...input.options, name } };
  return { ...input, sources: [{ ...only, name }] };
}

/** The server's name, where the user or the lock file says it. */
function chosenName({ sources, options }: CompileInput): string | undefined {
  return options.name ?? (sources.length === 1 ? sources[0]?.name : undefined);
}

interface LockedRun {
  readonly compilation: Compilation;
  readonly input: CompileInput;
  readonly options: string;
  readonly inputs: readonly CompileInputFile[];
  readonly surroundings: Surroundings;
  readonly output: string;
  /** A configuration says what to compile. */
  readonly isConfigured: boolean;
}

function lockFacts({
  compilation: { program, surface, diagnostics },
  input,
  options,
  inputs,
  surroundings: { cwd, version },
  output,
  isConfigured,
}: LockedRun): LockFacts {
  if (program === undefined) throw new Error("there is neither a program nor an error");
  const name = chosenName(input) ?? program.server.name;
  const source = isConfigured ? undefined : lockedSource(input, name, (path) => inputKey(path, output, cwd));
  return {
    generator: version,
    name,
    options,
    ...(source && { source }),
    // A server that is down for a while is no change.
    warnings: diagnostics.filter(({ severity, code }) => severity === "warning" && code !== "mcp/unreachable").length,
    inputs: new Map(inputs.map(({ path, sha256 }) => [inputKey(path, output, cwd), sha256])),
    surface: surface.map((component) => ({ ...component, line: surfaceLine(component) })),
  };
}

const writerProcess: WriterProcess = {
  pid: process.pid,
  isAlive: (pid) => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      // EPERM: it is there and belongs to somebody else.
      return error instanceof Error && "code" in error && error.code === "EPERM";
    }
  },
  uninterrupted: (phase) => uninterrupted(process, phase),
};
