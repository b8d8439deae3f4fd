// Writes files into a folder and kills itself before a step: node killed-run.mjs <folder> <step> <files as JSON>
import { write } from "../../dist/writer/write.js";

const [folder, step, files] = process.argv.slice(2);
let count = 0;

await write(JSON.parse(files), folder, {
  mode: "write",
  force: false,
  strict: false,
  facts: {
    generator: "1.0.0",
    name: "petstore",
    options: "0",
    warnings: 0,
    inputs: new Map([["-", "1"]]),
    surface: [],
  },
  cwd: "/",
  process: {
    pid: process.pid,
    isAlive: () => false,
    uninterrupted: (phase) => phase(),
    step: () => {
      count += 1;
      if (count === Number(step)) process.kill(process.pid, "SIGKILL");
    },
  },
});
