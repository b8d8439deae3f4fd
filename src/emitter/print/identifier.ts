/** What a binding cannot be called in a module of strict TypeScript. */
const reserved: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally " +
    "for function if implements import in instanceof interface let new null package private protected public return static super " +
    "switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

const identifierName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** True when the name can follow a dot. */
export function isIdentifierName(name: string): boolean {
  return identifierName.test(name);
}

/** True when the name cannot be a binding's. */
export function isReservedWord(name: string): boolean {
  return reserved.has(name);
}

/**
 * A name that is printed bare: the only way for a document's name to become code.
 *
 * @throws Error when it is no identifier; the frontends make identifiers of names, so that is a fault of mcpgen's own.
 */
export function identifier(name: string): string {
  if (!isIdentifierName(name) || isReservedWord(name)) throw new Error(`${JSON.stringify(name)} is no identifier`);
  return name;
}

/** A name made fit for a binding: a trailing `_` for reserved words, a leading one before a digit. */
export function safeIdentifier(name: string): string {
  if (isReservedWord(name)) return `${name}_`;
  return isIdentifierName(name) ? name : `_${name}`;
}
