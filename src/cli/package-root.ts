import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folder of mcpgen's own package: two above this file, in `src/cli` as in `dist/cli`. */
export const packageRoot = fileURLToPath(new URL("../../", import.meta.url));

/** Version of mcpgen, from its package.json. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(`${packageRoot}package.json`, "utf8"));
  if (
    typeof manifest === "object" &&
    manifest !== null &&
    "version" in manifest &&
    typeof manifest.version === "string"
  ) {
    return manifest.version;
  }
  throw new Error("mcpgen's package.json has no version");
}
