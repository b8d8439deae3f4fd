import { posix } from "node:path";
import type { FunctionPlan } from "./function-plan.js";

/**
 * How a generated module imports a source file of the user's: by a relative path, ending as the package's compiler wants it.
 *
 * @param source path of the file from the working directory
 * @param module path of the generated module under `src/`
 */
export function userModule(source: string, module: string, { functions, sources, directory }: FunctionPlan): string {
  const path = posix.relative(posix.dirname(posix.join(sources, module)), posix.resolve(directory, source));
  const relative = path.startsWith("../") ? path : `./${path}`;
  return functions.importExtension === ".ts" ? relative : relative.replace(/\.([mc]?)[jt]sx?$/, ".$1js");
}
