import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { renderDiagnostics } from "../diagnostics/render-diagnostics.js";
import type { Terminal } from "./terminal.js";

/** How a run reports. */
export interface ReportOptions {
  readonly format: "text" | "json";
  /** No notes. */
  readonly quiet: boolean;
  /** Warnings are errors. */
  readonly strict: boolean;
}

/** The diagnostics of a run, from wherever they come. */
export class Report {
  readonly #terminal: Terminal;
  readonly #options: ReportOptions;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(terminal: Terminal, options: ReportOptions) {
    this.#terminal = terminal;
    this.#options = options;
  }

  add(diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) {
      const isStricter = this.#options.strict && diagnostic.severity === "warning";
      this.#diagnostics.push(isStricter ? { ...diagnostic, severity: "error" } : diagnostic);
    }
  }

  hasErrors(): boolean {
    return this.#diagnostics.some(({ severity }) => severity === "error");
  }

  /** Prints them all to standard error. */
  print(): void {
    const { format, quiet } = this.#options;
    const shown = quiet ? this.#diagnostics.filter(({ severity }) => severity !== "note") : this.#diagnostics;
    this.#terminal.err(renderDiagnostics(shown, { format, colour: this.#terminal.colour }));
  }

  /** Prints a sentence or more for people to standard error. */
  say(text: string): void {
    const { format, quiet } = this.#options;
    if (quiet || format === "json") return;
    this.#terminal.err(`${this.#diagnostics.length > 0 ? "\n" : ""}${text}\n`);
  }
}
