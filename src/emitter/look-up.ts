/** The value of a key that must be there. */
export function lookUp<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error("a name was asked for that nobody gave out");
  return value;
}
