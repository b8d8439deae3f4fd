const declaration = /^(?:import|export|\})(?:[^"'`=\n]*\bfrom)?\s*(["'])([^"'\n]+)\1/gm;

/** What a module of TypeScript or JavaScript imports or exports from, static or dynamic, over as many lines as it takes. */
export function importSpecifiers(text: string): readonly string[] {
  return [...matches(text, declaration), ...matches(text, /\bimport\(\s*(["'])([^"'\n]+)\1/g)];
}

/**
 * What a generated module imports or exports from by declarations, which stand at its top and begin at the start of a line. Text
 * in a literal or a comment, which may be a document's, is never taken for one: it stands further right or further down.
 */
export function staticImports(text: string): readonly string[] {
  const end = text.search(/^(?:\/\*\*|export (?:const|class|function|interface|type \w))/m);
  return matches(end < 0 ? text : text.slice(0, end), declaration);
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return Array.from(text.matchAll(pattern), ([, , specifier = ""]) => specifier);
}

/** Ends the names of inputs of which only the imports count: the author's own modules, by which runtime modules are chosen. */
export const importsMark = "#imports";
