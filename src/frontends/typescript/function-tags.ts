import { compact } from "../../ir/compact.js";
import type { ComponentFields, Icon, ResourceAnnotations, ToolAnnotations } from "../../ir/component.js";
import type { JsonValue } from "../../ir/json.js";
import { codeText, type DocComment, type DocTag } from "./doc-comment.js";
import { parseJson, type RemarkFaults } from "./remarks.js";
import { isSchemaTag } from "./tags.js";

/** A function's comment, read. */
export interface FunctionDoc {
  readonly description: string;
  /** Text of `@returns`. */
  readonly returns: string;
  /** What `@param` tags say, by the name that they give: `q`, or `options.limit`. */
  readonly parameters: readonly ParameterDoc[];
  /** The tags that are not about a parameter. */
  readonly tags: readonly DocTag[];
}

/** A `@param` with the constraint tags behind it. */
export interface ParameterDoc {
  readonly name: string;
  readonly text: string;
  readonly tags: readonly DocTag[];
  readonly tag: DocTag;
}

/** Sorts the tags of a function's comment: constraints belong to the `@param` before them. */
export function functionDoc({ summary, tags }: DocComment, faults: RemarkFaults): FunctionDoc {
  const own: DocTag[] = [];
  const parameters: (ParameterDoc & { readonly tags: DocTag[] })[] = [];
  for (const tag of tags) {
    const current = parameters.at(-1);
    if (tag.name === "param") {
      const parsed = parameterText(tag.text);
      if (parsed === undefined) faults.invalid(tag, "the name of a parameter");
      else parameters.push({ ...parsed, tags: [], tag });
    } else if (tag.name !== undefined && isSchemaTag(tag.name)) {
      if (current === undefined) faults.noEffect(tag, "a function");
      else current.tags.push(tag);
    } else own.push(tag);
  }
  const text = (name: DocTag["name"]) => own.find((tag) => tag.name === name)?.text ?? "";
  const deprecated = text("deprecated");
  return {
    description: [summary, text("remarks"), deprecated === "" ? "" : `Deprecated: ${deprecated}`]
      .filter((part) => part !== "")
      .join("\n\n"),
    returns: text("returns").replace(/^(?:\{[^}]*\}\s*)?(?:-\s+)?/, ""),
    parameters,
    tags: own,
  };
}

/** `{type} [name=default] - text`, where everything but the name may be missing. */
function parameterText(text: string): { readonly name: string; readonly text: string } | undefined {
  const match =
    /^(?:\{[^}]*\}\s*)?\[?\s*(?:\.\.\.)?([\p{ID_Start}$_][\p{ID_Continue}$.]*)(?:\s*=[^\]]*)?\]?\s*(?:-\s+|-$)?([^]*)$/u.exec(
      text,
    );
  return match?.[1] === undefined ? undefined : { name: match[1], text: (match[2] ?? "").trim() };
}

/** What tags say of a component of any kind. */
export function componentTags(
  { tags }: FunctionDoc,
  faults: RemarkFaults,
): Pick<ComponentFields, "title" | "tags" | "icons" | "meta" | "version" | "scopes" | "deprecated" | "timeoutMs"> {
  const one = (name: DocTag["name"]) => tags.find((tag) => tag.name === name);
  const many = (name: DocTag["name"]) => tags.filter((tag) => tag.name === name);
  const timeout = one("timeout");
  const scopes = [...new Set(many("scope").flatMap((tag) => scopesOf(tag, faults)))];
  return {
    title: one("title")?.text.replace(/\s+/g, " ") ?? "",
    tags: [...new Set(many("tag").flatMap((tag) => named(tag, faults)))],
    icons: many("icon").flatMap((tag) => iconOf(tag, faults)),
    meta: Object.fromEntries(many("meta").flatMap((tag) => metaOf(tag, faults))),
    ...compact({
      version: one("version") && codeText(one("version")?.text ?? ""),
      scopes: scopes.length === 0 ? undefined : scopes,
      deprecated: one("deprecated") && (true as const),
      timeoutMs: timeout && milliseconds(timeout, faults),
    }),
  };
}

function named(tag: DocTag, faults: RemarkFaults): readonly string[] {
  const text = codeText(tag.text);
  if (text === "") faults.invalid(tag, "a name");
  return text === "" ? [] : [text];
}

/** Scopes, with spaces or commas between (RFC 6749 §3.3 says what they are made of). */
function scopesOf(tag: DocTag, faults: RemarkFaults): readonly string[] {
  const scopes = codeText(tag.text)
    .split(/[\s,]+/)
    .filter((scope) => scope !== "");
  if (scopes.length > 0 && scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))) return scopes;
  faults.invalid(tag, "the names of scopes");
  return [];
}

function iconOf(tag: DocTag, faults: RemarkFaults): readonly Icon[] {
  const [src = "", ...rest] = tag.text.replaceAll("`", "").split(/\s+/);
  if (!/^(?:https:\/\/|data:)/.test(src)) {
    faults.invalid(tag, "an `https:` or `data:` address");
    return [];
  }
  const mimeType = rest.find((word) => word.includes("/"));
  const sizes = rest.filter((word) => /^(?:\d+x\d+|any)$/.test(word));
  return [{ src, ...compact({ mimeType, sizes: sizes.length === 0 ? undefined : sizes }) }];
}

/** `key value`: text, or JSON in back-ticks. */
function metaOf(tag: DocTag, faults: RemarkFaults): readonly (readonly [string, JsonValue])[] {
  const [, key, rest = ""] = /^`?([^\s`]+)`?\s*([^]*)$/.exec(tag.text) ?? [];
  if (key === undefined || rest === "") {
    faults.invalid(tag, "a key and a value");
    return [];
  }
  if (!rest.startsWith("`")) return [[key, rest]];
  const value = parseJson(codeText(rest));
  if (value === undefined) faults.invalid(tag, "JSON within the back-ticks");
  return value === undefined ? [] : [[key, value]];
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

function milliseconds(tag: DocTag, faults: RemarkFaults): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)$/.exec(codeText(tag.text)) ?? [];
  const factor = units[unit];
  const time = digits === undefined || factor === undefined ? 0 : Math.round(Number(digits) * factor);
  if (time > 0) return time;
  faults.invalid(tag, "a time with its unit, e.g. `30s`, `500ms` or `2m`");
  return undefined;
}

/** The hints of a tool. */
export function hints({ tags }: FunctionDoc, faults: RemarkFaults): ToolAnnotations {
  const hint = (name: keyof ToolAnnotations): boolean | undefined => {
    const tag = tags.find((one) => one.name === name);
    if (tag === undefined) return undefined;
    const word = codeText(tag.text).split(/\s/)[0] ?? "";
    if (word !== "" && word !== "true" && word !== "false") faults.invalid(tag, "nothing, `true` or `false`");
    return word !== "false";
  };
  return compact({
    readOnlyHint: hint("readOnlyHint"),
    destructiveHint: hint("destructiveHint"),
    idempotentHint: hint("idempotentHint"),
    openWorldHint: hint("openWorldHint"),
  });
}

/** Whom a resource is for, and how much it matters. */
export function resourceHints({ tags }: FunctionDoc, faults: RemarkFaults): ResourceAnnotations {
  const readers: ("user" | "assistant")[] = [];
  for (const tag of tags.filter((one) => one.name === "audience")) {
    const words = codeText(tag.text).split(/[\s,]+/);
    for (const word of words) {
      if (word === "user" || word === "assistant") readers.push(word);
      else faults.invalid(tag, "`user` or `assistant`");
    }
  }
  const priority = tags.find((one) => one.name === "priority");
  const value = priority && Number(codeText(priority.text));
  const isValid = value !== undefined && priority?.text !== "" && value >= 0 && value <= 1;
  if (priority !== undefined && !isValid) faults.invalid(priority, "a number from 0 to 1");
  return compact({
    audience: readers.length === 0 ? undefined : [...new Set(readers)],
    priority: isValid ? value : undefined,
  });
}
