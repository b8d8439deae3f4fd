// @ts-check
import { writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";

/**
 * Writes a page of the documentation in this repository's format.
 *
 * @param {string} file
 * @param {string} markdown
 */
export async function writePage(file, markdown) {
  writeFileSync(file, await format(markdown, { ...(await resolveConfig(file)), filepath: file }));
}
