import type { Terminal } from "../../src/cli/terminal.js";

/** A terminal that collects what is printed. */
export class RecordingTerminal implements Terminal {
  stdout = "";
  stderr = "";
  readonly isWatched: boolean;
  readonly colour = false;

  constructor(isWatched = false) {
    this.isWatched = isWatched;
  }

  out(text: string): void {
    this.stdout += text;
  }

  err(text: string): void {
    this.stderr += text;
  }
}
