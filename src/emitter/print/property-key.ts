import { escaped, stringLiteral } from "./string-literal.js";

/** A name that needs no quotes, and that prettier takes them from: an identifier of ECMAScript 5, in scripts whose letters are old. */
const bare =
  /^[A-Za-z$_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3][\w$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3]*$/;

/** Looks like an identifier, or might to another version of Unicode. */
const perhapsBare = /^[\p{L}\p{M}\p{N}\p{Pc}$_]+$/u;

/**
 * A property name in an interface or type literal: bare where it can be, else in quotes.
 *
 * @example propertyName("filter[name]") // '"filter[name]"'
 */
export function propertyName(name: string): string {
  if (bare.test(name)) return name;
  const literal = stringLiteral(name);
  if (!perhapsBare.test(name) || /^[\x20-\x7e]*$/.test(name)) return literal;
  // With an escape in it, prettier leaves the quotes in place.
  return literal.replace(/[^\x20-\x7e]/gu, escaped);
}

/** A key in an object literal: as `propertyName`, but `__proto__`, which would set the prototype, is a computed key. */
export function propertyKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : propertyName(name);
}
