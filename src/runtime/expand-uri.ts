import { jsonText } from "./json.js";

/** The address of a template (`{a}`, `{a*}`, `{?a,b}`, `{?a*}`); throws when a variable of the path is missing or empty. */
export function expandUri(template: string, variables: Readonly<Record<string, unknown>>): string {
  const itemsOf = (name: string, separator?: string): string[] => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const items = typeof value === "string" && separator !== undefined ? value.split(separator) : [value].flat();
    const texts = items.map((item: unknown) => (typeof item === "string" ? item : (jsonText(item ?? undefined) ?? "")));
    return texts.filter((text) => text !== "").map(encodeURIComponent);
  };
  return template.replace(/\{(\??)([^{}]*)\}/g, (_expression, query: string, names: string) => {
    const parts = names.split(",").flatMap((variable) => {
      const name = variable.replace("*", "");
      const separator = query === "" && variable !== name ? "/" : undefined;
      const items = itemsOf(name, separator);
      if (query !== "" && variable !== name) return items.map((item) => `${encodeURIComponent(name)}=${item}`);
      const text = items.join(separator ?? ",");
      if (query === "" && text === "") throw new Error(`The address needs a value for \`${name}\`.`);
      return query === "" ? text : text && `${encodeURIComponent(name)}=${text}`;
    });
    const pairs = parts.filter((part) => part !== "");
    return pairs.length === 0 ? "" : query + pairs.join("&");
  });
}
