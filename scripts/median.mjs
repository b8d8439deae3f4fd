// @ts-check

/**
 * The middle of some numbers; of an even count, halfway between the two in the middle.
 *
 * @param {readonly number[]} values
 * @returns {number} `NaN` when there are none
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
