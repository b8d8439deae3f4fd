import { visibleText } from "../diagnostics/visible-text.js";
import type { ChangeLevel, SurfaceChange } from "./compare-surfaces.js";

const levels = ["breaking", "compatible", "wording"] as const satisfies readonly ChangeLevel[];

/** What the levels are called in headings. */
const headings = { breaking: "Breaking", compatible: "Compatible", wording: "Wording" } as const;

/** Longest Markdown, in UTF-16 units: a comment on GitHub takes 65,536. */
const longestMarkdown = 60_000;

/** How many changes there are of each level: `2 breaking, 1 compatible, 12 wording`; `no changes` without any. */
export function countChanges(changes: readonly SurfaceChange[]): string {
  const counts = levels.flatMap((level) => {
    const count = changes.filter((change) => change.level === level).length;
    return count === 0 ? [] : [`${String(count)} ${level}`];
  });
  return counts.length === 0 ? "no changes" : counts.join(", ");
}

/** The changes for people: by level, one component a line and its changes below. */
export function textOfChanges(changes: readonly SurfaceChange[]): string {
  const blocks = levels.flatMap((level) => {
    const components = byComponent(changes.filter((change) => change.level === level));
    if (components.length === 0) return [];
    const lines = components.flatMap(([title, own]) => {
      const said = own.map((change) => subject(change, (path) => path));
      const [only] = said;
      return said.length === 1 && only !== undefined
        ? [`  ${title} ${only}`]
        : [`  ${title}`, ...said.map((one) => `    ${one}`)];
    });
    return [[headings[level], ...lines.map(visibleText)].join("\n")];
  });
  return `${[...blocks, countChanges(changes)].join("\n\n")}\n`;
}

/** The changes as a comment on a pull request: what breaks is open, the rest folded. */
export function markdownOfChanges(changes: readonly SurfaceChange[]): string {
  const title = `### MCP surface: ${countChanges(changes)}\n`;
  const blocks = levels.flatMap((level) => {
    const components = byComponent(changes.filter((change) => change.level === level));
    if (components.length === 0) return [];
    const lines = components.flatMap(([name, own]) => {
      const said = own.map(markdown);
      const [only] = said;
      const [kind = "", ...words] = name.split(" ");
      const head = `- ${kind} ${code(words.join(" "))}`;
      return said.length === 1 && only !== undefined ? [`${head} ${only}`] : [head, ...said.map((one) => `  - ${one}`)];
    });
    return [{ level, lines }];
  });
  return fitted(title, blocks);
}

/** Cuts lists from the end, each with a line that says so, until the whole fits. */
function fitted(
  title: string,
  blocks: readonly { readonly level: ChangeLevel; readonly lines: readonly string[] }[],
): string {
  let room = longestMarkdown - title.length;
  const printed = blocks.map(({ level, lines }) => {
    const kept: string[] = [];
    for (const line of lines) {
      if (room - line.length < 500) break;
      room -= line.length + 1;
      kept.push(line);
    }
    const rest = lines.length - kept.length;
    const list = [...kept, ...(rest > 0 ? [`- … and ${String(rest)} lines more`] : [])].join("\n");
    if (level === "breaking") return `\n#### ${headings[level]}\n\n${list}\n`;
    return `\n<details><summary>${headings[level]}</summary>\n\n${list}\n\n</details>\n`;
  });
  return [title, ...printed].join("");
}

/** `arguments.limit is required now`; the component itself has no path. */
function subject({ path, what }: SurfaceChange, quote: (text: string) => string): string {
  return path === "" ? what : `${quote(path)} ${what}`;
}

/** Values of documents stand in what is said: whatever might be markup, or call somebody, becomes a code span. */
function markdown(change: SurfaceChange): string {
  const what = /[`<>@|\\*_[\]~#]/.test(change.what) ? code(change.what) : change.what;
  return subject({ ...change, what }, code);
}

function byComponent(changes: readonly SurfaceChange[]): readonly (readonly [string, readonly SurfaceChange[]])[] {
  const groups = new Map<string, SurfaceChange[]>();
  for (const change of changes) {
    const title = `${change.kind} ${change.component}`;
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [change]);
    else group.push(change);
  }
  return [...groups];
}

/** A code span that holds the text whatever it is (CommonMark §6.1). */
function code(text: string): string {
  const line = visibleText(text.replace(/\s+/g, " "));
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}
