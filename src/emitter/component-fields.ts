import type { HttpBinding } from "../ir/binding.js";
import type { ComponentFields, ResourceAnnotations, ToolAnnotations } from "../ir/component.js";
import type { JsonValue } from "../ir/json.js";
import { definedEntries } from "./defined-entries.js";
import { array, call, json, literal, object, property, type Expression, type Property } from "./print/expression.js";

/** The first members of every definition: what all kinds of components carry, in the order of the runtime's types. */
export function fieldMembers(component: ComponentFields): Property[] {
  const { name, title, description, deprecated, version, tags, icons, meta } = component;
  return [
    property("name", literal(name)),
    ...(title === "" ? [] : [property("title", literal(title))]),
    ...(description === "" ? [] : [property("description", literal(description))]),
    ...(deprecated === true ? [property("deprecated", literal(true))] : []),
    ...(version === undefined ? [] : [property("version", literal(version))]),
    ...(tags.length === 0 ? [] : [property("tags", array(tags.map(literal)))]),
    ...(icons.length === 0 ? [] : [property("icons", array(icons.map((icon) => object(entryMembers({ ...icon })))))]),
    ...(Object.keys(meta).length === 0 ? [] : [property("meta", json(meta))]),
  ];
}

/** The hints of a component; none when it has none. */
export function annotationMembers(annotations: ToolAnnotations | ResourceAnnotations): Property[] {
  const members = entryMembers({ ...annotations });
  return members.length === 0 ? [] : [property("annotations", object(members))];
}

/** What the runtime does to arguments before the operation sees them; `make` names the function for it, and so imports it. */
export function argumentMembers(
  { fixed, renamed }: Pick<HttpBinding, "fixed" | "renamed">,
  make: () => string,
): Property[] {
  if (fixed.length + renamed.length === 0) return [];
  const changes = object([
    ...(fixed.length === 0
      ? []
      : [property("fixed", object(fixed.map(({ name, value }) => property(name, json(value)))))]),
    ...(renamed.length === 0
      ? []
      : [property("renamed", object(renamed.map(({ from, to }) => property(from, literal(to)))))]),
  ]);
  return [property("change", call(make(), changes))];
}

/** The arguments of a call whose arguments are all decided. */
export function fixedArguments({ fixed }: HttpBinding): Expression {
  return object(fixed.map(({ name, value }) => property(name, json(value))));
}

function entryMembers(fields: Readonly<Record<string, JsonValue | undefined>>): Property[] {
  return definedEntries(fields).map(([key, value]) => property(key, json(value)));
}
