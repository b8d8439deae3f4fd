import { coerce } from "./coerce.js";
import { isJsonObject } from "./json-kinds.js";
import type { JsonObject, JsonValue } from "./json.js";
import { ArgumentError } from "./tool-error.js";
import type { ToolDefinition } from "./tool.js";
import { schemaCheck } from "./validate.js";

/** As many problems as one answer lists. */
const most = 20;

/**
 * The arguments of a call, coerced where only that is needed, and valid.
 *
 * @throws ArgumentError that lists every argument that is not, with the reason.
 */
export function prepareArguments(
  given: JsonValue | undefined,
  rules: Pick<ToolDefinition, "inputSchema" | "coerce">,
): JsonObject {
  const args = rules.coerce === false ? (given ?? {}) : coerce(given ?? {}, rules.inputSchema);
  if (!isJsonObject(args)) throw new ArgumentError("they must be an object");
  const problems = schemaCheck(rules.inputSchema)(args).map(({ path, keyword, text }) =>
    keyword === "false" && path.length === 1 ? text.replace(/is not known here$/, "is not an argument") : text,
  );
  if (problems.length === 0) return args;
  const more = problems.length > most ? [`and ${String(problems.length - most)} more`] : [];
  throw new ArgumentError([...problems.slice(0, most), ...more]);
}
