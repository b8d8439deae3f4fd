import {
  isSpecType,
  MissingRequiredClientCapabilityError,
  ProtocolError as SdkProtocolError,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { InputRequired } from "../input-required.js";
import type { JsonObject, JsonValue } from "../json.js";

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
  const round = new Round(kept, context.mcpReq.inputResponses ?? {});
  const [outcome] = await Promise.allSettled([answer(round)]);
  const { questions } = round;
  if (questions !== undefined) {
    const requestState = await sealer.seal(round.kept, purpose);
    return { resultType: "input_required", inputRequests: questions, requestState };
  }
  const hasFailed = outcome.status === "rejected" || ("isError" in outcome.value && outcome.value.isError === true);
  if (hasFailed && round.lacking.length > 0) throw missing(round.lacking);
  if (outcome.status === "rejected") throw outcome.reason;
  return { ...outcome.value };
}

/** One run of a call: from its beginning, up to the questions that have no answer yet. */
export class Round {
  /** What the client would have had to offer. */
  readonly lacking: string[] = [];
  readonly #answers: ReadonlyMap<string, unknown>;
  readonly #used = new Map<string, JsonObject>();
  readonly #open = new Map<string, Question>();
  readonly #counts = new Map<string, number>();
  #value: JsonValue | undefined;

  constructor({ answers, value }: Kept, given: object) {
    this.#answers = new Map<string, unknown>([...Object.entries(answers), ...Object.entries(given)]);
    this.#value = value;
  }

  /** Rejects when there is no answer yet. */
  ask(method: string, params: JsonObject, key?: string): Promise<JsonObject> {
    const name = this.#unique(key ?? `${method.replace(/\/.*/, "")}-${digestOf(JSON.stringify(params))}`);
    const answer = this.#answers.get(name);
    if (!isAnswer(method, answer)) {
      this.#open.set(name, { method, params });
      return Promise.reject(new InputRequired());
    }
    this.#used.set(name, answer);
    return Promise.resolve(answer);
  }

  get(): JsonValue | undefined {
    return this.#value;
  }

  set(value: JsonValue): void {
    this.#value = value;
  }

  /** Questions without an answer; undefined when there are none. */
  get questions(): Readonly<Record<string, Question>> | undefined {
    return this.#open.size === 0 ? undefined : Object.fromEntries(this.#open);
  }

  get kept(): Kept {
    return { answers: Object.fromEntries(this.#used), value: this.#value };
  }

  /** What is asked twice under one name has two answers. */
  #unique(name: string): string {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count === 1 ? name : `${name}-${String(count)}`;
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
  const names = capabilities.map((one) => one.replace(".", " by ")).join(" and ");
  const message = `This needs a client that offers ${names}; yours does not.`;
  return new MissingRequiredClientCapabilityError({ requiredCapabilities: required }, message);
}

/** Of a question without a key: another question does not get its answer. */
function digestOf(text: string): string {
  let digest = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    digest = Math.imul(digest ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return digest.toString(36);
}
