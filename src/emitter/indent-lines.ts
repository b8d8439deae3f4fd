/** Lines as a block that stands `columns` columns to the right. */
export function indentLines(lines: readonly string[], columns: number): string {
  return lines.map((line) => `${" ".repeat(columns)}${line}\n`).join("");
}
