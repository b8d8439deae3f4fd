import { format } from "prettier";

/** What prettier makes of a TypeScript text under the options of the generated `.prettierrc`. */
export function asPrettierWrites(text: string, parser: "typescript" | "json" | "markdown" = "typescript"): Promise<string> {
  return format(text, { parser, printWidth: 120, filepath: parser === "typescript" ? "file.ts" : undefined });
}
