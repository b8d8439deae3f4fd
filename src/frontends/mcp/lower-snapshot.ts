import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { RemoteBinding } from "../../ir/binding.js";
import { compact } from "../../ir/compact.js";
import type {
  Component,
  ComponentFields,
  Icon,
  Prompt,
  Resource,
  ResourceAnnotations,
  ResourceTemplate,
  Tool,
  ToolAnnotations,
} from "../../ir/component.js";
import type { JsonObject, JsonValue } from "../../ir/json.js";
import type { NamedType } from "../../ir/named-type.js";
import type { Origin } from "../../ir/origin.js";
import type { ObjectSchema, Property } from "../../ir/schema.js";
import { camelCase, cleanName, isValidName, numberedName, UniqueNames } from "../names.js";
import { readableText } from "../readable-text.js";
import { JsonSchemaLowering } from "./json-schema-lowering.js";
import type { Snapshot } from "./snapshot.js";

/** Longest name that clients take. */
const longestName = 64;

/** The components that a server listed. What it says is text of a stranger: it is cleaned here and printed like any document's. */
export function lowerSnapshot(
  snapshot: Snapshot,
  label: string,
  diagnostics: Diagnostics,
): { readonly components: readonly Component[]; readonly types: readonly NamedType[] } {
  const origin: Origin = { kind: "span", file: label, start: 0, end: 0 };
  const lowering = new SnapshotLowering(origin, diagnostics);
  const components = [
    ...snapshot.tools.flatMap((one) => lowering.tool(one)),
    ...snapshot.resources.flatMap((one) => lowering.resource(one)),
    ...snapshot.resourceTemplates.flatMap((one) => lowering.template(one)),
    ...snapshot.prompts.flatMap((one) => lowering.prompt(one)),
  ];
  return { components, types: lowering.schemas.types };
}

class SnapshotLowering {
  readonly schemas: JsonSchemaLowering;
  readonly #origin: Origin;
  readonly #diagnostics: Diagnostics;
  readonly #names = {
    tool: new UniqueNames(),
    resource: new UniqueNames(),
    template: new UniqueNames(),
    prompt: new UniqueNames(),
  };
  readonly #identifiers = new UniqueNames();
  readonly #addresses = new Set<string>();

  constructor(origin: Origin, diagnostics: Diagnostics) {
    this.#origin = origin;
    this.#diagnostics = diagnostics;
    this.schemas = new JsonSchemaLowering(origin);
  }

  tool(listed: JsonObject): readonly Tool[] {
    const own = textOf(listed["name"]);
    const fields = this.#fields("tool", listed, own);
    if (fields === undefined) return [];
    const result = this.schemas.result(listed["outputSchema"]);
    return [
      {
        kind: "tool",
        ...fields,
        annotations: toolHints(listed["annotations"]),
        input: this.schemas.input(listed["inputSchema"]),
        ...(result && { result }),
        binding: remote(own),
      },
    ];
  }

  resource(listed: JsonObject): readonly Resource[] {
    const uri = textOf(listed["uri"]);
    if (!this.#isAddress("resource", uri, uri)) return [];
    const fields = this.#fields("resource", listed, textOf(listed["name"]) || uri);
    if (fields === undefined) return [];
    const annotations = resourceFacts(listed["annotations"]);
    return [
      { kind: "resource", ...fields, uri, mimeType: textOf(listed["mimeType"]), annotations, binding: remote(uri) },
    ];
  }

  template(listed: JsonObject): readonly ResourceTemplate[] {
    const own = textOf(listed["uriTemplate"]);
    // Values are passed on as they stand in an address: reserved characters are those of `{a*}` to the other server.
    const uriTemplate = own.replace(/\{\+(\w+)\}/g, "{$1*}");
    const input = templateInput(uriTemplate);
    if (input === undefined) {
      this.#skip("template", own, "its address has variables other than `{a}`, `{a*}`, `{?a,b}` and `{?a*}`");
      return [];
    }
    if (!this.#isAddress("template", own, uriTemplate)) return [];
    const fields = this.#fields("template", listed, textOf(listed["name"]) || own);
    if (fields === undefined) return [];
    return [
      {
        kind: "template",
        ...fields,
        uriTemplate,
        mimeType: textOf(listed["mimeType"]),
        annotations: resourceFacts(listed["annotations"]),
        input,
        completions: [],
        binding: remote(own),
      },
    ];
  }

  prompt(listed: JsonObject): readonly Prompt[] {
    const own = textOf(listed["name"]);
    const fields = this.#fields("prompt", listed, own);
    if (fields === undefined) return [];
    const given = new Map<string, Property>();
    for (const one of arrayOf(listed["arguments"])) {
      const name = isObject(one) ? textOf(one["name"]) : "";
      if (!isObject(one) || name === "") continue;
      const description = readable(one["description"]);
      given.set(name, {
        name,
        schema: { kind: "string", ...(description === "" ? {} : { description }) },
        required: one["required"] === true,
      });
    }
    const input: ObjectSchema = { kind: "object", properties: [...given.values()], additional: { kind: "never" } };
    return [
      {
        kind: "prompt",
        ...fields,
        input,
        completions: [],
        binding: remote(own),
      },
    ];
  }

  /** What all kinds carry; `undefined` (and reported) when the component has no name. */
  #fields(kind: Component["kind"], listed: JsonObject, wanted: string): ComponentFields | undefined {
    if (wanted === "") {
      this.#skip(kind, "", "it has no name");
      return undefined;
    }
    const { tags, version, meta } = metaOf(listed["_meta"]);
    const name = this.#name(kind, wanted);
    const { annotations } = listed;
    const title = readable(listed["title"]) || (isObject(annotations) ? readable(annotations["title"]) : "");
    return {
      name,
      identifier: this.#identifiers.take(camelCase(name)),
      title: title || (name === wanted ? "" : wanted),
      description: readable(listed["description"]),
      tags,
      icons: icons(listed["icons"]),
      meta,
      ...compact({ version }),
      origin: this.#origin,
    };
  }

  #name(kind: Component["kind"], wanted: string): string {
    const isFit = isValidName(wanted) && wanted.length <= longestName;
    const used = this.#names[kind].take(isFit ? wanted : cleanName(wanted) || kind, numberedName);
    if (used !== wanted && (kind === "tool" || kind === "prompt")) {
      const reason = isFit ? "is taken" : "is no name that clients accept";
      this.#diagnostics.report("program/renamed", this.#origin, { wanted, used, reason });
    }
    return used;
  }

  #isAddress(kind: "resource" | "template", shown: string, address: string): boolean {
    const isNew = !this.#addresses.has(address);
    const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(address) && !/[\0-\x20\x7f]/.test(address);
    if (!isAbsolute) this.#skip(kind, shown, "it has no absolute address");
    else if (!isNew) this.#skip(kind, shown, "its address is another's too");
    this.#addresses.add(address);
    return isAbsolute && isNew;
  }

  #skip(kind: string, name: string, reason: string): void {
    this.#diagnostics.report("mcp/skipped", this.#origin, { kind, name, reason });
  }
}

function remote(name: string): RemoteBinding {
  return { kind: "remote", name, fixed: [], renamed: [] };
}

/** Tags and version where FastMCP's servers put them, and all else of `_meta`. */
function metaOf(value: JsonValue | undefined): {
  readonly tags: readonly string[];
  readonly version: string | undefined;
  readonly meta: JsonObject;
} {
  if (!isObject(value)) return { tags: [], version: undefined, meta: {} };
  const marks = value["fastmcp"] ?? value["_fastmcp"];
  const { fastmcp: _new, _fastmcp: _old, ...meta } = value;
  if (!isObject(marks)) return { tags: [], version: undefined, meta };
  const tags = arrayOf(marks["tags"]).filter((tag) => typeof tag === "string");
  return { tags, version: textOf(marks["version"]) || undefined, meta };
}

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

function toolHints(value: JsonValue | undefined): ToolAnnotations {
  if (!isObject(value)) return {};
  return Object.fromEntries(hints.flatMap((hint) => (typeof value[hint] === "boolean" ? [[hint, value[hint]]] : [])));
}

function resourceFacts(value: JsonValue | undefined): ResourceAnnotations {
  if (!isObject(value)) return {};
  const { priority } = value;
  const audience = arrayOf(value["audience"]).filter((one) => one === "user" || one === "assistant");
  return {
    ...(audience.length > 0 ? { audience } : {}),
    ...(typeof priority === "number" && priority >= 0 && priority <= 1 ? { priority } : {}),
  };
}

function icons(value: JsonValue | undefined): readonly Icon[] {
  return arrayOf(value).flatMap((one): readonly Icon[] => {
    const src = isObject(one) ? textOf(one["src"]) : "";
    if (!isObject(one) || !/^(?:https:|data:image\/)/i.test(src)) return [];
    const sizes = [one["sizes"] ?? []].flat().filter((size) => typeof size === "string");
    const mimeType = textOf(one["mimeType"]);
    return [{ src, ...(mimeType === "" ? {} : { mimeType }), ...(sizes.length > 0 ? { sizes } : {}) }];
  });
}

/** The variables of a template; `undefined` when there are some that cannot be found again in an address. */
function templateInput(template: string): ObjectSchema | undefined {
  const properties: Property[] = [];
  let isQuery = false;
  for (const [, body = ""] of template.matchAll(/\{([^{}]*)\}/g)) {
    const [, mark = "", list = ""] = /^(\??)(.*)$/.exec(body) ?? [];
    if ((mark === "" && isQuery) || (mark === "" && list.includes(","))) return undefined;
    isQuery ||= mark === "?";
    for (const one of list.split(",")) {
      const name = /^(\w+)\*?$/.exec(one)?.[1];
      if (name === undefined || properties.some((property) => property.name === name)) return undefined;
      properties.push({ name, schema: { kind: "string" }, required: mark === "" });
    }
  }
  const rest = template.replaceAll(/\{[^{}]*\}/g, "");
  if (properties.length === 0 || /[{}]/.test(rest)) return undefined;
  return { kind: "object", properties, additional: { kind: "never" } };
}

function readable(value: JsonValue | undefined): string {
  return readableText(textOf(value)).text;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function arrayOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isArray(value) ? value : [];
}

function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isArray(value);
}
