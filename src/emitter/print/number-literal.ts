/**
 * A number as a TypeScript and JSON literal in prettier's form, e.g. `1e21`; negative zero is `0`, as in JSON.
 *
 * @throws Error for NaN and the infinities, which no document can hold.
 */
export function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${String(value)} is no number that JSON can carry`);
  return String(value).replace("e+", "e");
}
