import type { Component } from "../../ir/component.js";
import type { Operation } from "../../ir/http-api.js";
import type { Program } from "../../ir/program.js";
import type { ObjectSchema, Property, Schema } from "../../ir/schema.js";
import { countComponents, counted, countsOf } from "../count-components.js";
import type { GeneratedFile } from "../generated-file.js";
import { plainLine } from "../print/comment.js";
import { markdownCode, markdownText } from "../print/markdown.js";
import type { ResourceBinding, ToolBinding } from "../../ir/binding.js";
import type { Plan } from "../provider-plan.js";
import { surface, tokensOf, type SurfaceComponent } from "../surface.js";
import type { Template } from "../templates.js";

/** What `TOOLS.md.hbs` reads. */
export interface ToolsPageView {
  readonly title: string;
  readonly sources: string;
  readonly summary: string;
  readonly groups: readonly { readonly title: string; readonly components: readonly string[] }[];
}

/** As much of an argument's description as a reader of the catalogue needs. */
const longestNote = 160;

/** `TOOLS.md`: every component with its route, arguments and tokens. */
export function emitToolsPage(
  program: Program,
  plans: readonly Plan[],
  template: Template<ToolsPageView>,
): GeneratedFile {
  const listed = new Map(surface(program).map((one) => [`${one.kind} ${one.name}`, one]));
  const tokens = [...listed.values()].reduce((sum, one) => sum + tokensOf(one), 0);
  const { server } = program;
  const groups = plans
    .flatMap((plan) => [...plan.groups].map((group: CataloguedGroup) => ({ plan, group })))
    .filter(({ group }) => componentsOf(group).length > 0);
  return {
    path: "TOOLS.md",
    owner: "mcpgen",
    text: template({
      title: markdownText(server.title === "" ? server.name : server.title),
      sources: plans.map((plan) => markdownCode(plan.provider.source)).join(", "),
      summary: `${countComponents(countsOf(groups.map(({ group }) => group)))}, about ${counted(tokens, "token")} in all.`,
      groups: groups.map(({ plan, group }) => ({
        title:
          group.group.tag === ""
            ? "Without a tag"
            : markdownText(plans.length > 1 ? `${plan.provider.name}: ${group.group.tag}` : group.group.tag),
        components: componentsOf(group).map((bound) => section(bound, listed)),
      })),
    }),
  };
}

/** A component and what stands behind it. */
interface Catalogued {
  readonly component: Component;
  readonly binding: ResourceBinding | ToolBinding;
  readonly operation?: Operation;
}

/** The components of one tag. */
interface CataloguedGroup {
  readonly group: { readonly tag: string };
  readonly tools: readonly Catalogued[];
  readonly resources: readonly Catalogued[];
  readonly templates: readonly Catalogued[];
  readonly prompts?: readonly Catalogued[];
}

function componentsOf({ tools, resources, templates, prompts = [] }: CataloguedGroup): readonly Catalogued[] {
  return [...tools, ...resources, ...templates, ...prompts];
}

function section(catalogued: Catalogued, listed: ReadonlyMap<string, SurfaceComponent>): string {
  const { component, binding } = catalogued;
  const shown = listed.get(`${component.kind} ${component.name}`);
  const facts = [
    ...sourceOf(catalogued),
    ...addressOf(component),
    ...(component.deprecated === true ? ["deprecated"] : []),
    ...(shown === undefined ? [] : [counted(tokensOf(shown), "token")]),
  ];
  const args = "input" in component ? component.input.properties.map((property) => argumentLine(property)) : [];
  const open = "input" in component ? openLine(component.input) : [];
  const fixed = "fixed" in binding ? binding.fixed : [];
  const hidden = fixed.map(
    ({ name, value }) => `- ${markdownCode(name)} is always ${markdownCode(JSON.stringify(value))}\n`,
  );
  const lists = [...args, ...open, ...hidden].join("");
  return [
    `### ${markdownCode(component.name)}\n`,
    `${facts.join(" · ")}\n`,
    ...(component.title === "" ? [] : [`**${markdownText(component.title)}**\n`]),
    ...(component.description === "" ? [] : [`> ${markdownText(component.description)}\n`]),
    ...(lists === "" ? [] : [lists]),
  ]
    .join("\n")
    .trimEnd();
}

/** The operation, the function with its file, what the server behind calls it, or the files. */
function sourceOf({ component, binding, operation }: Catalogued): string[] {
  if (operation !== undefined) return [markdownCode(`${operation.method} ${operation.path}`)];
  switch (binding.kind) {
    case "http":
      return [];
    case "function":
      return [`${markdownCode(component.identifier)} in ${markdownCode(binding.module)}`];
    case "remote":
      return [`${markdownCode(binding.name)} of the server behind`];
    case "file":
      return [counted(binding.files.length, "file")];
  }
}

function addressOf(component: Component): string[] {
  if (component.kind === "resource") return [`resource ${markdownCode(component.uri)}`];
  if (component.kind === "prompt") return ["prompt"];
  return component.kind === "template" ? [`resource template ${markdownCode(component.uriTemplate)}`] : [];
}

function argumentLine({ name, schema, required }: Property): string {
  const note = shortened(schema.description ?? "");
  const kind = `${kindOf(schema)}${required ? ", required" : ""}${schema.deprecated === true ? ", deprecated" : ""}`;
  return `- ${markdownCode(name)} (${kind})${note === "" ? "" : `: ${markdownText(note)}`}\n`;
}

function openLine({ additional }: ObjectSchema): string[] {
  return additional === undefined || additional.kind === "never" ? [] : ["- further properties are passed on\n"];
}

/** A type in a word or two. */
function kindOf(schema: Schema): string {
  switch (schema.kind) {
    case "number":
      return schema.integer === true ? "integer" : "number";
    case "array":
      return schema.prefix === undefined ? `list of ${kindOf(schema.items)}` : "list";
    case "enum":
      return `one of ${schema.values
        .slice(0, 8)
        .map((value) => markdownCode(shortened(JSON.stringify(value))))
        .join(", ")}${schema.values.length > 8 ? ", …" : ""}`;
    case "union":
      return schema.members
        .map(kindOf)
        .filter((kind, index, kinds) => kinds.indexOf(kind) === index)
        .join(" or ");
    case "reference":
      return markdownCode(schema.name);
    case "any":
    case "not":
    case "conditional":
    case "intersection":
      return "any";
    default:
      return schema.kind;
  }
}

function shortened(text: string): string {
  const line = plainLine(text);
  return line.length <= longestNote ? line : `${line.slice(0, longestNote).replace(/\s+\S*$/, "")} …`;
}
