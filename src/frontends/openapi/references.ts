import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Cursor } from "./cursor.js";
import type { Documents } from "./documents.js";
import { written } from "./written.js";

/** References one after the other whose end is remembered. */
const longChain = 10;

/** Thrown while one operation is read or lowered when that operation cannot be had; caught where operations are listed. */
export class Unusable extends Error {
  override readonly name = "Unusable";
}

/**
 * Follows references and says what goes wrong. A broken reference makes what needs it unusable: the operation it stands in
 * is left out, the others go on.
 */
export class References {
  /** Where long chains of references end, by the keys of those in them: each might begin at any of them. */
  readonly #ends = new Map<string, Cursor>();
  readonly #documents: Documents;
  readonly #diagnostics: Diagnostics;
  /** What happens to whatever needs a broken reference, for messages. */
  consequence = "it is left out";

  constructor(documents: Documents, diagnostics: Diagnostics) {
    this.#documents = documents;
    this.#diagnostics = diagnostics;
  }

  /** What one `$ref` names. Throws `Unusable` after reporting when that cannot be had. */
  target(reference: Cursor): Cursor {
    const ref = written(reference.value);
    const resolution = this.#documents.resolve(ref, reference);
    switch (resolution.kind) {
      case "found":
        return resolution.target;
      case "missing":
        this.#diagnostics.report("openapi/dangling-ref", reference.origin, {
          ref,
          consequence: this.consequence,
          suggestion: resolution.suggestion,
        });
        throw new Unusable(ref);
      case "external":
        this.#diagnostics.report("openapi/external-ref", reference.origin, { ref, consequence: this.consequence });
        throw new Unusable(ref);
      default:
        return resolution satisfies never;
    }
  }

  /** As `target`, but silent: `undefined` when there is none. */
  peek(reference: Cursor): Cursor | undefined {
    return this.peekAt(written(reference.value), reference);
  }

  /** As `peek`, for a reference that is written otherwise, e.g. as a bare name in `mapping`. */
  peekAt(ref: string, from: Cursor): Cursor | undefined {
    const resolution = this.#documents.resolve(ref, from);
    return resolution.kind === "found" ? resolution.target : undefined;
  }

  /** As `Documents.mentions`. */
  mentions(pattern: RegExp): boolean {
    return this.#documents.mentions(pattern);
  }

  /** The object itself: follows `$ref` until there is none (Reference Objects; siblings do not count). */
  follow(cursor: Cursor): Cursor {
    const seen = new Set<string>();
    let current = cursor;
    for (let reference = referenceOf(current); reference !== undefined; reference = referenceOf(current)) {
      if (seen.has(current.key)) {
        this.#diagnostics.report("openapi/circular-ref", reference.origin, {
          ref: written(reference.value),
          consequence: this.consequence,
        });
        throw new Unusable(written(reference.value));
      }
      seen.add(current.key);
      current = this.#ends.get(current.key) ?? this.target(reference);
    }
    if (seen.size > longChain) for (const key of seen) this.#ends.set(key, current);
    return current;
  }
}

/** The `$ref` of an object, where it has one. */
export function referenceOf(cursor: Cursor): Cursor | undefined {
  const reference = cursor.at("$ref");
  return typeof reference?.value === "string" ? reference : undefined;
}
