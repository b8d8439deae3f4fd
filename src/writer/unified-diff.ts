/** Lines around a change that are printed with it. */
const contextLines = 3;
/** Most lines that are inserted and deleted before two texts count as wholly different. */
const mostEdits = 1_000;

type Edit = { readonly kind: "same" | "old" | "new"; readonly line: string };

/**
 * The difference of two texts in unified form, as `diff -u` and git print it; empty when they are the same. Texts that
 * differ in more than 1,000 lines are shown as one replaced block.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const edits = compare(linesOf(before), linesOf(after));
  const header = `--- ${before === "" ? "/dev/null" : `a/${path}`}\n+++ ${after === "" ? "/dev/null" : `b/${path}`}\n`;
  return header + hunks(edits).join("");
}

function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Edits that turn one list of lines into the other. */
function compare(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const oldLines = before.slice(start, before.length - end);
  const newLines = after.slice(start, after.length - end);
  return [
    ...before.slice(0, start).map(same),
    ...(shortestEdits(oldLines, newLines) ?? [
      ...oldLines.map((line): Edit => ({ kind: "old", line })),
      ...newLines.map((line): Edit => ({ kind: "new", line })),
    ]),
    ...before.slice(before.length - end).map(same),
  ];
}

function same(line: string): Edit {
  return { kind: "same", line };
}

/** Myers' algorithm; `undefined` when more edits are needed than is worth showing. */
function shortestEdits(before: readonly string[], after: readonly string[]): readonly Edit[] | undefined {
  const trail: ReadonlyMap<number, number>[] = [];
  const furthest = new Map<number, number>([[1, 0]]);
  for (let depth = 0; depth <= Math.min(before.length + after.length, mostEdits); depth += 1) {
    trail.push(new Map(furthest));
    for (let diagonal = -depth; diagonal <= depth; diagonal += 2) {
      let x = stepsDown(furthest, diagonal, depth) ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return backtrack(trail, before, after);
    }
  }
  return undefined;
}

function backtrack(
  trail: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): readonly Edit[] {
  const edits: Edit[] = [];
  let x = before.length;
  let y = after.length;
  for (const [depth, furthest] of [...trail.entries()].reverse()) {
    const diagonal = x - y;
    const previous = stepsDown(furthest, diagonal, depth) ? diagonal + 1 : diagonal - 1;
    const fromX = depth === 0 ? 0 : at(furthest, previous);
    const fromY = depth === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      edits.push(same(before[x] ?? ""));
    }
    if (x > fromX) edits.push({ kind: "old", line: before[(x -= 1)] ?? "" });
    if (y > fromY) edits.push({ kind: "new", line: after[(y -= 1)] ?? "" });
  }
  return edits.reverse();
}

function stepsDown(furthest: ReadonlyMap<number, number>, diagonal: number, depth: number): boolean {
  return diagonal === -depth || (diagonal !== depth && at(furthest, diagonal - 1) < at(furthest, diagonal + 1));
}

function at(furthest: ReadonlyMap<number, number>, diagonal: number): number {
  return furthest.get(diagonal) ?? 0;
}

/** Groups the edits that lie near each other and prints them with their context. */
function hunks(edits: readonly Edit[]): readonly string[] {
  const changed = edits.flatMap((edit, index) => (edit.kind === "same" ? [] : [index]));
  const groups: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = groups.at(-1);
    const from = Math.max(0, index - contextLines);
    const to = Math.min(edits.length, index + contextLines + 1);
    if (last !== undefined && from <= last.to) last.to = to;
    else groups.push({ from, to });
  }
  const marks = { same: " ", old: "-", new: "+" } as const;
  return groups.map(({ from, to }) => {
    const lines = edits.slice(from, to);
    const range = (without: Edit["kind"], sign: string): string => {
      const first = edits.slice(0, from).filter(({ kind }) => kind !== without).length;
      const length = lines.filter(({ kind }) => kind !== without).length;
      return `${sign}${String(length === 0 ? first : first + 1)},${String(length)}`;
    };
    const body = lines.map(({ kind, line }) => `${marks[kind]}${line}\n`).join("");
    return `@@ ${range("new", "-")} ${range("old", "+")} @@\n${body}`;
  });
}
