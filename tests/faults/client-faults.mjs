// @ts-check
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { builtPetstore, call, post, running, upstream } from "./project.mjs";

/**
 * A client goes away, sends what is no MCP, and sends far too much; the server must go on, and the API be left alone.
 *
 * @param {import("./run.mjs").FaultOptions} options
 * @returns {Promise<import("./run.mjs").Finding[]>}
 */
export async function clientFaults({ isQuick }) {
  const main = builtPetstore();
  let [arrived, abandoned] = [0, 0];
  let isSlow = true;
  const api = await upstream((_request, response) => {
    arrived++;
    response.once("close", () => {
      if (!response.writableEnded) abandoned++;
    });
    if (!isSlow) response.writeHead(200, { "content-type": "application/json" }).end("[]");
  });
  const server = await running(main, { PETSTORE_BASE_URL: api.url });
  const findings = [];
  try {
    const clients = isQuick ? 20 : 200;
    const leaving = new AbortController();
    const calls = Array.from({ length: clients }, () => call(server.url, "listPets", {}, leaving.signal));
    for (let left = 400; left > 0 && arrived < clients; left--) await wait(50);
    leaving.abort();
    await Promise.all(calls);
    for (let left = 100; left > 0 && abandoned < arrived; left--) await wait(50);
    findings.push({
      what: "clients disconnect during a call",
      figures: `${clients} left; ${arrived} requests were with the API, ${abandoned} of them were ended`,
      holds: arrived === clients && abandoned === arrived,
    });

    isSlow = false;
    // An empty batch holds nothing to answer: 202.
    const garbage = [
      "",
      "{",
      "[]",
      "null",
      '"x"',
      "\u0000",
      '{"jsonrpc":"1.0"}',
      "[".repeat(100_000),
      '{"a":'.repeat(50_000),
    ];
    const statuses = await Promise.all(garbage.map(async (text) => (await post(server.url, text)).status));
    findings.push({
      what: "a client sends garbage",
      figures: `${garbage.length} bodies, answered ${statuses.join(", ")}`,
      holds:
        statuses.every((status) => status === 202 || (status >= 400 && status < 500)) &&
        (await call(server.url, "listPets")).kind === "ok",
    });

    const large = await post(server.url, " ".repeat(64 * 1024 * 1024)).then(
      ({ status }) => String(status),
      () => "connection closed",
    );
    findings.push({
      what: "a client sends 64 MB",
      figures: large,
      holds: ["413", "connection closed"].includes(large) && (await call(server.url, "listPets")).kind === "ok",
    });

    const { hostname, port } = new URL(server.url);
    const idle = Array.from({ length: isQuick ? 50 : 500 }, () =>
      connect(Number(port), hostname).on("error", () => undefined),
    );
    for (const socket of idle) socket.write("POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\n{");
    const beside = await call(server.url, "listPets");
    for (const socket of idle) socket.destroy();
    findings.push({
      what: "clients that never end their request",
      figures: `${idle.length} at once; a call beside them took ${beside.milliseconds.toFixed(0)} ms`,
      holds: beside.kind === "ok",
    });

    const flood = isQuick ? 2_000 : 20_000;
    let [left, right, wrong] = [flood, 0, ""];
    const begun = performance.now();
    const lane = async () => {
      while (left-- > 0) {
        const { kind, text } = await call(server.url, "listPets");
        if (kind === "ok") right++;
        else wrong ||= `; ${kind} ${JSON.stringify(text.slice(0, 100))}`;
      }
    };
    await Promise.all(Array.from({ length: 500 }, lane));
    findings.push({
      what: "a client floods",
      figures: `${flood} calls, 500 at a time: ${right} answered, ${(flood / ((performance.now() - begun) / 1000)).toFixed(0)} a second${wrong}`,
      holds: right === flood,
    });
  } finally {
    server.child.kill("SIGKILL");
    api.close();
  }
  return findings;
}
