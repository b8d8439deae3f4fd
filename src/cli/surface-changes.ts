import type { SurfaceComponent } from "../compile.js";
import { surfaceLine } from "../compile.js";
import { visibleText } from "../diagnostics/visible-text.js";
import { digest } from "../writer/digest.js";

/** Most changes that are told one by one. */
const mostLines = 40;

/**
 * What changed for the model, a line each: `+ tool addNote`, `~ prompt review`, `- resource motto`.
 *
 * @param before digests of components by kind and name, as the lock file keeps them
 */
export function surfaceChanges(
  before: ReadonlyMap<string, string>,
  surface: readonly SurfaceComponent[],
): readonly string[] {
  const after = new Map(surface.map((one) => [`${one.kind} ${one.name}`, digest(surfaceLine(one))]));
  const lines = [
    ...[...after].flatMap(([key, one]) => {
      const other = before.get(key);
      return other === one ? [] : [`  ${other === undefined ? "+" : "~"} ${visibleText(key)}`];
    }),
    ...[...before.keys()].filter((key) => !after.has(key)).map((key) => `  - ${visibleText(key)}`),
  ];
  const more = lines.length - mostLines;
  return more > 0 ? [...lines.slice(0, mostLines), `  … and ${String(more)} more`] : lines;
}
