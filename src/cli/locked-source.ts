import type { CompileInput } from "../compile.js";
import type { JsonObject } from "../ir/json.js";

/**
 * What a configuration would say of the one document that a command names, so that other configurations can mount its project;
 * `undefined` where the document came on standard input, and for sources of other kinds.
 *
 * @param name of the provider, as the lock file remembers it
 * @param keyOf how the lock file names an input
 */
export function lockedSource(
  { sources }: CompileInput,
  name: string,
  keyOf: (input: string) => string,
): JsonObject | undefined {
  const [source, ...others] = sources;
  if (source?.kind !== "openapi" || others.length > 0 || source.document === "-") return undefined;
  const { kind, document, namespace, outputSchemas, coerce, mediaType, allowRefs, env } = source;
  const { include, exclude, includeTags, excludeTags, overlays } = source;
  const lists = { include, exclude, includeTags, excludeTags, overlays: overlays.map(keyOf) };
  const set = Object.entries({
    ...{ name, namespace, mediaType },
    ...(outputSchemas === "relaxed" ? {} : { outputSchemas }),
    ...(coerce ? {} : { coerce }),
    ...(allowRefs ? { allowRefs } : {}),
    ...(Object.keys(env).length === 0 ? {} : { env }),
    ...Object.fromEntries(Object.entries(lists).filter(([, items]) => items.length > 0)),
  }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return { kind, document: keyOf(document), ...Object.fromEntries(set) };
}
