import { tokensOf, type SurfaceComponent } from "../compile.js";
import { visibleText } from "../diagnostics/visible-text.js";
import type { PlannedChange } from "../writer/plan-changes.js";

const plurals = {
  tool: ["tool", "tools"],
  resource: ["resource", "resources"],
  template: ["resource template", "resource templates"],
  prompt: ["prompt", "prompts"],
} as const satisfies Record<SurfaceComponent["kind"], readonly [string, string]>;

/** Size of a surface in words: `19 tools, 2 resources, about 4,200 tokens`. */
export function surfaceSize(surface: readonly SurfaceComponent[]): string {
  const kinds = ["tool", "resource", "template", "prompt"] as const;
  const counts = kinds.flatMap((kind) => {
    const count = surface.filter((component) => component.kind === kind).length;
    return count === 0 ? [] : [counted(count, plurals[kind])];
  });
  if (counts.length === 0) return "no components";
  const tokens = surface.reduce((sum, component) => sum + tokensOf(component), 0);
  return `${counts.join(", ")}, about ${grouped(rounded(tokens))} tokens`;
}

/** `1 file`, `27 files`, `1,223 files`. */
export function counted(count: number, [one, many]: readonly [string, string]): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Two digits that say something, as befits an estimate. */
function rounded(tokens: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(tokens, 1))) - 1);
  return Math.round(tokens / unit) * unit;
}

function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** What a run says of itself. */
export interface OutcomeFacts {
  readonly name: string;
  readonly surface: readonly SurfaceComponent[];
  readonly changes: readonly PlannedChange[];
  readonly mode: "write" | "dry-run" | "check";
  /** Output folder as the user wrote it. */
  readonly output: string;
}

/** The last line of a run: `petstore: 19 tools, about 4,200 tokens; 27 files written to ./server`. */
export function outcomeLine({ name, surface, changes, mode, output }: OutcomeFacts): string {
  const folder = shownFolder(output);
  const removed = changes.filter(({ action }) => action === "remove").length;
  const written = changes.length - removed;
  const verb = mode === "write" ? "" : "would be ";
  const parts = [
    ...(written > 0 ? [`${counted(written, ["file", "files"])} ${verb}written to ${folder}`] : []),
    ...(removed > 0
      ? [`${counted(removed, ["file", "files"])} ${verb}removed${written > 0 ? "" : ` from ${folder}`}`]
      : []),
  ];
  const done = parts.length === 0 ? `${folder} is up to date` : parts.join(", ");
  return `${visibleText(name)}: ${surfaceSize(surface)}; ${done}`;
}

/** What to type after the first run. */
export function nextCommands(output: string): string {
  const folder = /^[\w@%+=:,./-]+$/.test(output) ? output : `'${output.replaceAll("'", String.raw`'\''`)}'`;
  const commands = [...(output === "." ? [] : [`cd ${folder}`]), "npm install", "npm run build", "npm start"];
  return `\nNext:\n${commands.map((command) => `  ${command}`).join("\n")}`;
}

function shownFolder(output: string): string {
  return visibleText(/^\.{0,2}\/|^\.{1,2}$|^[A-Za-z]:|^\\/.test(output) ? output : `./${output}`);
}
