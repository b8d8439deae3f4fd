import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Cursor } from "./cursor.js";
import { Unusable, type References } from "./references.js";

/** One method of one path, ready to be read. */
export interface PathEntry {
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  /** The Operation Object. */
  readonly cursor: Cursor;
  /** The Path Item Object that holds it. */
  readonly item: Cursor;
  /** Runs a reader; gives nothing when it finds the operation unusable (already reported). */
  readonly read: <T>(reader: () => T) => readonly T[];
}

/** Lists the operations of `paths` in the document's order. `methodsOf` says which members of a Path Item are operations. */
export function readOperations(
  root: Cursor,
  references: References,
  diagnostics: Diagnostics,
  methodsOf: (item: Cursor) => readonly (readonly [string, Cursor])[],
): readonly PathEntry[] {
  return (root.at("paths")?.entries() ?? []).flatMap(([path, entry]) => {
    if (path.startsWith("x-")) return [];
    if (!path.startsWith("/")) {
      diagnostics.report("openapi/unsupported", entry.origin, {
        what: `Path \`${path}\` does not begin with a slash`,
        consequence: "it is left out",
      });
      return [];
    }
    references.consequence = `the path \`${path}\` is left out`;
    return usable(() => references.follow(entry)).flatMap((item) =>
      methodsOf(item).map(([method, cursor]) => ({
        method,
        path,
        cursor,
        item,
        read: <T>(reader: () => T) => {
          references.consequence = `the operation \`${cursor.text("operationId") ?? `${method} ${path}`}\` is left out`;
          return usable(reader);
        },
      })),
    );
  });
}

/** The outcome of a reader, or nothing when what it reads cannot be had. */
export function usable<T>(reader: () => T): readonly T[] {
  try {
    return [reader()];
  } catch (error) {
    if (error instanceof Unusable) return [];
    throw error;
  }
}
