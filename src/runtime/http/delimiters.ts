/** What stands between items beside commas, by style; tabs, and any of them outside the query, are Swagger 2.0's. */
export const delimiters = { spaceDelimited: " ", pipeDelimited: "|", tabDelimited: "\t" } as const;

export type DelimitedStyle = keyof typeof delimiters;
