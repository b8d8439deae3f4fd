import {
  isSpecType,
  MissingRequiredClientCapabilityError,
  ProtocolError as SdkProtocolError,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { JsonObject, JsonValue } from "../json.js";
import { ToolError } from "../tool-error.js";

/** What a call has kept from its earlier rounds. */
interface Kept {
  readonly answers: Readonly<Record<string, JsonObject>>;
  /** What the function keeps. */
  readonly value?: JsonValue | undefined;
}

/** Seals what goes through the client: it can neither read nor change it, nor use it for another call. */
export interface Sealer {
  /** `purpose` is what it may be opened for. */
  seal(value: object, purpose: string): Promise<string>;
  /** Rejects for what was not sealed for this purpose, or too long ago. */
  open(sealed: string, purpose: string): Promise<object>;
}

interface Question {
  readonly method: string;
  readonly params: JsonObject;
}

/** One round of a call: the function runs from its beginning, up to the questions that have no answer yet. */
export interface Round {
  ask(method: string, params: JsonObject, key?: string): Promise<JsonObject>;
  lacks(capability: string): void;
  get(): JsonValue | undefined;
  set(value: JsonValue): void;
}

/** The methods whose results may ask. */
export function asksInRounds(method: string): boolean {
  return method === "tools/call" || method === "prompts/get" || method === "resources/read";
}

/**
 * Answers a request whose client is asked by the result, and calls again with its answers. A call that has asked is not done,
 * whatever it has returned; one that fails after it needed what the client does not offer fails because of that.
 */
export async function answerInRounds(
  context: ServerContext,
  { method, params, sealer }: { readonly method: string; readonly params: JsonObject; readonly sealer: Sealer },
  answer: (round: Round) => Promise<object>,
): Promise<Record<string, unknown>> {
  const purpose = purposeOf(context, method, params);
  const kept = await opened(context.mcpReq.requestState(), purpose, sealer);
  const answers: Record<string, unknown> = { ...kept.answers, ...context.mcpReq.inputResponses };
  const used = new Map<string, JsonObject>();
  const questions = new Map<string, Question>();
  const counts = new Map<string, number>();
  const lacking: string[] = [];
  let value = kept.value;

  const ask: Round["ask"] = (asked, question, key) => {
    const name = key ?? `${asked.replace(/\/.*/, "")}-${digestOf(JSON.stringify(question))}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const unique = count === 1 ? name : `${name}-${String(count)}`;
    const given = answers[unique];
    if (!isAnswer(asked, given)) {
      questions.set(unique, { method: asked, params: question });
      return Promise.reject(new Asked());
    }
    used.set(unique, given);
    return Promise.resolve(given);
  };
  const round: Round = {
    ask,
    lacks: (capability) => lacking.push(capability),
    get: () => value,
    set: (next) => {
      value = next;
    },
  };

  let result: Record<string, unknown> | undefined;
  let failure: unknown;
  try {
    result = { ...(await answer(round)) };
  } catch (error) {
    failure = error;
  }
  if (questions.size > 0) {
    const state: Kept = { answers: Object.fromEntries(used), value };
    return {
      resultType: "input_required",
      inputRequests: Object.fromEntries(questions),
      requestState: await sealer.seal(state, purpose),
    };
  }
  const hasFailed = result === undefined || result["isError"] === true;
  if (hasFailed && lacking.length > 0) throw missing(lacking);
  if (result === undefined) throw failure;
  return result;
}

/** Ends a round; it reaches nobody. */
class Asked extends ToolError {
  constructor() {
    super("The client is asked first.");
  }
}

async function opened(state: unknown, purpose: string, sealer: Sealer): Promise<Kept> {
  if (state === undefined) return { answers: {} };
  try {
    if (typeof state !== "string") throw new Error("not a string");
    return (await sealer.open(state, purpose)) as Kept;
  } catch {
    throw new SdkProtocolError(-32602, "Invalid or expired requestState", { reason: "invalid_request_state" });
  }
}

/** Who calls what with which arguments: nothing else can be gone on with. */
function purposeOf({ http }: ServerContext, method: string, params: JsonObject): string {
  const auth: object = http?.authInfo ?? {};
  const subject = "subject" in auth ? String(auth.subject) : "";
  return JSON.stringify([subject, method, params["name"] ?? params["uri"], params["arguments"] ?? {}]);
}

/** An answer to something else, or to nothing, is none. */
function isAnswer(method: string, answer: unknown): answer is JsonObject {
  if (method === "elicitation/create") return isSpecType.ElicitResult(answer);
  if (method === "sampling/createMessage") return isSpecType.CreateMessageResultWithTools(answer);
  return isSpecType.ListRootsResult(answer);
}

/** Such as `sampling` or `elicitation.url`. */
function missing(capabilities: readonly string[]): MissingRequiredClientCapabilityError {
  const required: Record<string, Record<string, object>> = {};
  for (const [feature = "", kind] of capabilities.map((one) => one.split("."))) {
    required[feature] = { ...required[feature], ...(kind === undefined ? {} : { [kind]: {} }) };
  }
  return new MissingRequiredClientCapabilityError({ requiredCapabilities: required });
}

/** Of a question without a key: another question does not get its answer. */
function digestOf(text: string): string {
  let digest = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    digest = Math.imul(digest ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return digest.toString(36);
}
