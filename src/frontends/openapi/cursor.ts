import type { PointerOrigin } from "../../ir/origin.js";

/**
 * A place in a loaded document: a value, and how it is reached. Reading through cursors gives every IR node its origin
 * for free and keeps prototype names (`__proto__`, `constructor`) what they are in a document: ordinary keys.
 */
export class Cursor {
  /** The value here, never `undefined`. */
  readonly value: unknown;
  /** File that holds it. */
  readonly file: string;
  readonly #parent: Cursor | undefined;
  readonly #segment: string | number;
  #pointer: string | undefined;
  #key: string | undefined;

  /**
   * @param parent what this is a member or an item of; absent for the root of a file
   * @param segment name or index in `parent`
   */
  constructor(value: unknown, file: string, parent?: Cursor, segment: string | number = "") {
    this.value = value;
    this.file = file;
    this.#parent = parent;
    this.#segment = segment;
  }

  /** JSON pointer (RFC 6901) from the root of the file; made when it is first asked for, since few are. */
  get pointer(): string {
    return (this.#pointer ??=
      this.#parent === undefined ? "" : `${this.#parent.pointer}/${escapeSegment(String(this.#segment))}`);
  }

  /** Where this is, for diagnostics and IR nodes. */
  get origin(): PointerOrigin {
    return { kind: "pointer", file: this.file, pointer: this.pointer };
  }

  /** Identity of the place. */
  get key(): string {
    return (this.#key ??= `${this.file}#${this.pointer}`);
  }

  /** The value when it is an object, else `undefined`. */
  get object(): Readonly<Record<string, unknown>> | undefined {
    return isObject(this.value) ? this.value : undefined;
  }

  /** The member or item of this name, or `undefined` when there is none or it is `null` or absent. */
  at(name: string | number): Cursor | undefined {
    const found = this.raw(name);
    return found === undefined || found.value === null ? undefined : found;
  }

  /** As `at`, but `null` counts. */
  raw(name: string | number): Cursor | undefined {
    const value = this.#member(name);
    return value === undefined ? undefined : new Cursor(value, this.file, this, name);
  }

  #member(name: string | number): unknown {
    const { value } = this;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    return isObject(value) ? value[name] : Reflect.get(value, name);
  }

  /** Follows several names. */
  path(...names: readonly (string | number)[]): Cursor | undefined {
    return names.reduce<Cursor | undefined>((cursor, name) => cursor?.at(name), this);
  }

  /** Members of an object in order; nothing for other values. */
  entries(): readonly (readonly [string, Cursor])[] {
    return Object.entries(this.object ?? {}).map(
      ([name, value]) => [name, new Cursor(value, this.file, this, name)] as const,
    );
  }

  /** Items of an array in order; nothing for other values. */
  items(): readonly Cursor[] {
    return Array.isArray(this.value)
      ? this.value.map((value: unknown, index) => new Cursor(value, this.file, this, index))
      : [];
  }

  /** The member of this name when it is a string; numbers and booleans count as their text, as YAML authors write them. */
  text(name: string): string | undefined {
    const value = this.#member(name);
    if (typeof value === "string") return value;
    return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
  }

  /** True when the member of this name is `true`. */
  flag(name: string): boolean {
    return this.#member(name) === true;
  }

  /** The member of this name when it is a finite number. */
  number(name: string): number | undefined {
    const value = this.#member(name);
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  }

  /** The texts of the member of this name when it is a list. */
  texts(name: string): readonly string[] {
    return (this.at(name)?.items() ?? []).flatMap((item) => (typeof item.value === "string" ? [item.value] : []));
  }
}

/** Escapes one name for a JSON pointer (RFC 6901 §3). */
export function escapeSegment(name: string): string {
  return name.includes("~") || name.includes("/") ? name.replaceAll("~", "~0").replaceAll("/", "~1") : name;
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
