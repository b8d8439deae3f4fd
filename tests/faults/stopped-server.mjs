// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { builtPetstore, running, runningOverStdio, upstream } from "./project.mjs";

/**
 * SIGTERM in the middle of calls: what the API has answered reaches its client, new calls are refused, the process ends with 0.
 *
 * @param {import("./run.mjs").FaultOptions} options
 * @returns {Promise<import("./run.mjs").Finding[]>}
 */
export async function stoppedServer({ isQuick }) {
  const [many, some] = isQuick ? [3, 2] : [20, 10];
  const small = JSON.stringify([{ id: 1, name: "Rex" }]);
  const large = JSON.stringify([{ id: 1, name: "Rex".repeat(333_333) }]);
  return [
    await stopped({ what: "HTTP", rounds: many, lanes: 100, body: small }),
    await stopped({ what: "HTTP, answers of 1 MB", rounds: some, lanes: 20, body: large }),
    await stopped({ what: "stdio", rounds: many, lanes: 100, body: small, isStdio: true }),
    await stopped({ what: "stdio, answers of 1 MB", rounds: some, lanes: 20, body: large, isStdio: true }),
    await stopped({ what: "HTTP, SDK v2", rounds: some, lanes: 100, body: small, line: "v2" }),
    await stopped({ what: "stdio, SDK v2", rounds: some, lanes: 100, body: small, line: "v2", isStdio: true }),
  ];
}

/**
 * @param {{ what: string, rounds: number, lanes: number, body: string, line?: import("./project.mjs").Line, isStdio?: boolean }} options
 * @returns {Promise<import("./run.mjs").Finding>}
 */
async function stopped({ what, rounds, lanes, body, line = "v1", isStdio = false }) {
  let answered = 0;
  const api = await upstream((_request, response) => {
    setTimeout(() => {
      if (response.destroyed) return;
      answered++;
      response.writeHead(200, { "content-type": "application/json" }).end(body);
    }, 100);
  });
  const main = builtPetstore(line);
  const env = { PETSTORE_BASE_URL: api.url };
  let [received, asked] = [0, 0];
  /** @type {Set<number | null>} */
  const codes = new Set();
  let longest = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      const server = isStdio ? await runningOverStdio(main, env) : await running(main, env);
      let isStopping = false;
      const lane = async () => {
        while (!isStopping) {
          asked++;
          if ((await server.call("listPets")).kind === "ok") received++;
        }
      };
      const calling = Array.from({ length: lanes }, lane);
      await wait(400 + Math.random() * 300);
      const begun = performance.now();
      server.child.kill("SIGTERM");
      isStopping = true;
      await Promise.all(calling);
      codes.add(await server.ended);
      longest = Math.max(longest, performance.now() - begun);
    }
  } finally {
    api.close();
  }
  return {
    what: `SIGTERM with ${lanes} calls under way, ${what}`,
    expected: "clients receive what the API has answered; exit code 0",
    figures: `${rounds} times: ${asked} calls, the API answered ${answered}, clients received ${received}; gone after ${longest.toFixed(0)} ms at most, exit code ${[...codes].join(" and ")}`,
    holds: codes.size === 1 && codes.has(0) && answered > 0 && received === answered,
  };
}
