import { coerce } from "./coerce.js";
import { isJsonObject } from "./json-kinds.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import { misfitText, type Misfit } from "./misfit.js";
import { ArgumentError } from "./tool-error.js";
import { schemaCheck } from "./validate.js";

/** What says which arguments there are. */
export interface ArgumentRules {
  /** The schema that the model was shown. */
  readonly inputSchema: JsonSchema;
  /** False when arguments must have their types already. */
  readonly coerce?: false;
}

/** As many problems as one answer lists. */
const mostProblems = 20;

/**
 * The arguments of a call, coerced where only that is needed, and valid.
 *
 * @throws ArgumentError that lists every argument that is not, with the reason.
 */
export function prepareArguments(given: JsonValue | undefined, rules: ArgumentRules): JsonObject {
  const args = given ?? {};
  if (!isJsonObject(args)) throw new ArgumentError("they must be an object");
  const coerced = rules.coerce === false ? args : coerce(args, rules.inputSchema);
  const misfits = schemaCheck(rules.inputSchema)(coerced);
  if (misfits.length > 0) throw new ArgumentError(problems(misfits));
  return isJsonObject(coerced) ? coerced : args;
}

function problems(misfits: readonly Misfit[]): readonly string[] {
  const listed = misfits.slice(0, mostProblems).map(problem);
  const more = misfits.length - listed.length;
  return more > 0 ? [...listed, `and ${String(more)} more`] : listed;
}

function problem(misfit: Misfit): string {
  const isUnknown = misfit.keyword === "false" && misfit.path.length === 1;
  return isUnknown ? `${misfit.place} is not an argument` : misfitText(misfit);
}
