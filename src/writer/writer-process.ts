/** What the writer needs of the process, and what tests hook into. */
export interface WriterProcess {
  /** Id of this process, so that another run can tell whether it is still there. */
  readonly pid: number;
  /** Whether a process is there. */
  isAlive(pid: number): boolean;
  /** Runs a phase that signals may not cut short. */
  uninterrupted<T>(phase: () => Promise<T>): Promise<T>;
  /** Called before every change on disk, with a word on it; tests stop the process there. */
  step?(what: string): void | Promise<void>;
}
