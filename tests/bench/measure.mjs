// @ts-check
import { measuredProcess } from "../../scripts/measured-process.mjs";

/**
 * One run of something.
 *
 * @typedef {{ seconds: number, megabytes?: number, bytes?: number }} Sample
 *
 * Something that can be run again and again; `before` prepares a run and is not measured.
 *
 * @typedef {{ run: () => Promise<Sample>, before?: () => void }} Contestant
 */

/**
 * Runs a Node program to its end, measured as a whole process.
 *
 * @param {readonly string[]} args
 * @param {import("../../scripts/measured-process.mjs").MeasuredOptions} [options]
 * @returns {Promise<Sample>}
 * @throws Error with what it printed when it fails
 */
export async function measure(args, options) {
  const { code, stdout, stderr, ...sample } = await measuredProcess(args, options);
  if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}:\n${`${stderr}${stdout}`.slice(0, 4000)}`);
  return sample;
}

/**
 * Runs contestants in turns, `runs` times each, after one round that does not count. Who fails is named on stderr, left out from then on,
 * and has no samples.
 *
 * @template {string} Name
 * @param {Readonly<Record<Name, Contestant>>} contestants
 * @param {number} runs
 * @returns {Promise<Record<Name, Sample[]>>}
 */
export async function alternate(contestants, runs) {
  const names = /** @type {Name[]} */ (Object.keys(contestants));
  const samples = /** @type {Record<Name, Sample[]>} */ ({});
  for (const name of names) samples[name] = [];
  /** @type {Set<Name>} */
  const failed = new Set();
  for (let round = 0; round <= runs; round += 1) {
    for (const name of names) {
      if (failed.has(name)) continue;
      try {
        contestants[name].before?.();
        const sample = await contestants[name].run();
        if (round > 0) samples[name].push(sample);
      } catch (error) {
        console.error(`${name} fails and is left out: ${String(error).slice(0, 1000)}`);
        failed.add(name);
        samples[name] = [];
      }
    }
  }
  return samples;
}
