import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { LintedComponent, LintedServer } from "./linted-component.js";

/** Most tools that clients take (as of 2026; they change often). */
const limits = [
  { client: "Cursor", tools: 40 },
  { client: "Windsurf", tools: 100 },
  { client: "VS Code and OpenAI", tools: 128 },
] as const;

/** Tokens of a whole surface that leave a model room for the task. */
const mostTokens = 25_000;
/** Tokens of one tool beyond which it is worth a look. */
const mostTokensOfTool = 2_000;

/** Options that keep fewer operations. */
interface Selection {
  readonly option: string;
  readonly setting: string;
  readonly values: readonly string[];
}

/** More than clients take, or than is sensible, with tags that would fit. */
export function lintSize({ components }: LintedServer, diagnostics: Diagnostics): void {
  const tools = components.filter(({ listed }) => listed.kind === "tool");
  const tokens = sum(components);
  const exceeded = limits.filter((limit) => tools.length > limit.tools);
  if (exceeded.length > 0 || tokens > mostTokens) {
    diagnostics.report("lint/too-many-tools", undefined, {
      tools: tools.length,
      tokens,
      exceeded,
      selection: fittingSelection(tools),
    });
  }
  for (const { listed, tokens: own, origin } of tools) {
    if (own > mostTokensOfTool) diagnostics.report("lint/large-tool", origin, { name: listed.name, tokens: own });
  }
}

/** What to keep, as options: tags, or paths where there are none. */
function fittingSelection(tools: readonly LintedComponent[]): Selection | undefined {
  const tags = fitting(tools, ({ tags: own }) => own);
  if (tags.length > 0) return { option: "--include-tag", setting: "includeTags", values: tags };
  const paths = fitting(tools, ({ path }) => (path === undefined ? [] : [`${prefixOf(path)}**`]));
  return paths.length > 0 ? { option: "--include", setting: "include", values: paths } : undefined;
}

/** Groups, largest first, as long as all of their tools fit the smallest limits. */
function fitting(
  tools: readonly LintedComponent[],
  groupsOf: (tool: LintedComponent) => readonly string[],
): readonly string[] {
  const groups = new Map<string, LintedComponent[]>();
  for (const tool of tools) for (const group of groupsOf(tool)) groups.set(group, [...(groups.get(group) ?? []), tool]);
  const chosen = new Set<LintedComponent>();
  const names: string[] = [];
  for (const [name, own] of [...groups].sort(([, a], [, b]) => b.length - a.length)) {
    const all = new Set([...chosen, ...own]);
    if (all.size > limits[0].tools || sum([...all]) > mostTokens) continue;
    names.push(name);
    for (const tool of own) chosen.add(tool);
  }
  return names.slice(0, 5);
}

/** `/v1/charges/{id}` → `/v1/charges`: up to the first segment that names something. */
function prefixOf(path: string): string {
  return /^(?:\/(?:api|v\d[\w.]*|rest))*\/[^/{]*/i.exec(path)?.[0] ?? path;
}

function sum(components: readonly LintedComponent[]): number {
  return components.reduce((total, { tokens }) => total + tokens, 0);
}
