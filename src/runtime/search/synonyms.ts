import { termsOf } from "./terms.js";

/**
 * Words of general English, and of any API, that people use for one another. None is of a particular API; a word may stand in
 * several lines.
 */
const lines = [
  "create add new make register insert post open",
  "delete remove erase drop destroy discard clear",
  "update edit change modify set patch save alter replace write",
  "get show fetch read view retrieve see display give tell",
  "list show all every",
  "search find look query",
  "cancel stop abort halt end terminate",
  "stop shutdown off",
  "start run begin launch trigger execute dispatch",
  "again retry repeat rerun re",
  "block ban forbid deny lock",
  "enable activate allow on",
  "disable deactivate disallow off",
  "assign give hand",
  "attach add upload",
  "upload put store send",
  "download fetch",
  "approve accept confirm",
  "decline reject refuse dismiss",
  "comment note remark reply",
  "text body content contents",
  "user person people someone somebody anyone colleague employee",
  "member membership belong join",
  "me my mine own myself authenticated current account",
  "organization org company",
  "repository repo",
  "application app",
  "configuration config setting",
  "environment env",
  "information info detail",
  "administrator admin",
  "authentication auth",
  "authorization auth permission",
  "identifier id",
  "document doc",
  "email mail",
  "image picture photo",
  "latest newest recent last",
  "limit quota cap",
  "count number many total",
  "size space storage usage",
  "status state",
  "succeed success",
  "fail failure error",
  "invite invitation",
  "tag label",
  "key credential",
  "difference compare change diff",
  "check whether test",
  "merge combine squash join",
  "rename name",
] as const;

const byTerm = new Map<string, Set<string>>();
for (const line of lines) {
  const terms = line.split(" ").flatMap(termsOf);
  for (const term of terms) byTerm.set(term, new Set([...(byTerm.get(term) ?? []), ...terms]));
}

/** Other words for a term, as terms. */
export function synonymsOf(term: string): readonly string[] {
  return [...(byTerm.get(term) ?? [])].filter((other) => other !== term);
}
