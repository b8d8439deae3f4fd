import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Route } from "../../ir/program.js";
import type { OperationModel } from "./api-document.js";
import type { Extension } from "./x-mcp.js";

/** What an operation becomes, and which rule said so. */
export interface RouteDecision {
  readonly as: Route["as"];
  readonly rule: string;
  /** Tags that the rule adds. */
  readonly tags: readonly string[];
}

/** A rule of the configuration; all that is given must match. */
export interface RouteRule {
  /** HTTP methods, in any case. */
  readonly methods?: readonly string[];
  /** Glob over the path as written (`*` stays within a segment, `**` does not), or a regular expression. */
  readonly path?: string | RegExp;
  /** Tags that the operation must have, all of them. */
  readonly tags?: readonly string[];
  readonly operationId?: string | RegExp;
  /** What the operation becomes; absent: what the document says, else a tool. */
  readonly as?: Route["as"];
  /** Tags for what it becomes. */
  readonly addTags?: readonly string[];
}

/** An operation as a function of the configuration sees it. */
export interface RouteOperation {
  /** In upper case. */
  readonly method: string;
  /** As written. */
  readonly path: string;
  readonly operationId: string | undefined;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly deprecated: boolean;
}

/** Has the last word, also over operations that are excluded; `undefined` leaves the decision as it is. */
export type RouteFunction = (operation: RouteOperation, as: Route["as"]) => Route["as"] | undefined;

/** What decides which operations become what. */
export interface Selection {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly includeTags: readonly string[];
  readonly excludeTags: readonly string[];
  /** In order; the first that matches counts. */
  readonly routes?: readonly RouteRule[];
  readonly route?: RouteFunction;
}

/** The rules of one document, and which of them have been of use. */
export class RouteRules {
  readonly #selection: Selection;
  readonly #diagnostics: Diagnostics;
  readonly #matching = new Set<RouteRule>();
  readonly #deciding = new Set<RouteRule>();
  /** Patterns and tags of `include` and its like that match something. */
  readonly #selecting = new Set<string>();

  constructor(selection: Selection, diagnostics: Diagnostics) {
    this.#selection = selection;
    this.#diagnostics = diagnostics;
  }

  /** Decides: what was left out, then rules, then `x-mcp`, then the default, which makes everything a tool; the function at last. */
  decide(operation: OperationModel, extension: Pick<Extension, "as" | "settings">): RouteDecision {
    const decision = this.#selected(operation) ?? this.#ruled(operation, extension);
    const { route } = this.#selection;
    if (route === undefined) return decision;
    const as = this.#asked(route, operation, decision.as);
    return as === undefined || as === decision.as ? decision : { ...decision, as, rule: "route()" };
  }

  /**
   * Reports rules that decided nothing.
   *
   * @param source the document, as diagnostics name it
   */
  reportUnused(source: string): void {
    for (const { rule } of this.#selectors()) {
      if (this.#selecting.has(rule)) continue;
      const reason = "it matches no operation";
      this.#diagnostics.report("config/unused-rule", undefined, { rule, source: `\`${source}\``, reason });
    }
    for (const [index, rule] of (this.#selection.routes ?? []).entries()) {
      if (this.#deciding.has(rule)) continue;
      const reason = this.#matching.has(rule) ? "rules before it take all that it matches" : "it matches no operation";
      this.#diagnostics.report("config/unused-rule", undefined, {
        rule: `routes[${String(index)}]`,
        source: `\`${source}\``,
        reason,
      });
    }
  }

  /** Each pattern and tag of `include` and its like, as a condition. */
  #selectors(): readonly { readonly rule: string; readonly matches: (operation: OperationModel) => boolean }[] {
    const { include, exclude, includeTags, excludeTags } = this.#selection;
    const patterns = (option: string, list: readonly string[]) =>
      list.map((pattern) => ({
        rule: `${option} "${pattern}"`,
        matches: (operation: OperationModel) => matchesPattern(operation, pattern),
      }));
    const tags = (option: string, list: readonly string[]) =>
      list.map((tag) => ({
        rule: `${option} ${tag}`,
        matches: (operation: OperationModel) => operation.tags.includes(tag),
      }));
    return [
      ...patterns("--include", include),
      ...patterns("--exclude", exclude),
      ...tags("--include-tag", includeTags),
      ...tags("--exclude-tag", excludeTags),
    ];
  }

  /** What `include`, `exclude` and their like leave out. */
  #selected(operation: OperationModel): RouteDecision | undefined {
    for (const { rule, matches } of this.#selectors()) if (matches(operation)) this.#selecting.add(rule);
    const { include, exclude, includeTags, excludeTags } = this.#selection;
    const out = (rule: string): RouteDecision => ({ as: "exclude", rule, tags: [] });
    const excluded = exclude.find((pattern) => matchesPattern(operation, pattern));
    if (excluded !== undefined) return out(`--exclude "${excluded}"`);
    const excludedTag = excludeTags.find((tag) => operation.tags.includes(tag));
    if (excludedTag !== undefined) return out(`--exclude-tag ${excludedTag}`);
    const selective = include.length > 0 || includeTags.length > 0;
    const included =
      include.some((pattern) => matchesPattern(operation, pattern)) ||
      includeTags.some((tag) => operation.tags.includes(tag));
    return selective && !included ? out("not included") : undefined;
  }

  #ruled(operation: OperationModel, extension: Pick<Extension, "as" | "settings">): RouteDecision {
    const { routes = [] } = this.#selection;
    const matching = routes.filter((rule) => matchesRule(operation, rule));
    for (const rule of matching) this.#matching.add(rule);
    const [first] = matching;
    if (first !== undefined) this.#deciding.add(first);
    const tags = first?.addTags ?? [];
    if (extension.settings?.isOff === true) return { as: "exclude", rule: `${extension.settings.path}.enabled`, tags };
    if (first?.as !== undefined) return { as: first.as, rule: `routes[${String(routes.indexOf(first))}]`, tags };
    return extension.as === undefined
      ? { as: "tool", rule: "default", tags }
      : { as: extension.as, rule: "x-mcp", tags };
  }

  /** A function of the user's own may throw, and answer what it likes. */
  #asked(route: RouteFunction, model: OperationModel, as: Route["as"]): Route["as"] | undefined {
    const { method, path, id, tags, summary, description, deprecated, cursor } = model;
    const fault = (reason: string): void => {
      this.#diagnostics.report("config/route-function", cursor.origin, { operation: `${method} ${path}`, reason });
    };
    try {
      const answer: unknown = route({ method, path, operationId: id, tags, summary, description, deprecated }, as);
      if (answer === undefined || isRoute(answer)) return answer;
      fault(`it answers \`${typeof answer === "string" ? answer : typeof answer}\``);
    } catch (error) {
      fault(`it throws: ${error instanceof Error ? error.message : String(error)}`);
    }
    return undefined;
  }
}

function isRoute(value: unknown): value is Route["as"] {
  return value === "tool" || value === "resource" || value === "template" || value === "exclude";
}

function matchesRule(operation: OperationModel, { methods, path, tags, operationId }: RouteRule): boolean {
  return (
    (methods === undefined || methods.some((method) => method.toUpperCase() === operation.method)) &&
    (path === undefined || matchesText(operation.path, typeof path === "string" ? globToRegExp(path) : path)) &&
    (tags === undefined || tags.every((tag) => operation.tags.includes(tag))) &&
    (operationId === undefined || (operation.id !== undefined && matchesText(operation.id, operationId)))
  );
}

/** A text of the same letters, or a match anywhere; expressions that remember where they were start anew. */
function matchesText(text: string, wanted: string | RegExp): boolean {
  if (typeof wanted === "string") return text === wanted;
  return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, "")).test(text);
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
