// @ts-check
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { builtPetstore, call, running, upstream } from "./project.mjs";

const perSecond = 200;
/** Megabytes a minute. */
const mostGrowth = 1;

/**
 * Calls at an even pace for ten minutes; memory is compared by the medians of the two halves after the first three minutes.
 *
 * @param {import("./run.mjs").FaultOptions} options
 * @returns {Promise<import("./run.mjs").Finding[]>}
 */
export async function steadyLoad({ isQuick }) {
  const minutes = isQuick ? 1 : 10;
  const main = builtPetstore();
  const api = await upstream((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('[{"id":1,"name":"Rex"}]');
  });
  const server = await running(main, { PETSTORE_BASE_URL: api.url });
  let [calls, failures, slowest] = [0, 0, 0];
  /** @type {number[]} */
  const resident = [];
  try {
    const begun = performance.now();
    /** @type {Set<Promise<void>>} */
    const pending = new Set();
    for (let second = 0; second < minutes * 60; second++) {
      for (let tenth = 0; tenth < 10; tenth++) {
        for (let one = 0; one < perSecond / 10; one++) {
          const work = call(server.url, "listPets").then(({ kind, milliseconds }) => {
            calls++;
            if (kind !== "ok") failures++;
            slowest = Math.max(slowest, milliseconds);
            pending.delete(work);
          });
          pending.add(work);
        }
        const next = begun + (second * 10 + tenth + 1) * 100;
        await wait(Math.max(0, next - performance.now()));
      }
      resident.push(residentMegabytes(server.child.pid));
    }
    await Promise.all(pending);
  } finally {
    server.child.kill("SIGKILL");
    api.close();
  }
  const warm = resident.slice(Math.floor(resident.length * 0.3));
  const half = Math.floor(warm.length / 2);
  const [first, second] = [median(warm.slice(0, half)), median(warm.slice(half))];
  const growth = ((second - first) * 60) / half;
  return [
    {
      what: `${perSecond} calls a second for ${minutes} min`,
      figures: `${calls} calls, ${failures} failed, slowest ${slowest.toFixed(0)} ms; resident ${first.toFixed(1)} MB, then ${second.toFixed(1)} MB: ${growth.toFixed(2)} MB a minute`,
      // A single minute is all warm-up: its growth says nothing.
      holds: failures === 0 && (isQuick || growth < mostGrowth),
    },
  ];
}

/** @param {number | undefined} pid */
function residentMegabytes(pid) {
  const [, kilobytes] = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
