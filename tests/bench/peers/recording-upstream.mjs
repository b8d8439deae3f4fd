// @ts-check
// An API in a process of its own that remembers what it was asked: "reset" forgets it, "tell" sends how many requests came, and
// each that differs from the others in anything but the connection.
import { createServer } from "node:http";

const pets = JSON.stringify([{ id: 1, name: "Rex", tag: "dog" }]);
let count = 0;
const different = new Set();

const server = createServer(({ method, url, headers }, response) => {
  count++;
  // Who sends it, and how it travels, is not what is asked.
  const { host, connection, "user-agent": agent, ...asked } = headers;
  const sorted = Object.entries(asked).sort(([one], [other]) => (one < other ? -1 : 1));
  different.add(JSON.stringify({ method, url, ...Object.fromEntries(sorted) }));
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
