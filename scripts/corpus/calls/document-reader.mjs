// @ts-check
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";

/**
 * A value of a document, with what is needed to follow a reference in it.
 *
 * @typedef {{ readonly value: any, readonly file: string }} Located
 */

/** YAML as 1.2 reads it, with merge keys, and forgiving what real documents get wrong. */
const yaml = /** @type {const} */ ({
  version: "1.2",
  merge: true,
  uniqueKeys: false,
  maxAliasCount: -1,
  logLevel: "silent",
});

/** Reads documents for the checks on their own account: nothing here is shared with mcpgen. */
export class DocumentReader {
  /** @type {Map<string, unknown>} */
  #files = new Map();
  bytes = 0;

  /**
   * @param {string} file
   * @returns {Located}
   */
  read(file) {
    if (!this.#files.has(file)) {
      const text = readFileSync(file, "utf8");
      const value = file.endsWith(".json") ? JSON.parse(text) : parse(text, yaml);
      this.bytes += Buffer.byteLength(JSON.stringify(value));
      this.#files.set(file, value);
    }
    return { value: this.#files.get(file), file };
  }

  /**
   * A member, with references followed; `undefined` when there is none or the reference leads nowhere.
   *
   * @param {Located | undefined} parent
   * @param {string | number} key
   * @returns {Located | undefined}
   */
  at(parent, key) {
    const value = parent?.value;
    if (parent === undefined || value === null || typeof value !== "object" || !Object.hasOwn(value, key))
      return undefined;
    return this.follow({ value: value[key], file: parent.file });
  }

  /**
   * Members of an object, references followed; those that lead nowhere are left out.
   *
   * @param {Located | undefined} parent
   * @returns {[string, Located][]}
   */
  entries(parent) {
    const value = parent?.value;
    if (value === null || typeof value !== "object") return [];
    return Object.keys(value).flatMap((key) => {
      const member = this.at(parent, key);
      return member === undefined ? [] : [/** @type {[string, Located]} */ ([key, member])];
    });
  }

  /**
   * @param {Located} located
   * @returns {Located | undefined}
   */
  follow(located) {
    /** @type {Located | undefined} */
    let here = located;
    for (let hops = 0; hops < 50; hops += 1) {
      const reference = here?.value?.$ref;
      if (here === undefined || typeof reference !== "string") return here;
      here = this.#target(reference, here.file);
    }
    return undefined;
  }

  /**
   * @param {string} reference
   * @param {string} from
   * @returns {Located | undefined}
   */
  #target(reference, from) {
    const [path = "", pointer = ""] = reference.split("#");
    if (/^[a-z]+:/i.test(path)) return undefined;
    const file = path === "" ? from : resolve(dirname(from), decodeURIComponent(path));
    let value;
    try {
      ({ value } = this.read(file));
    } catch {
      return undefined;
    }
    for (const token of pointer.split("/").slice(1)) {
      const key = decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~");
      if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
      value = value[key];
    }
    return { value, file };
  }
}
