// @ts-check
import { cpus, loadavg, totalmem } from "node:os";

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

/** The machine, and how busy it is: figures of different machines cannot be compared, ratios nearly can. */
export function machineLine() {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const load = loadavg()[0]?.toFixed(1) ?? "?";
  return `${processors.length} × ${processors[0]?.model.trim() ?? "?"}, ${gigabytes} GB, Node ${process.version}, ${process.platform}; load ${load}`;
}

/**
 * Prints a bench and answers how many targets are missed.
 *
 * @param {string} name
 * @param {readonly Comparison[]} comparisons
 * @param {{ isMarkdown: boolean }} options
 */
export function report(name, comparisons, { isMarkdown }) {
  const header = ["", "mcpgen", "peer", "", "ratio", "target", ""];
  const judged = comparisons.map(judge);
  const rows = [header, ...judged.map(({ cells }) => cells)];
  console.log(isMarkdown ? `\n### ${name}\n` : `\n${name}`);
  if (isMarkdown) {
    const [first = [], ...others] = rows.map((row) => `| ${row.join(" | ")} |`);
    console.log([first, `|${" --- |".repeat(header.length)}`, ...others].join("\n"));
  } else {
    const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    for (const row of rows)
      console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
  }
  return judged.filter(({ isMissed }) => isMissed).length;
}

/** @param {Comparison} comparison */
function judge({
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
    return { cells: [what, note, "", peer, "", target, verdict], isMissed: isNoteMissed };
  }
  const ratio = theirs === undefined ? undefined : median(seconds(ours)) / median(seconds(theirs));
  const peak = Math.max(...ours.map(({ megabytes = 0 }) => megabytes));
  const isMissed =
    (ratioAtMost !== undefined && (ratio === undefined || ratio > ratioAtMost)) ||
    (megabytesAtMost !== undefined && peak > megabytesAtMost);
  const targets = [
    ...(ratioAtMost === undefined ? [] : [`≤ ${ratioAtMost}×`]),
    ...(megabytesAtMost === undefined ? [] : [`≤ ${megabytesAtMost} MB`]),
  ];
  const verdict = targets.length === 0 ? "" : isMissed ? "MISSED" : "ok";
  const cells = [
    what,
    figures(ours, unit),
    theirs === undefined ? "" : figures(theirs, unit),
    peer,
    ratio === undefined ? "" : `${ratio.toFixed(2)}×`,
    targets.join(", "),
    verdict,
  ];
  return { cells, isMissed };
}

/**
 * Median with least and most, and the most memory of all runs.
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
  return `${show(median(values))} ${unit} (${show(Math.min(...values))}–${show(Math.max(...values))})${memory}`;
}

/** @param {readonly Sample[]} samples */
function seconds(samples) {
  return samples.map((sample) => sample.seconds);
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
