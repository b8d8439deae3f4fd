import { CORE_SCHEMA, load, YAMLException } from "js-yaml";

/** What a skill's main file says of the skill. */
export interface FrontMatter {
  /** Its name for people, where it has one. */
  readonly name?: string;
  /** What it is for and when to use it, where it says so. */
  readonly description?: string;
  /** Why the front matter cannot be read, as part of a sentence; absent when it can, or when there is none. */
  readonly fault?: string;
}

/** Longest front matter that is read, in UTF-16 units. */
const longest = 64 * 1024;

/**
 * Reads the YAML between the `---` lines that a file may begin with. Without a description there, the first paragraph of the
 * text is one.
 */
export function frontMatter(text: string): FrontMatter {
  const [whole = "", yaml = ""] = /^\ufeff?---[ \t]*\r?\n(.*?)(?:^|\r?\n)---[ \t]*(?:\r?\n|$)/s.exec(text) ?? [];
  const described = firstParagraph(text.slice(whole.length));
  const fallback = described === "" ? {} : { description: described };
  if (whole === "") return fallback;
  if (yaml.length > longest) return { ...fallback, fault: "it is longer than 64 kB" };
  let value: unknown;
  try {
    value = load(yaml, { schema: CORE_SCHEMA });
  } catch (error) {
    if (error instanceof YAMLException) return { ...fallback, fault: error.reason };
    if (error instanceof RangeError) return { ...fallback, fault: "it is nested too deeply" };
    throw error;
  }
  if (value === undefined || value === null) return fallback;
  if (typeof value !== "object" || Array.isArray(value)) return { ...fallback, fault: "it is no mapping" };
  const fields = new Map<string, unknown>(Object.entries(value));
  const textOf = (key: string): Record<string, string> => {
    const field = fields.get(key);
    return typeof field === "string" && field.trim() !== "" ? { [key]: field.trim() } : {};
  };
  return { ...fallback, ...textOf("name"), ...textOf("description") };
}

/** The first lines of prose: no headings, lists, tables, quotations, code or comments. */
function firstParagraph(text: string): string {
  const paragraphs = text.slice(0, longest).split(/\r?\n[ \t]*(?:\r?\n)+/);
  const prose = paragraphs.find((one) => /^[ \t]*[^\s#>|`~<*+=-]/.test(one.replace(/^\s+/, "")));
  return prose === undefined ? "" : prose.trim().replace(/\s+/g, " ");
}
