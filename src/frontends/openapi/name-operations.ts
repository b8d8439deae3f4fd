import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { OperationModel } from "./api-document.js";
import { cleanName, isValidName, numberedName, UniqueNames } from "../names.js";

/** An operation that wants a name. */
export interface NameCandidate {
  readonly operation: OperationModel;
  /** `x-mcp.name`, where there is one. */
  readonly chosen: string | undefined;
}

/**
 * Gives every operation its component's name, unique ignoring case. Names that are valid as written are given out first, in the
 * document's order; cleaned ones take what is left, so no operation loses its own name to another's number.
 */
export function nameOperations(candidates: readonly NameCandidate[], diagnostics: Diagnostics): readonly string[] {
  const unique = new UniqueNames();
  const names: string[] = [];
  const wanted = candidates.map(wantedName);
  for (const [index, { name, asWritten }] of wanted.entries()) {
    if (asWritten && unique.isFree(name)) names[index] = unique.take(name);
  }
  for (const [index, { name }] of wanted.entries()) {
    if (names[index] !== undefined) continue;
    const used = unique.take(name, numberedName);
    names[index] = used;
    if (used !== name) {
      const operation = candidates[index]?.operation.cursor;
      diagnostics.report("program/renamed", operation?.at("operationId")?.origin ?? operation?.origin, {
        wanted: name,
        used,
        reason: "is taken",
      });
    }
  }
  return names;
}

/** The first source that leaves a name: `x-mcp.name`, operationId, summary, method and path. */
function wantedName({ operation, chosen }: NameCandidate): { readonly name: string; readonly asWritten: boolean } {
  const id = operation.id === undefined ? undefined : withoutSlug(operation.id, operation);
  for (const source of [chosen, id, operation.summary, `${operation.method.toLowerCase()}_${operation.path}`]) {
    if (source === undefined) continue;
    const name = cleanName(source);
    if (name !== "")
      return {
        name,
        asWritten: name === source && isValidName(source) && (source === chosen || source === operation.id),
      };
  }
  return { name: cleanName(operation.method.toLowerCase()) || "operation", asWritten: false };
}

/** The name that an operation has when nobody chooses another, before clashes are settled. */
export function ownName(operation: OperationModel): string {
  return wantedName({ operation, chosen: undefined }).name;
}

/** FastAPI writes path and method behind the function's name: `read_item_items__item_id__get` is `read_item`. */
function withoutSlug(id: string, { path, method }: OperationModel): string {
  const slug = `${path.replace(/\W/g, "_")}_${method.toLowerCase()}`;
  return id.endsWith(slug) && id.length > slug.length ? id.slice(0, -slug.length) : id;
}
