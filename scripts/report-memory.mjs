// @ts-check
// Loaded into a measured process where there is no GNU time: tells its peak memory, in kilobytes, when it ends.
import { writeFileSync } from "node:fs";

const file = process.env["MCPGEN_MEMORY_FILE"];
if (file !== undefined) process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
