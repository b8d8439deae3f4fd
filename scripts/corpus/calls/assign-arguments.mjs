// @ts-check

/**
 * @typedef {import("./operations.mjs").Parameter} Parameter
 */

/**
 * Gives the values of an operation the names that they have as arguments of its tool, by the naming rules of the contract:
 * a name of `[A-Za-z0-9_.-]` stays, other characters become `_`, a name that is used in two places carries its place, clashes take `_2`.
 *
 * @param {Record<string, unknown>} properties of the tool's input schema
 * @param {readonly { parameter: Parameter, value: unknown }[]} parameters
 * @param {{ value: unknown, title: string | undefined, isSpread: boolean } | undefined} body
 * @param {ReadonlySet<string>} credentials parameters of security schemes, e.g. `header X-Key`; they may be arguments or not
 * @returns {{ args: Record<string, unknown>, missing: string[], ignored: ReadonlySet<Parameter> }} `ignored`: never arguments
 */
export function assignArguments(properties, parameters, body, credentials) {
  const taken = new Set();
  /** @type {[string, unknown][]} */
  const args = [];
  /** @type {string[]} */
  const missing = [];
  const isFree = (/** @type {string} */ name) => Object.hasOwn(properties, name) && !taken.has(name);
  const take = (/** @type {string} */ wire, /** @type {string[]} */ ...candidates) => {
    // How other scripts are written in Latin letters is not a rule that we check: the next free argument will do.
    const isAscii = /^[\x20-\x7e]*$/.test(wire);
    const name = candidates.find(isFree) ?? (isAscii ? undefined : Object.keys(properties).find(isFree));
    if (name !== undefined) taken.add(name);
    return name;
  };

  // What carries its place first: its bare name is the body's, or another place's.
  const ignored = new Set();
  for (const { parameter, value } of parameters) {
    const clean = cleaned(parameter.name);
    const name = take(
      parameter.name,
      `${clean}__${parameter.in}`,
      cleaned(`${parameter.name}__${parameter.in}`),
      clean,
      ...numbered(clean),
    );
    if (name !== undefined) args.push([name, value]);
    else if (isNeverArgument(parameter) || credentials.has(`${parameter.in} ${parameter.name}`)) ignored.add(parameter);
    else missing.push(`${parameter.in} parameter ${parameter.name}`);
  }

  const isObject = typeof body?.value === "object" && body.value !== null && !Array.isArray(body.value);
  const isBodySpread = body !== undefined && body.isSpread && isObject;
  if (isBodySpread) {
    for (const [key, value] of Object.entries(/** @type {object} */ (body.value))) {
      const clean = cleaned(key);
      const name = take(key, clean, ...numbered(clean));
      if (name === undefined) missing.push(`body property ${key}`);
      else args.push([name, value]);
    }
  } else if (body !== undefined) {
    const title = cleaned((body.title ?? "").toLowerCase());
    const name = take("", title, ...numbered(title), "body", ...numbered("body"));
    if (name === undefined) missing.push("body");
    else args.push([name, body.value]);
  }
  return { args: Object.fromEntries(args), missing, ignored };
}

/** @param {string} name */
function cleaned(name) {
  if (/^[A-Za-z0-9_.-]{1,64}$/.test(name)) return name;
  return name
    .replaceAll(/[^A-Za-z0-9_.-]+/g, "_")
    .replaceAll(/_{2,}/g, "_")
    .replaceAll(/^[_.]+|[_.]+$/g, "");
}

/** @param {string} name */
function numbered(name) {
  return ["_2", "_3", "_4"].map((suffix) => `${name}${suffix}`);
}

/**
 * What the client decides itself.
 *
 * @param {Parameter} parameter
 */
function isNeverArgument({ name, in: place }) {
  return (
    place === "header" &&
    /^(?:authorization|cookie|accept|content-type|content-length|connection|expect|host|te|transfer-encoding)$/i.test(
      name,
    )
  );
}
