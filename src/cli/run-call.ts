import { visibleText } from "../diagnostics/visible-text.js";
import type { JsonObject } from "../ir/json.js";
import type { McpConnection } from "../runtime/mcp-client.js";
import type { CallRequest } from "./commands.js";
import { connectTarget } from "./connect-target.js";
import { exitCodes } from "./exit-codes.js";
import { Report } from "./report.js";
import type { Surroundings } from "./surroundings.js";

/** Runs `mcpgen call`: calls a tool, reads a resource or gets a prompt, and prints what comes; returns the exit code. */
export async function runCall(
  { target, name, pairs, flags }: CallRequest,
  { terminal, cwd }: Surroundings,
): Promise<number> {
  const report = new Report(terminal, { format: "text", quiet: true, strict: false });
  const { connection, diagnostics } = await connectTarget(target, cwd, flags.headers);
  report.add(diagnostics.filter(({ severity }) => severity === "error"));
  report.print();
  if (connection === undefined) return exitCodes.failed;
  try {
    const result = await answer(connection, name, pairs, flags.isPrompt);
    const isError = result["isError"] === true;
    const text = flags.json ? JSON.stringify(result, undefined, 2) : textOf(result);
    const printed = `${text.replace(/[^\n\t]+/g, visibleText)}\n`;
    if (isError && !flags.json) terminal.err(printed);
    else terminal.out(printed);
    return isError ? exitCodes.failed : exitCodes.done;
  } catch (error) {
    terminal.err(`error: ${visibleText(error instanceof Error ? error.message : String(error))}\n`);
    return exitCodes.failed;
  } finally {
    await connection.close();
  }
}

async function answer(
  connection: McpConnection,
  name: string,
  pairs: readonly string[],
  isPrompt: boolean,
): Promise<JsonObject> {
  if (isPrompt) return connection.request("prompts/get", { name, arguments: Object.fromEntries(pairs.map(split)) });
  if (/^[a-z][a-z0-9+.-]*:/i.test(name)) return connection.request("resources/read", { uri: name });
  const tool = (await connection.list("tools")).find((one) => one.name === name);
  const properties = memberOf(memberOf(tool, "inputSchema"), "properties");
  const isText = (argument: string): boolean => memberOf(memberOf(properties, argument), "type") === "string";
  const args = Object.fromEntries(pairs.map(split).map(([key, text]) => [key, isText(key) ? text : valueOf(text)]));
  return connection.request("tools/call", { name, arguments: args });
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}

function split(pair: string): readonly [string, string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** JSON where the text is JSON, else the text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Texts as they are, everything else as JSON. */
function textOf(result: JsonObject): string {
  const blocks = result["content"] ?? result["contents"];
  if (!Array.isArray(blocks)) return JSON.stringify(result, undefined, 2);
  const texts = blocks.map((block: unknown) =>
    typeof block === "object" && block !== null && "text" in block && typeof block.text === "string"
      ? block.text
      : JSON.stringify(block),
  );
  return texts.join("\n");
}
