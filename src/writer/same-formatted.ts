import { layoutDigest } from "./digest.js";

/** Kinds of file that a repository's formatter may touch. */
const formatted = /\.(?:ts|js|json|md|ya?ml)$/;

/**
 * Whether two texts of one file are the same once prettier has formatted both. Prettier is loaded only for texts that
 * may well be; one that cannot be parsed is the same as nothing.
 */
export async function sameOnceFormatted(path: string, one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  if (!formatted.test(path) || layoutDigest(path, one) !== layoutDigest(path, other)) return false;
  const { format } = await import("prettier");
  const normalised = (text: string): Promise<string> =>
    // `collapse` and `never` undo what a narrower formatter broke: without them prettier keeps such breaks.
    format(text, { filepath: path, printWidth: 120, objectWrap: "collapse", proseWrap: "never", endOfLine: "lf" });
  try {
    return (await normalised(one)) === (await normalised(other));
  } catch {
    return false;
  }
}
