import type { Component } from "../ir/component.js";
import type { Provider } from "../ir/program.js";
import { compareVersions } from "./compare-versions.js";

/** Shows or hides components. All that is given must match; within a list one is enough. */
export interface VisibilityRule {
  /** `only` shows what matches and hides everything else. */
  readonly action: "show" | "hide" | "only";
  /** Names as clients see them, as globs in which `*` is any text, or regular expressions. */
  readonly names?: readonly (string | RegExp)[];
  readonly tags?: readonly string[];
  readonly kinds?: readonly Component["kind"][];
  readonly versions?: VersionRange;
}

/** Versions are compared part by part, numbers as numbers; those before a release (`1.0-beta`) are lower than it. */
export interface VersionRange {
  /** The lowest that matches; absent: any. */
  readonly from?: string;
  /** The lowest that no longer matches; absent: none. */
  readonly below?: string;
  /** Whether a component without a version matches; default: false. */
  readonly unversioned?: boolean;
}

/** A provider, and the rules that changed something or might have. */
export interface ShownProvider {
  readonly provider: Provider;
  /** Rules that match one of the components. */
  readonly matching: ReadonlySet<VisibilityRule>;
}

/**
 * Leaves out what rules hide. They are asked in order, and each overrules those before it. The operations behind components that are
 * left out stay in the API client, and the routes say which rule it was.
 */
export function showComponents(provider: Provider, rules: readonly VisibilityRule[]): ShownProvider {
  const matching = new Set<VisibilityRule>();
  const hiddenBy = new Map<Component, string>();
  for (const [index, rule] of rules.entries()) {
    for (const component of provider.components) {
      const isMatch = matches(component, rule);
      if (isMatch) matching.add(rule);
      const isHidden = rule.action === "hide" ? isMatch : rule.action === "only" && !isMatch;
      const isShown = rule.action !== "hide" && isMatch;
      if (isHidden) hiddenBy.set(component, `visibility[${String(index)}]`);
      if (isShown) hiddenBy.delete(component);
    }
  }
  if (hiddenBy.size === 0) return { provider, matching };
  const reasons = new Map([...hiddenBy].map(([{ kind, name }, rule]) => [`${kind} ${name}`, rule]));
  return {
    matching,
    provider: {
      ...provider,
      components: provider.components.filter((component) => !hiddenBy.has(component)),
      routes: provider.routes.map((route) => {
        const rule = reasons.get(`${route.as} ${route.name}`);
        return rule === undefined ? route : { ...route, as: "exclude", name: "", rule };
      }),
    },
  };
}

function matches({ name, tags, kind, version }: Component, rule: VisibilityRule): boolean {
  return (
    (rule.names === undefined || rule.names.some((wanted) => matchesName(name, wanted))) &&
    (rule.tags === undefined || rule.tags.some((tag) => tags.includes(tag))) &&
    (rule.kinds === undefined || rule.kinds.includes(kind)) &&
    (rule.versions === undefined || isWithin(version, rule.versions))
  );
}

/** Whether a name is one that is wanted: a glob in which `*` is any text, or a regular expression. */
export function matchesName(name: string, wanted: string | RegExp): boolean {
  if (typeof wanted !== "string") return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, "")).test(name);
  const source = wanted.replace(/[\\^$+?.()|[\]{}]/g, String.raw`\$&`).replace(/\*+/g, ".*");
  return new RegExp(`^${source}$`).test(name);
}

function isWithin(version: string | undefined, { from, below, unversioned = false }: VersionRange): boolean {
  if (version === undefined) return unversioned;
  return (
    (from === undefined || compareVersions(version, from) >= 0) &&
    (below === undefined || compareVersions(version, below) < 0)
  );
}
