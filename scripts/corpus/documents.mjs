// @ts-check
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";

/**
 * @typedef {object} CorpusDocument
 * @property {string} name path below the folder
 * @property {string} file absolute path of the entry file
 * @property {boolean} isBroken whether it is broken on purpose: it must give diagnostics with places
 */

/**
 * The documents of a folder: those that its index.json names, or else every JSON and YAML file at its top.
 *
 * @param {string} folder or a single file
 * @param {string} [only] text that the name must contain
 * @returns {CorpusDocument[]}
 */
export function listDocuments(folder, only = "") {
  if (statSync(folder).isFile()) return [{ name: basename(folder), file: resolve(folder), isBroken: false }];
  return namesIn(folder)
    .filter((name) => name.includes(only))
    .map((name) => ({ name, file: resolve(folder, name), isBroken: name.startsWith("broken-") }));
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function namesIn(folder) {
  const index = join(folder, "index.json");
  if (existsSync(index)) {
    /** @type {{ documents?: { file: string }[] }} */
    const { documents = [] } = JSON.parse(readFileSync(index, "utf8"));
    if (documents.length > 0) return documents.map(({ file }) => file);
  }
  return readdirSync(folder)
    .filter((name) => /\.(?:json|ya?ml)$/.test(name) && name !== "index.json")
    .sort();
}
