import { posix } from "node:path";
import type { Program } from "../ir/program.js";

/** How a project of its own is compiled and started. */
export interface ProjectPlace {
  /** The compiled `main.js`, from the project's folder. */
  readonly main: string;
  readonly type: "module" | "commonjs";
  /** The folder that all sources lie in, from the project's. */
  readonly rootDir: string;
  /** The tsconfig.json whose options the user's functions are compiled under; empty where mcpgen's own count. */
  readonly base: string;
}

/**
 * A project that imports functions of a package elsewhere compiles them too, under the options of their package: its sources begin
 * where both do.
 *
 * @param folder the project's, as the user wrote it
 * @param directory the working directory, absolute
 */
export function projectPlace({ providers }: Program, folder: string, directory: string): ProjectPlace {
  const [functions] = providers.flatMap((provider) => provider.functions ?? []);
  if (functions === undefined) return { main: "dist/main.js", type: "module", rootDir: "src", base: "" };
  const project = posix.resolve(directory, folder.replaceAll("\\", "/"));
  const root = commonFolder(project, posix.resolve(directory, functions.packageFolder));
  const tsconfig = functions.tsconfig === undefined ? "" : posix.resolve(directory, functions.tsconfig);
  return {
    main: posix.join("dist", posix.relative(root, project), "src/main.js"),
    type: functions.moduleSystem === "commonjs" ? "commonjs" : "module",
    rootDir: posix.relative(project, root) || ".",
    base: tsconfig === "" ? "" : posix.relative(project, tsconfig),
  };
}

function commonFolder(one: string, other: string): string {
  const others = other.split("/");
  const parts = one.split("/");
  const end = parts.findIndex((part, index) => part !== others[index]);
  return parts.slice(0, end < 0 ? parts.length : end).join("/") || "/";
}
