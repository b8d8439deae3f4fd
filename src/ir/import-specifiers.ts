/** What a module of TypeScript or JavaScript imports or exports from, static or dynamic, over as many lines as it takes. */
export function importSpecifiers(text: string): readonly string[] {
  return Array.from(
    text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*(["'])([^"'\n]+)\1/g),
    ([, , specifier = ""]) => specifier,
  );
}

/** Ends the names of inputs of which only the imports count: the author's own modules, by which runtime modules are chosen. */
export const importsMark = "#imports";
