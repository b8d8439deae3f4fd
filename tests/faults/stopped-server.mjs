// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { builtPetstore, call, running, upstream } from "./project.mjs";

/**
 * SIGTERM in the middle of calls: what the API has answered reaches its client, new calls are refused, the process ends with 0.
 *
 * @param {import("./run.mjs").FaultOptions} options
 * @returns {Promise<import("./run.mjs").Finding[]>}
 */
export async function stoppedServer({ isQuick }) {
  const main = builtPetstore();
  const rounds = isQuick ? 3 : 20;
  let answered = 0;
  const api = await upstream((_request, response) => {
    setTimeout(() => {
      if (response.destroyed) return;
      answered++;
      response.writeHead(200, { "content-type": "application/json" }).end("[]");
    }, 100);
  });
  let [received, asked] = [0, 0];
  let isClean = true;
  let longest = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      const server = await running(main, { PETSTORE_BASE_URL: api.url });
      let isStopping = false;
      const lane = async () => {
        while (!isStopping) {
          asked++;
          if ((await call(server.url, "listPets")).kind === "ok") received++;
        }
      };
      const lanes = Array.from({ length: 100 }, lane);
      await wait(400 + Math.random() * 300);
      const begun = performance.now();
      server.child.kill("SIGTERM");
      isStopping = true;
      await Promise.all(lanes);
      isClean &&= (await server.ended) === 0;
      longest = Math.max(longest, performance.now() - begun);
    }
  } finally {
    api.close();
  }
  return [
    {
      what: "SIGTERM with 100 calls under way",
      figures: `${rounds} times: ${asked} calls, the API answered ${answered}, clients received ${received}; gone after ${longest.toFixed(0)} ms at most, exit code ${isClean ? "0" : "not 0"}`,
      holds: isClean && received === answered,
    },
  ];
}
