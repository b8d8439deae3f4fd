import { format } from "prettier";

/** What prettier makes of a text under the options of the generated `.prettierrc`; the file's name decides how it is read. */
export function asPrettierWrites(text: string, filepath = "file.ts"): Promise<string> {
  return format(text, { printWidth: 120, filepath });
}
