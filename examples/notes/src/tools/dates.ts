/** A stretch of time: so many days, or up to a date. */
export type Span = { kind: "days"; days: number } | { kind: "until"; end: Date };

const dayMs = 86_400_000;

/**
 * The date after some working days, Monday to Friday.
 * @tool
 * @readOnlyHint
 * @param start - The first day, itself not counted.
 * @param days - How many working days.
 */
export function addWorkingDays(
  start: Date,
  /**
   * @integer
   * @minimum 0
   * @maximum 1000
   */
  days: number,
): { date: Date; weekday: string } {
  const date = new Date(start);
  for (let left = days; left > 0;) {
    date.setUTCDate(date.getUTCDate() + 1);
    if (date.getUTCDay() !== 0 && date.getUTCDay() !== 6) left--;
  }
  return { date, weekday: date.toLocaleDateString("en-GB", { weekday: "long", timeZone: "UTC" }) };
}

/**
 * When a span that begins at a date ends.
 * @tool
 * @readOnlyHint
 */
export const endOf = (start: Date, span: Span): Date =>
  span.kind === "until" ? span.end : new Date(start.getTime() + span.days * dayMs);

/**
 * Nanoseconds since 1970 of a moment: more than a JSON number can hold.
 * @tool
 * @readOnlyHint
 */
export function nanoseconds(at: Date): bigint {
  return BigInt(at.getTime()) * 1_000_000n;
}
