/** Any value that JSON can carry. */
export type JsonValue = null | boolean | number | string | JsonArray | JsonObject;

/** A JSON array. */
export type JsonArray = readonly JsonValue[];

/** A JSON object. Keys may be hostile (`__proto__`): build with `Object.fromEntries`, read with `Object.hasOwn`. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
