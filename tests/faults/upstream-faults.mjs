// @ts-check
import { builtPetstore, call, running, upstream } from "./project.mjs";
import { tally } from "./tally.mjs";

const pet = JSON.stringify({ id: 1, name: "Rex" });
const json = { "content-type": "application/json" };

/**
 * Each fault for `getPet`, which may be repeated: every call must be answered with a sentence, in time, and the server must be
 * there for the next one. How often the API was asked is counted.
 *
 * @param {import("./run.mjs").FaultOptions} options
 * @returns {Promise<import("./run.mjs").Finding[]>}
 */
export async function upstreamFaults({ isQuick }) {
  const calls = isQuick ? 5 : 50;
  const main = builtPetstore();
  let requests = 0;
  let isWell = false;
  let since = 0;
  /** @type {import("node:http").RequestListener} */
  let answer = () => undefined;
  const api = await upstream((request, response) => {
    requests++;
    if (isWell) response.writeHead(200, json).end(pet);
    else answer(request, response);
  });
  const limit = 2_000;
  const server = await running(main, { PETSTORE_BASE_URL: api.url, PETSTORE_TIMEOUT_MS: String(limit) });
  const findings = [];
  try {
    /** @type {readonly [string, import("node:http").RequestListener, { text: RegExp, most: number, isOk?: true }][]} */
    const faults = [
      ["resets every connection", (_request, response) => void response.destroy(), { text: /./, most: 3 }],
      ["never answers", () => undefined, { text: /timed out/, most: 1 }],
      [
        "takes a second",
        (_request, response) => void setTimeout(() => response.writeHead(200, json).end(pet), 1_000),
        { text: /Rex/, most: 1, isOk: true },
      ],
      [
        "sends a byte every 100 ms, without end",
        (_request, response) => {
          response.writeHead(200, json);
          const dripping = setInterval(() => response.write(" "), 100);
          response.once("close", () => clearInterval(dripping));
        },
        { text: /timed out/, most: 1 },
      ],
      [
        "drops the connection in the middle of an answer",
        (_request, response) => {
          response.writeHead(200, { ...json, "content-length": "5000" });
          response.write('{"id": 1,', () => response.destroy());
        },
        { text: /./, most: 3 },
      ],
      [
        "promises more bytes than it sends, and waits",
        (_request, response) => void response.writeHead(200, { ...json, "content-length": "5000" }).write(pet),
        { text: /timed out/, most: 1 },
      ],
      [
        "breaks off a chunked answer",
        (_request, response) => {
          response.writeHead(200, json);
          response.write('{"id": 1,', () => response.destroy());
        },
        { text: /./, most: 3 },
      ],
      [
        "promises fewer bytes than it sends",
        (_request, response) => {
          response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5\r\n\r\n${pet}`);
        },
        { text: /^\{"id"$/, most: 1, isOk: true },
      ],
      [
        "sends more bytes than it promises, which look like the answer to the next call",
        (_request, response) => {
          const next = JSON.stringify({ id: 666, name: "Mallory" });
          const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length:";
          response.socket?.write(`${head} ${pet.length}\r\n\r\n${pet}${head} ${next.length}\r\n\r\n${next}`);
        },
        { text: /Rex/, most: 3, isOk: true },
      ],
      [
        "sends JSON that is none",
        (_request, response) => void response.writeHead(200, json).end('{"id": 1'),
        { text: /^\{"id": 1$/, most: 1, isOk: true },
      ],
      ["answers 503", (_request, response) => void response.writeHead(503).end(), { text: /503/, most: 3 }],
      [
        "answers 429 with Retry-After: 60",
        (_request, response) => void response.writeHead(429, { "retry-after": "60" }).end(),
        { text: /429/, most: 1 },
      ],
    ];
    for (const [what, listener, { text, most, isOk = false }] of faults) {
      // What is no JSON is given to the model as the text that it is.
      const expected = isOk ? "ok" : "error";
      answer = listener;
      isWell = false;
      requests = 0;
      const outcomes = await Promise.all(Array.from({ length: calls }, () => call(server.url, "getPet", { petId: 1 })));
      const longest = Math.max(...outcomes.map(({ milliseconds }) => milliseconds));
      const isTold = outcomes.every(
        ({ kind, text: said }) => kind === expected && text.test(said) && !/\n\s+at /.test(said),
      );
      const asked = requests / calls;
      isWell = true;
      const after = await call(server.url, "getPet", { petId: 1 });
      findings.push({
        what: `the API ${what}`,
        expected: `${isOk ? "what came" : "an error in words"} within ${(limit + 2_500) / 1000} s, at most ${most} ${most === 1 ? "request" : "requests"} a call, and the next call is answered`,
        figures: `${calls} calls: ${tally(outcomes.map(({ kind }) => kind))} within ${longest.toFixed(0)} ms; ${asked.toFixed(1)} requests a call; next call ${after.kind}; ${JSON.stringify(outcomes[0]?.text.slice(0, 120))}`,
        holds: isTold && longest < limit + 2_500 && asked <= most && after.kind === "ok" && /Rex/.test(after.text),
      });
    }
    // 429 for a while: those who may wait do, and get through.
    const while_ = isQuick ? 1_000 : 60_000;
    isWell = false;
    requests = 0;
    since = Date.now();
    answer = (_request, response) => {
      if (Date.now() - since < while_) response.writeHead(429, { "retry-after": "1" }).end();
      else response.writeHead(200, json).end(pet);
    };
    let [refused, passed] = [0, 0];
    while (passed === 0 && Date.now() - since < while_ + 20_000) {
      const { kind } = await call(server.url, "getPet", { petId: 1 });
      if (kind === "ok") passed++;
      else refused++;
    }
    findings.push({
      what: `the API answers 429 for ${while_ / 1000} s, Retry-After: 1`,
      expected: "waits as it is asked to: about a request a second, then through",
      figures: `${refused} calls told so, ${requests} requests, then through after ${((Date.now() - since) / 1000).toFixed(1)} s`,
      holds: passed === 1 && requests <= while_ / 1000 + refused + 3,
    });
  } finally {
    server.child.kill("SIGKILL");
    api.close();
  }
  const gone = await upstream(() => undefined);
  gone.close();
  const alone = await running(main, { PETSTORE_BASE_URL: gone.url, PETSTORE_TIMEOUT_MS: String(limit) });
  try {
    const outcomes = await Promise.all(Array.from({ length: calls }, () => call(alone.url, "listPets")));
    findings.push({
      what: "the API is down",
      expected: "an error in words that says what to check",
      figures: `${calls} calls: ${tally(outcomes.map(({ kind }) => kind))}; ${JSON.stringify(outcomes[0]?.text.slice(0, 120))}`,
      holds: outcomes.every(({ kind, text }) => kind === "error" && /refused.*PETSTORE_BASE_URL/.test(text)),
    });
  } finally {
    alone.child.kill("SIGKILL");
  }
  return findings;
}
