/** Gives the members of an object another order. */
export type Order = (keys: readonly string[]) => readonly string[];

/** What becomes of the values of some members. */
export type Members = Readonly<Record<string, (value: unknown) => unknown>>;

/** An object with its members in another order, the named ones changed; anything else, and a reference, as it is. */
export function reordered(value: unknown, order: Order, members: Members = {}): unknown {
  if (!isRecord(value)) return value;
  const entries = order(Object.keys(value)).map((key): [string, unknown] => {
    const change = Object.hasOwn(members, key) ? members[key] : undefined;
    return [key, change === undefined ? value[key] : change(value[key])];
  });
  return Object.fromEntries(entries);
}

/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
