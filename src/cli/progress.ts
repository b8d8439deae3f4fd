import type { Terminal } from "./terminal.js";

/** How long a run may be silent. */
const silenceMs = 500;

/** Says on a terminal what a run is doing, once it has taken over half a second. Prints nothing when nobody watches. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #isShown: boolean;
  readonly #started = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #isOnScreen = false;

  constructor(terminal: Terminal, isWanted: boolean) {
    this.#terminal = terminal;
    this.#isShown = isWanted && terminal.isWatched;
  }

  /** Begins a stage, e.g. `compiling petstore.yaml`. */
  stage(what: string): void {
    if (!this.#isShown) return;
    clearTimeout(this.#timer);
    const remaining = silenceMs - (performance.now() - this.#started);
    if (remaining <= 0) this.#print(what);
    else
      this.#timer = setTimeout(() => {
        this.#print(what);
      }, remaining).unref();
  }

  /** Ends the last stage and takes the line away. */
  done(): void {
    clearTimeout(this.#timer);
    if (this.#isOnScreen) this.#terminal.err("\r\u001B[K");
    this.#isOnScreen = false;
  }

  #print(what: string): void {
    this.#terminal.err(`\r\u001B[K${what} …`);
    this.#isOnScreen = true;
  }
}
