// @ts-check
import { cpus, loadavg, totalmem } from "node:os";

/** The machine, and how busy it is: figures of different machines cannot be compared, ratios nearly can. */
export function machineLine() {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const load = loadavg()[0]?.toFixed(1) ?? "?";
  return `${processors.length} × ${processors[0]?.model.trim() ?? "?"}, ${gigabytes} GB, Node ${process.version}, ${process.platform}; load ${load}`;
}
