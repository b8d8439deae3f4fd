// @ts-check
// An API in a process of its own that remembers what it was asked: "reset" forgets it, "tell" sends how many requests came, and
// each that differs from the others in anything but the connection.
import { createServer } from "node:http";

const pets = JSON.stringify([{ id: 1, name: "Rex", tag: "dog" }]);
let count = 0;
const different = new Set();
/** Who sends it, and how it travels, is not what is asked. */
const ofTheConnection = new Set(["host", "connection", "user-agent"]);

const server = createServer(({ method, url, headers }, response) => {
  count++;
  const asked = Object.entries(headers).filter(([name]) => !ofTheConnection.has(name));
  asked.sort(([one], [other]) => (one < other ? -1 : 1));
  different.add(JSON.stringify({ method, url, ...Object.fromEntries(asked) }));
  response.writeHead(200, { "content-type": "application/json" }).end(pets);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : undefined });
});
process.on("message", (message) => {
  if (message === "tell") process.send?.({ count, different: [...different] });
  count = 0;
  different.clear();
});
