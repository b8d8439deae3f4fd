import { styleText } from "node:util";
import { codeFrame } from "./code-frame.js";
import type { Diagnostic, Severity } from "./diagnostic.js";
import { visibleJson, visibleText } from "./visible-text.js";

/** How diagnostics are printed. */
export interface RenderOptions {
  /** `text` for people, `json` for programs: one object a line. */
  readonly format: "text" | "json";
  /** Whether text may carry ANSI colours. */
  readonly colour: boolean;
}

/** More diagnostics of one code than this are cut in text. */
const mostOfOneCode = 20;
/** What remains of them. */
const shownOfOneCode = 10;
/** Longest message or help that is printed, in UTF-16 units; a document may hold names of any length. */
const longestText = 10_000;

const colours = { error: "red", warning: "yellow", note: "cyan" } as const satisfies Record<Severity, string>;

/**
 * Renders the diagnostics of a run in their order; empty when there are none. In text they are divided by empty lines,
 * and of a code with more than 20 only the first 10 are shown, with a line that counts the others.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  if (options.format === "json") return diagnostics.map((one) => `${renderJson(one)}\n`).join("");
  const totals = new Map<string, number>();
  for (const { code } of diagnostics) totals.set(code, (totals.get(code) ?? 0) + 1);
  const shown = new Map<string, number>();
  const blocks = diagnostics.flatMap((diagnostic) => {
    const { code } = diagnostic;
    const total = totals.get(code) ?? 0;
    const count = (shown.get(code) ?? 0) + 1;
    shown.set(code, count);
    if (total <= mostOfOneCode || count <= shownOfOneCode) return [renderDiagnostic(diagnostic, options)];
    if (count > shownOfOneCode + 1) return [];
    return [`… and ${String(total - shownOfOneCode)} more of \`${code}\` (use --format json for all)\n`];
  });
  return blocks.join("\n");
}

/** Renders one diagnostic as text: its line, the code frame where there is a place, `at:` and `help:`. Ends with a line feed. */
export function renderDiagnostic(diagnostic: Diagnostic, { colour }: Pick<RenderOptions, "colour">): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const { code, severity, message, help, origin, place } = diagnostic;

  const where = origin === undefined ? "" : `${paint("bold", position(diagnostic))} - `;
  const lines = [`${where}${paint(colours[severity], severity)} ${paint("gray", code)}: ${bounded(message)}`, ""];
  if (origin !== undefined && place !== undefined) {
    const frame = codeFrame(place);
    lines.push(frame.source, paint(colours[severity], frame.marker), "");
  }
  if (origin?.kind === "pointer") lines.push(`  at:   #${bounded(origin.pointer)}`);
  lines.push(`  help: ${bounded(help)}`);
  return `${lines.join("\n")}\n`;
}

function position({ origin, place }: Diagnostic): string {
  const file = bounded(origin?.file ?? "");
  return place === undefined ? file : `${file}:${String(place.line)}:${String(place.column)}`;
}

function bounded(text: string): string {
  return visibleText(text.length > longestText ? `${text.slice(0, longestText)}…` : text);
}

function renderJson({ code, severity, message, help, origin, place }: Diagnostic): string {
  return visibleJson({
    code,
    severity,
    message,
    help,
    file: origin?.file,
    line: place?.line,
    column: place?.column,
    length: place?.length,
    pointer: origin?.kind === "pointer" ? origin.pointer : undefined,
  });
}
