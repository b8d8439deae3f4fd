const longest = 2 ** 31 - 1;

/** Unlike AbortSignal.timeout and AbortSignal.any, `end` lets go of timer and listener. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;
  readonly end: () => void;
  readonly #until: number;
  /** True when the time was up before the caller gave up. */
  expired = false;

  /** `milliseconds` of 0 set no limit. */
  constructor(milliseconds: number, caller?: AbortSignal) {
    this.#until = milliseconds > 0 ? Date.now() + milliseconds : Infinity;
    const expire = () => {
      this.expired = !this.signal.aborted;
      this.#controller.abort(new Error("timed out"));
    };
    const giveUp = () => {
      this.#controller.abort(caller?.reason);
    };
    const timer = milliseconds > 0 ? setTimeout(expire, Math.min(milliseconds, longest)) : undefined;
    caller?.addEventListener("abort", giveUp);
    if (caller?.aborted) giveUp();
    this.end = () => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", giveUp);
    };
  }

  get remaining(): number {
    return this.#until - Date.now();
  }

  /** The work's outcome, unless the abort comes first. */
  async race<T>(work: Promise<T>): Promise<T> {
    let abort = () => {};
    const aborted = new Promise<void>((resolve) => (abort = resolve)).then(() => {
      throw this.signal.reason;
    });
    this.signal.addEventListener("abort", abort);
    if (this.signal.aborted) abort();
    try {
      return await Promise.race([aborted, work]);
    } finally {
      this.signal.removeEventListener("abort", abort);
    }
  }

  async sleep(milliseconds: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await this.race(new Promise((resolve) => (timer = setTimeout(resolve, milliseconds))));
    } finally {
      clearTimeout(timer);
    }
  }
}
