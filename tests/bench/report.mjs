// @ts-check
import { median } from "../../scripts/median.mjs";

/**
 * One comparison: what was measured, the samples of both, and the most that ours may be of theirs.
 *
 * @typedef {import("./measure.mjs").Sample} Sample
 * @typedef {{
 *   what: string,
 *   ours: readonly Sample[],
 *   theirs?: readonly Sample[],
 *   peer?: string,
 *   ratioAtMost?: number,
 *   megabytesAtMost?: number,
 *   unit?: "s" | "ms",
 *   note?: string,
 *   target?: string,
 *   isMissed?: boolean,
 * }} Comparison
 */

/**
 * What is measured: comparisons, or a program of its own.
 *
 * @typedef {{ about: string } & (
 *   | { compare: (options: { runs: number | undefined }) => Promise<Comparison[]> }
 *   | { program: string }
 * )} Bench
 *
 * A comparison as it is shown; `ours` and `theirs` are medians in seconds.
 *
 * @typedef {{ cells: readonly string[], isMissed: boolean, what: string, peer: string, ours?: number, theirs?: number }} Row
 *
 * What came of a bench.
 *
 * @typedef {{ name: string, about: string, rows?: readonly Row[], text?: string }} Section
 */

const header = ["", "mcpgen", "peer", "", "ratio", "target", ""];

/**
 * The rows of a bench for a terminal.
 *
 * @param {readonly Row[]} judged
 */
export function table(judged) {
  const rows = [header, ...judged.map(({ cells }) => cells)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}

/**
 * `docs/benchmarks.md`.
 *
 * @param {readonly Section[]} sections
 * @param {string} machine as it was before
 */
export function benchmarksPage(sections, machine) {
  const parts = sections.map(({ name, about, rows, text }) => {
    const lines = (rows ?? []).map(
      ({ cells }) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("<", "&lt;")).join(" | ")} |`,
    );
    const body =
      rows === undefined
        ? `\`\`\`\n${text}\n\`\`\``
        : [`| ${header.join(" | ")} |`, `|${" --- |".repeat(header.length)}`, ...lines].join("\n");
    return `## ${name}\n\n${about}\n\n${body}\n`;
  });
  return `# Benchmarks

\`npm run bench\` writes this page: one run on one machine, contestants in turns, medians with the least and the most in
parentheses. Ratios can be compared between machines, times cannot.

${new Date().toISOString().slice(0, 10)}: ${machine}

![mcpgen and its peers](benchmarks.svg)

${parts.join("\n")}`;
}

/**
 * Whether a comparison meets its target, and how it is shown.
 *
 * @param {Comparison} comparison
 * @returns {Row}
 */
export function judge({
  what,
  ours,
  theirs,
  peer = "",
  ratioAtMost,
  megabytesAtMost,
  unit = "s",
  note,
  target = "",
  isMissed: isNoteMissed = false,
}) {
  if (note !== undefined) {
    const verdict = target === "" ? "" : isNoteMissed ? "MISSED" : "ok";
    return { cells: [what, note, "", peer, "", target, verdict], isMissed: isNoteMissed, what, peer };
  }
  if (ours.length === 0) {
    return { cells: [what, "failed", "", peer, "", target, "MISSED"], isMissed: true, what, peer };
  }
  // A peer that fails proves nothing, for or against.
  const isPeerMissing = theirs?.length === 0;
  const ratio = theirs === undefined || isPeerMissing ? undefined : median(seconds(ours)) / median(seconds(theirs));
  const peak = Math.max(...ours.map(({ megabytes = 0 }) => megabytes));
  const isMissed =
    (ratioAtMost !== undefined && !isPeerMissing && (ratio === undefined || ratio > ratioAtMost)) ||
    (megabytesAtMost !== undefined && peak > megabytesAtMost);
  const targets = [
    ...(ratioAtMost === undefined
      ? []
      : [ratioAtMost < 0.1 ? `≥ ${Math.round(1 / ratioAtMost)}× faster` : `≤ ${ratioAtMost}×`]),
    ...(megabytesAtMost === undefined ? [] : [`≤ ${megabytesAtMost} MB`]),
  ];
  const isUnproven = isPeerMissing && ratioAtMost !== undefined;
  const verdict = targets.length === 0 ? "" : isMissed ? "MISSED" : isUnproven ? "unproven" : "ok";
  const cells = [
    what,
    figures(ours, unit),
    theirs === undefined ? "" : isPeerMissing ? "failed, skipped" : figures(theirs, unit),
    peer,
    ratio === undefined ? "" : `${ratio.toFixed(ratio < 0.1 ? 3 : 2)}×`,
    targets.join(", "),
    verdict,
  ];
  const medians = {
    ours: median(seconds(ours)),
    ...(ratio !== undefined && { theirs: median(seconds(theirs ?? [])) }),
  };
  return { cells, isMissed, what, peer, ...medians };
}

/**
 * Median with least and most, the most memory of all runs, and the length of what was listed.
 *
 * @param {readonly Sample[]} samples
 * @param {"s" | "ms"} unit
 */
function figures(samples, unit) {
  const values = seconds(samples).map((value) => (unit === "ms" ? value * 1000 : value));
  const digits = unit === "ms" ? 0 : 2;
  const show = (/** @type {number} */ value) => value.toFixed(digits);
  const peak = Math.max(...samples.map(({ megabytes = 0 }) => megabytes));
  const memory = peak > 0 ? `, ${peak.toFixed(0)} MB` : "";
  const { bytes } = samples[0] ?? {};
  const listed = bytes === undefined ? "" : `, lists ${(bytes / 1000).toFixed(0)} kB`;
  return `${show(median(values))} ${unit} (${show(Math.min(...values))}–${show(Math.max(...values))})${memory}${listed}`;
}

/** @param {readonly Sample[]} samples */
function seconds(samples) {
  return samples.map((sample) => sample.seconds);
}
