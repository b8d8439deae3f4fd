/** A document's value as text. Not by `String`, which asks objects for a `toString` of their own: a document may bring one. */
export function written(value: unknown): string {
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}
