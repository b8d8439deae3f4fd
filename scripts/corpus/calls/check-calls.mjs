// @ts-check
import { isDeepStrictEqual } from "node:util";
import { misfit } from "../portability.mjs";
import { compareRequest, difference } from "./compare-request.mjs";
import { example } from "./example.mjs";
import { NoExample } from "./no-example.mjs";
import { kindsOf, plannedCall } from "./planned-call.mjs";

/**
 * @typedef {object} CallOutcome
 * @property {number} made
 * @property {number} right
 * @property {Record<string, number>} left number of operations that were not called, by reason
 * @property {Record<string, number>} kinds number of compared requests by kind of parameter and body
 * @property {string[]} unfit operations whose example does not fit the tool's schema, and why
 * @property {string[]} failures
 *
 * @typedef {object} CallOptions
 * @property {readonly import("./operations.mjs").Operation[]} operations
 * @property {readonly { method: string, path: string, as: string, name?: string }[]} routes
 * @property {readonly { name: string, inputSchema: { properties?: Record<string, unknown> } }[]} tools
 * @property {{ client: import("@modelcontextprotocol/sdk/client/index.js").Client }} server
 * @property {import("../recorder.mjs").Recorder} recorder
 */

/**
 * Calls every tool, once for each successful JSON response that is documented: what arrives is compared with an encoder of our
 * own, and what comes back must hold the answer.
 *
 * @param {CallOptions} options
 * @returns {Promise<CallOutcome>}
 */
export async function checkCalls({ operations, routes, tools, server, recorder }) {
  /** @type {CallOutcome} */
  const outcome = { made: 0, right: 0, left: {}, kinds: {}, unfit: [], failures: [] };
  const toolsByName = new Map(tools.map((tool) => [tool.name, tool]));
  for (const operation of operations) {
    const route = routes.find(({ method, path }) => method === operation.method && path === operation.path);
    const tool = route?.as === "tool" ? toolsByName.get(route.name ?? "") : undefined;
    const where = `${operation.method} ${operation.path}`;
    const leave = (/** @type {string} */ reason) => (outcome.left[reason] = (outcome.left[reason] ?? 0) + 1);
    if (tool === undefined) leave(route?.as === "resource" || route?.as === "template" ? "a resource" : "skipped");
    else if (operation.hasOwnServer) leave("another server");
    else if (operation.needsCertificate) leave("client certificate");
    else {
      try {
        const call = plannedCall(operation, tool.inputSchema.properties ?? {});
        const reason = call.missing.length > 0 ? undefined : misfit(tool.inputSchema, call.args);
        if (reason !== undefined) {
          // Such as a value that fits several variants of `oneOf`: the fault is the example's, or the document's.
          leave("no fitting example");
          outcome.unfit.push(`${where} (${tool.name}): ${reason}`);
          continue;
        }
        const faults = await checkOperation({ operation, call, tool, server, recorder, outcome });
        outcome.failures.push(...faults.map((fault) => `${where} (${tool.name}): ${fault}`));
      } catch (error) {
        if (error instanceof NoExample) leave("no example");
        else outcome.failures.push(`${where} (${tool.name}): ${error instanceof Error ? error.stack : error}`);
      }
    }
  }
  return outcome;
}

/**
 * @param {{ operation: import("./operations.mjs").Operation, call: import("./planned-call.mjs").PlannedCall, outcome: CallOutcome }
 *   & Pick<CallOptions, "server" | "recorder"> & { tool: CallOptions["tools"][number] }} options
 * @returns {Promise<string[]>}
 */
async function checkOperation({ operation, call, tool, server, recorder, outcome }) {
  const faults = call.missing.map((missing) => `the tool has no argument for ${missing}`);
  for (const { status, answer } of answersOf(operation)) {
    const body = answer === undefined ? undefined : JSON.stringify(answer.value);
    recorder.willAnswer({ status, ...(body !== undefined && { body, mediaType: answer?.mediaType ?? "" }) });
    outcome.made += 1;
    const result = await called(server.client, tool.name, call.args);
    const found =
      result.isError === true
        ? [`it answers: ${result.text.slice(0, 300)}`]
        : compareRequest(operation, call, recorder.arrived);
    if (found.length === 0 && answer !== undefined)
      found.push(...compareResult(result.structuredContent, answer.value));
    if (found.length === 0 && faults.length === 0) outcome.right += 1;
    faults.push(...found.map((fault) => `${fault} [arguments ${JSON.stringify(call.args).slice(0, 200)}]`));
    if (faults.length > 0) return faults;
  }
  for (const kind of kindsOf(call, operation)) outcome.kinds[kind] = (outcome.kinds[kind] ?? 0) + 1;
  return [];
}

/**
 * One answer for each documented JSON response, or one without content.
 *
 * @param {import("./operations.mjs").Operation} operation
 * @returns {{ status: number, answer?: { value: unknown, mediaType: string } }[]}
 */
function answersOf({ reader, jsonResponses, successStatus }) {
  const answers = jsonResponses.flatMap(({ status, mediaType, schema }) => {
    try {
      const value = schema === undefined ? {} : example(reader, schema, { direction: "response", text: "a b/é" });
      // A media range is no type that an API answers with.
      return [{ status, answer: { value, mediaType: mediaType.includes("*") ? "application/json" : mediaType } }];
    } catch (error) {
      if (!(error instanceof NoExample)) throw error;
      return [];
    }
  });
  return answers.length > 0 ? answers : [{ status: successStatus }];
}

/**
 * @param {unknown} found
 * @param {unknown} answered
 */
function compareResult(found, answered) {
  // The SDK's client drops members of this name when it reads an answer.
  const value = JSON.parse(JSON.stringify(answered), (key, member) => (key === "__proto__" ? undefined : member));
  return isDeepStrictEqual(found, value) ? [] : difference("structuredContent", found, { result: value });
}

/**
 * @param {import("@modelcontextprotocol/sdk/client/index.js").Client} client
 * @param {string} name
 * @param {Record<string, unknown>} args
 * @returns {Promise<{ isError: boolean, structuredContent?: unknown, text: string }>}
 */
async function called(client, name, args) {
  try {
    const { isError, structuredContent, content } = await client.callTool({ name, arguments: args }, undefined, {
      timeout: 20_000,
    });
    return { isError: isError === true, structuredContent, text: JSON.stringify(content) };
  } catch (error) {
    return { isError: true, text: String(error) };
  }
}
