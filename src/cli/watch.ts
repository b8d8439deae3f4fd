import { resolve } from "node:path";
import { watch as watchFiles } from "chokidar";
import { importsMark } from "../ir/import-specifiers.js";
import { isServer, isUrl } from "../writer/create-lock.js";
import { exitCodes } from "./exit-codes.js";
import type { GenerationOutcome } from "./generate.js";
import type { Surroundings } from "./surroundings.js";

/** How long after a change a run waits for the next one: editors write in several steps. */
const settleMs = 100;

/**
 * Runs now, and again whenever a file changes that the last run depended on, also one that was not there. Runs follow each other;
 * ends with the first signal that asks for it.
 */
export async function watch(
  once: () => Promise<GenerationOutcome>,
  { cwd, terminal }: Pick<Surroundings, "cwd" | "terminal">,
): Promise<number> {
  const watcher = watchFiles([], { ignoreInitial: true });
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const run = async (): Promise<void> => {
    const { inputs } = await once();
    const watched = inputs
      .map(({ path }) => path.replace(importsMark, ""))
      .filter((path) => path !== "-" && !isUrl(path) && !isServer(path));
    watcher.add(watched.map((path) => resolve(cwd, path)));
    terminal.err("Watching for changes; Ctrl+C ends.\n");
  };
  watcher.on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(run);
    }, settleMs);
  });
  running = run();
  await signalled(["SIGINT", "SIGTERM"]);
  clearTimeout(timer);
  await running;
  await watcher.close();
  return exitCodes.done;
}

function signalled(signals: readonly NodeJS.Signals[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}
