// Starts a generated server over stdio and compares its tools with its surface.json: node list-tools.mjs <project>
// Speaks the protocol by hand, so that it needs no package.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const project = process.argv[2];
const surface = JSON.parse(readFileSync(join(project, "surface.json"), "utf8"));
const expected = surface.filter(({ kind }) => kind === "tool").map(({ name }) => name);
const server = spawn(process.execPath, [join(project, "dist/main.js")], { stdio: ["pipe", "pipe", "inherit"] });
const timer = setTimeout(() => fail("the server did not answer within 20 seconds"), 20_000);
server.on("exit", (code) => fail(`the server ended with exit code ${code}`));

const send = (message) => server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
send({
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "ci", version: "1.0.0" } },
});

for await (const line of createInterface({ input: server.stdout })) {
  const message = JSON.parse(line);
  if (message.error) fail(JSON.stringify(message.error));
  if (message.id === 1) {
    send({ method: "notifications/initialized" });
    send({ id: 2, method: "tools/list" });
  } else if (message.id === 2) {
    const names = message.result.tools.map((tool) => tool.name);
    console.log(`${names.length} tools: ${names.join(", ")}`);
    if (names.join() !== expected.join()) fail(`surface.json has ${expected.length}: ${expected.join(", ")}`);
    finish(0);
  }
}

function fail(reason) {
  console.error(reason);
  finish(1);
}

function finish(code) {
  clearTimeout(timer);
  server.removeAllListeners("exit");
  server.kill();
  process.exit(code);
}
