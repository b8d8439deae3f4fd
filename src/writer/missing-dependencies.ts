/** A range that names a version, e.g. `^1.32.2`; other ranges (`*`, `workspace:*`, a git address) are taken on trust. */
const versionRange = /^[~^>=v\s]*(\d+)(?:\.(\d+))?/;

/**
 * Packages, with the range to install, that a package.json needs and another one lacks or has in an incompatible major version
 * (for 0.x: minor version). Empty when either is not a package.json.
 */
export function missingDependencies(wanted: string, present: string): readonly string[] {
  const needed = dependenciesOf(wanted);
  const there = dependenciesOf(present);
  return [...needed].flatMap(([name, range]) => {
    const has = there.get(name);
    return has !== undefined && isCompatible(range, has) ? [] : [`${name}@${range}`];
  });
}

function isCompatible(needed: string, has: string): boolean {
  const [wanted, present] = [versionRange.exec(needed), versionRange.exec(has)];
  if (wanted === null || present === null || wanted[1] !== present[1]) return wanted === null || present === null;
  return wanted[1] !== "0" || wanted[2] === present[2];
}

/** `dependencies` and `devDependencies` together; a package that is in both is in the former. */
function dependenciesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return found;
  }
  for (const key of ["devDependencies", "dependencies"]) {
    const list = memberOf(manifest, key);
    if (typeof list !== "object" || list === null) continue;
    for (const [name, range] of Object.entries(list)) if (typeof range === "string") found.set(name, range);
  }
  return found;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
