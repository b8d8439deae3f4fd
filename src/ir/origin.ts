/** Where a node came from; line and column are computed only when a diagnostic is rendered. */
export type Origin = PointerOrigin | SpanOrigin;

/** A place in a JSON or YAML document. */
export interface PointerOrigin {
  readonly kind: "pointer";
  /** Path or URL of the file as the user would write it, with `/` on every system. */
  readonly file: string;
  /** JSON pointer (RFC 6901) into the file, `""` for the root. */
  readonly pointer: string;
}

/** A place in a text file. */
export interface SpanOrigin {
  readonly kind: "span";
  /** Path of the file as the user would write it, with `/` on every system. */
  readonly file: string;
  /** First character, counted from 0 in UTF-16 units. */
  readonly start: number;
  /** One past the last character; equal to `start` for a place between characters. */
  readonly end: number;
}
