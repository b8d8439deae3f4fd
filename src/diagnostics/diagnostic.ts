import type { Origin } from "../ir/origin.js";

/** `error` stops the writing; `warning` does not, unless `--strict` is given; `note` only informs. */
export type Severity = "error" | "warning" | "note";

/** Something to tell the user about the input or the output. */
export interface Diagnostic {
  /** `area/what-is-wrong`, stable. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is so. */
  readonly message: string;
  /** One sentence: what to do. */
  readonly help: string;
  /** Where; absent when the whole run is concerned. */
  readonly origin?: Origin;
  /** Line and column of `origin`, computed when the diagnostic is reported to people. */
  readonly place?: Place;
}

/** A place as people and editors count it. */
export interface Place {
  /** First line is 1. */
  readonly line: number;
  /** First column is 1, in UTF-16 units. */
  readonly column: number;
  /** Characters to underline, at least 1, never past the end of the line. */
  readonly length: number;
  /** Text of the line, for the code frame. */
  readonly text: string;
}
