import type { Route } from "../../ir/program.js";
import type { OperationModel } from "./api-document.js";

/** What an operation becomes, and which rule said so. */
export interface RouteDecision {
  readonly as: Route["as"];
  readonly rule: string;
}

/** Selections of the command line. */
export interface Selection {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly includeTags: readonly string[];
  readonly excludeTags: readonly string[];
}

/** Decides: what was left out on the command line, then `x-mcp`, then the default, which makes everything a tool. */
export function decideRoute(
  operation: OperationModel,
  extension: { readonly as: Route["as"] | undefined },
  selection: Selection,
): RouteDecision {
  const excluded = selection.exclude.find((pattern) => matchesPattern(operation, pattern));
  if (excluded !== undefined) return { as: "exclude", rule: `--exclude "${excluded}"` };
  const excludedTag = selection.excludeTags.find((tag) => operation.tags.includes(tag));
  if (excludedTag !== undefined) return { as: "exclude", rule: `--exclude-tag ${excludedTag}` };
  const selective = selection.include.length > 0 || selection.includeTags.length > 0;
  const included =
    selection.include.some((pattern) => matchesPattern(operation, pattern)) ||
    selection.includeTags.some((tag) => operation.tags.includes(tag));
  if (selective && !included) return { as: "exclude", rule: "not included" };
  return extension.as === undefined ? { as: "tool", rule: "default" } : { as: extension.as, rule: "x-mcp" };
}

/** `GET /pets/*`, `/pets/**` or `GET`: methods separated by commas or `*`, then a glob over the path as written. */
function matchesPattern(operation: OperationModel, pattern: string): boolean {
  const match = /^(?:([A-Za-z,*]+)(?:\s+|$))?(\/.*)?$/.exec(pattern.trim());
  if (match === null) return false;
  const [, methods, path] = match;
  if (methods !== undefined && methods !== "*" && !methods.toUpperCase().split(",").includes(operation.method))
    return false;
  return path === undefined || globToRegExp(path).test(operation.path);
}

/** `*` stays within a segment, `**` does not. */
function globToRegExp(glob: string): RegExp {
  const source = glob.replace(/\*+|[\\^$+?.()|[\]{}]/g, (part) =>
    part === "*" ? "[^/]*" : part.startsWith("*") ? ".*" : `\\${part}`,
  );
  return new RegExp(`^${source}$`);
}
