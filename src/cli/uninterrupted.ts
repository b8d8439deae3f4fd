import { setImmediate } from "node:timers/promises";

/** Signals by which a person or a supervisor ends a command. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a phase that such a signal may not cut short. One that arrives is taken up when the phase is over, and then ends the
 * process as it would have.
 */
export async function uninterrupted<T>(process: NodeJS.Process, phase: () => Promise<T>): Promise<T> {
  let caught: NodeJS.Signals | undefined;
  const wait = (signal: NodeJS.Signals): void => {
    caught ??= signal;
  };
  for (const signal of signals) process.on(signal, wait);
  try {
    return await phase();
  } finally {
    // One that has arrived is told in the next turns of the event loop; without these it would be lost.
    await setImmediate();
    await setImmediate();
    for (const signal of signals) process.off(signal, wait);
    if (caught !== undefined) process.kill(process.pid, caught);
  }
}
