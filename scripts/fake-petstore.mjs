// @ts-check
import { createServer } from "node:http";

/**
 * What a request was like, as far as the demo compares it.
 *
 * @typedef {{ method: string, url: string, apiKey: string | undefined, json: unknown }} SeenRequest
 */

/**
 * A Petstore API on a free port of loopback that remembers each request: one pet is in store, and pets can be added.
 *
 * @returns {Promise<{ url: string, requests: SeenRequest[], close(): Promise<void> }>}
 */
export async function startFakePetstore() {
  /** @type {SeenRequest[]} */
  const requests = [];
  const pets = [{ id: 1, name: "Hazel", status: "available", tags: ["small", "brown"] }];

  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString("utf8");
    const json = text === "" ? undefined : JSON.parse(text);
    const { method = "", url = "", headers } = request;
    const apiKey = headers["x-api-key"];
    requests.push({ method, url, apiKey: Array.isArray(apiKey) ? apiKey.join() : apiKey, json });

    const { pathname } = new URL(url, "http://petstore");
    const answer = (/** @type {number} */ status, /** @type {unknown} */ value) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    };
    if (method === "GET" && pathname === "/v1/pets") return answer(200, pets);
    if (method === "POST" && pathname === "/v1/pets") {
      if (apiKey === undefined) return answer(401, { message: "No key." });
      pets.push({ id: pets.length + 1, ...json });
      return answer(201, pets.at(-1));
    }
    const pet = pets.find(({ id }) => pathname === `/v1/pets/${id}`);
    return pet === undefined ? answer(404, { message: "There is no such thing." }) : answer(200, pet);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the fake Petstore does not listen on a port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
