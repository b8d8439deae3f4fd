/** A resource's address, taken apart. */
export interface Address {
  readonly text: string;
  /** Variables of the path, in order. */
  readonly path: readonly string[];
  /** Variables of the query, in order. */
  readonly query: readonly string[];
}

/** Reads an address with `{a}`, `{a*}`, `{?a,b}` and `{?a*}`, or says what is wrong with it. */
export function readAddress(text: string): Address | { readonly reason: string } {
  if (text === "") return { reason: "is missing" };
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) return { reason: "does not begin with a scheme such as `app://`" };
  if (/\s/.test(text)) return { reason: "holds white space" };
  const path: string[] = [];
  const query: string[] = [];
  const rest = text.replace(/\{(\??)([^{}]*)\}/g, (_, isQuery: string, list: string) => {
    for (const part of list.split(",")) (isQuery === "" ? path : query).push(part);
    return isQuery === "" && list.includes(",") ? "{" : "";
  });
  if (/[{}]/.test(rest)) return { reason: "has braces that are no variable: `{a}`, `{a*}`, `{?a,b}` and `{?a*}` are" };
  const names = [...path, ...query].map((name) => name.replace(/\*$/, ""));
  const invalid = names.find((name) => !/^[A-Za-z_$][\w$]*$/.test(name));
  if (invalid !== undefined) return { reason: `has a variable \`${invalid}\`, which is no name of a parameter` };
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) return { reason: `has the variable \`${twice}\` twice` };
  if (/\{\?[^{}]*\}[^{]/.test(text)) return { reason: "has something behind the variables of its query" };
  return { text, path: names.slice(0, path.length), query: names.slice(path.length) };
}

/** How variables and parameters differ; undefined when they do not. */
export function difference(
  { path, query }: Address,
  parameters: readonly { readonly name: string; readonly required: boolean }[],
): string | undefined {
  const names = parameters.map((parameter) => parameter.name);
  const unknown = [...path, ...query].find((name) => !names.includes(name));
  if (unknown !== undefined) return `there is no parameter \`${unknown}\``;
  const missing = names.find((name) => !path.includes(name) && !query.includes(name));
  if (missing !== undefined) return `the parameter \`${missing}\` is no variable`;
  const required = parameters.find((parameter) => parameter.required && query.includes(parameter.name));
  if (required !== undefined) return `\`${required.name}\` is a variable of the query, but the parameter is required`;
  return undefined;
}
