/** The arguments that the schema of the body does not name. */
export function others(args: object, known: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !known.includes(name)));
}
