/** True for an input that is a pattern rather than a path. */
export function isGlob(text: string): boolean {
  return /[*?{[]|[!@+]\(/.test(text);
}

/** The folder below which everything lies that a pattern can match. */
export function globBase(pattern: string): string {
  const fixed = pattern.slice(0, pattern.search(/[*?{[]|[!@+]\(/));
  return fixed.slice(0, fixed.lastIndexOf("/") + 1).replace(/(?<=.)\/$/, "") || (pattern.startsWith("/") ? "/" : ".");
}

/** A pattern over paths: `*` and `?` within a segment, `**` over segments, `{a,b}` and `[abc]`. */
export function globPattern(pattern: string): RegExp {
  let source = "";
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at);
    const set = /^\[(!?)([^\]/]+)\]/.exec(rest);
    if (rest.startsWith("**/")) {
      source += "(?:[^/]+/)*";
      at += 2;
    } else if (rest.startsWith("**")) {
      source += ".*";
      at += 1;
    } else if (rest.startsWith("*")) source += "[^/]*";
    else if (rest.startsWith("?")) source += "[^/]";
    else if (set !== null) {
      source += `[${set[1] === "!" ? "^/" : ""}${(set[2] ?? "").replace(/[\\\]^]/g, String.raw`\$&`)}]`;
      at += set[0].length - 1;
    } else if (rest.startsWith("{") && rest.includes("}")) {
      source += "(?:";
      depth++;
    } else if (rest.startsWith("}") && depth > 0) {
      source += ")";
      depth--;
    } else if (rest.startsWith(",") && depth > 0) source += "|";
    else source += (pattern[at] ?? "").replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
  }
  return new RegExp(`^${source}${")".repeat(depth)}$`, "u");
}
