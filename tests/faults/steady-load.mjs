// @ts-check
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { median } from "../../scripts/median.mjs";
import { processorSeconds } from "../../scripts/processor-seconds.mjs";
import { residentMegabytes } from "../../scripts/resident-megabytes.mjs";
import { builtPetstore, running, runningOverStdio, upstream } from "./project.mjs";

const perSecond = 200;
/** Megabytes for as many calls as a minute has. */
const mostGrowth = 1;
/** Calls under way beyond which no more are made until some have ended. */
const mostPending = 200;

/**
 * Calls at an even pace: ten minutes, then a minute each for the other ways to be called.
 *
 * @param {import("./run.mjs").FaultOptions} options
 * @returns {Promise<import("./run.mjs").Finding[]>}
 */
export async function steadyLoad({ isQuick }) {
  const short = isQuick ? 1 / 6 : 1;
  return [
    await loaded({ what: "HTTP", minutes: isQuick ? 1 : 10 }),
    await loaded({ what: "stdio", minutes: short, isStdio: true }),
    await loaded({ what: "HTTP, SDK v2", minutes: short, line: "v2" }),
    await loaded({ what: "stdio, SDK v2", minutes: short, line: "v2", isStdio: true }),
  ];
}

/**
 * Memory is compared by the medians of the two halves after the first three tenths, and judged for 12,000 calls: a minute's at the
 * full pace. Where the pace is not reached and other programs used the machine, nothing is proven.
 *
 * @param {{ what: string, minutes: number, line?: import("./project.mjs").Line, isStdio?: boolean }} options
 * @returns {Promise<import("./run.mjs").Finding>}
 */
async function loaded({ what, minutes, line = "v1", isStdio = false }) {
  const api = await upstream((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('[{"id":1,"name":"Rex"}]');
  });
  const main = builtPetstore(line);
  const env = { PETSTORE_BASE_URL: api.url };
  const server = isStdio ? await runningOverStdio(main, env) : await running(main, env);
  let [calls, failures, slowest, wrong] = [0, 0, 0, ""];
  /** @type {{ megabytes: number, calls: number }[]} */
  const samples = [];
  const due = Math.round(minutes * 60 * perSecond);
  const busy = { machine: machineSeconds(), own: ownSeconds(server.child) };
  const begun = performance.now();
  try {
    /** @type {Set<Promise<void>>} */
    const pending = new Set();
    for (let tenth = 0; tenth < minutes * 600; tenth++) {
      for (let one = 0; one < perSecond / 10 && pending.size < mostPending; one++) {
        const work = server.call("listPets").then(({ kind, text, milliseconds }) => {
          calls++;
          if (kind !== "ok") failures++;
          if (kind !== "ok") wrong ||= ` (${kind} ${text.slice(0, 100)})`;
          slowest = Math.max(slowest, milliseconds);
          pending.delete(work);
        });
        pending.add(work);
      }
      await wait(Math.max(0, begun + (tenth + 1) * 100 - performance.now()));
      if (tenth % 10 === 9) samples.push({ megabytes: residentMegabytes(server.child) ?? Number.NaN, calls });
    }
    await Promise.all(pending);
    busy.machine = machineSeconds() - busy.machine;
    busy.own = ownSeconds(server.child) - busy.own;
  } finally {
    server.child.kill("SIGKILL");
    api.close();
  }
  const seconds = (performance.now() - begun) / 1000;
  const reached = calls / Math.max(seconds, minutes * 60);
  const others = (busy.machine - busy.own) / seconds;

  const warm = samples.slice(Math.floor(samples.length * 0.3));
  const half = Math.floor(warm.length / 2);
  const [first, second] = [warm.slice(0, half), warm.slice(half)].map((part) => ({
    megabytes: median(part.map(({ megabytes }) => megabytes)),
    calls: median(part.map((sample) => sample.calls)),
  }));
  if (first === undefined || second === undefined) throw new Error("There is nothing to compare.");
  const growth = ((second.megabytes - first.megabytes) * perSecond * 60) / (second.calls - first.calls);
  // A short run is all warm-up: its growth says nothing.
  const isGrowthJudged = minutes >= 5;
  const memory = `resident ${first.megabytes.toFixed(1)} MB, then ${second.megabytes.toFixed(1)} MB${isGrowthJudged ? `: ${growth.toFixed(2)} MB for ${(perSecond * 60).toLocaleString("en")} calls` : ""}`;
  const isPaceHeld = reached >= perSecond * 0.99 && calls >= due * 0.99;
  const isRight = failures === 0 && !(isGrowthJudged && growth >= mostGrowth);
  const span = minutes < 1 ? `${(minutes * 60).toFixed(0)} s` : `${minutes.toFixed(0)} min`;
  return {
    what: `${perSecond} calls a second for ${span} over ${what}`,
    expected: `no call fails${isGrowthJudged ? `, memory grows by less than ${mostGrowth} MB a minute` : ""}`,
    figures: `${reached.toFixed(0)} of ${perSecond} calls a second were reached, ${calls.toLocaleString("en")} calls, ${failures} failed${wrong}, slowest ${slowest.toFixed(0)} ms; ${memory}; other programs kept ${others.toFixed(1)} processors busy`,
    holds: isRight && !isPaceHeld && others > 0.3 ? "unproven" : isRight && isPaceHeld,
  };
}

/** Seconds that the processors of this machine were busy, all together; `NaN` where the system does not tell. */
function machineSeconds() {
  if (process.platform !== "linux") return Number.NaN;
  const [, user, nice, system, , , interrupts, soft] = readFileSync("/proc/stat", "utf8").split(/\s+/, 8);
  return [user, nice, system, interrupts, soft].reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

/** @param {import("node:child_process").ChildProcess} child */
function ownSeconds(child) {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + processorSeconds(child);
}
