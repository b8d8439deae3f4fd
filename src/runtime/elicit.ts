import { prepareArguments } from "./arguments.js";
import { askClient } from "./ask-client.js";
import type { McpRequest } from "./call-context.js";
import { isJsonObject, type JsonObject } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import { ArgumentError, ToolError } from "./tool-error.js";
import { erased } from "./tool.js";

/** A form: the schema of a flat object, whose properties are strings, numbers, booleans or choices. */
export interface ElicitForm {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** A page that the user opens, for what must not pass through the client: passwords, payments, consent. */
export interface ElicitPage {
  /** https, or http on this machine. */
  readonly url: string;
  /** Names it in `notifications/elicitation/complete`; default: a random one. */
  readonly elicitationId?: string;
}

/** What the user did; `content` is what they entered, checked against the form. */
export type Elicited<Answer> =
  { readonly action: "accept"; readonly content: Answer } | { readonly action: "decline" | "cancel" };

/**
 * Asks the user, through the client. Throws a `ToolError` where the client cannot do it, where a form asks for a secret (that
 * is what a page is for), and for an answer that does not fit.
 */
export async function elicit<Answer>(
  request: McpRequest,
  message: string,
  wanted: ElicitForm | ElicitPage,
  key?: string,
): Promise<Elicited<Answer>> {
  if ("url" in wanted) {
    const { url, elicitationId = crypto.randomUUID() } = wanted;
    if (!isSafePage(url)) throw new ToolError("A page for the user must have an https address.");
    const page = { mode: "url", message, url, elicitationId };
    const { action } = await askClient(request, "elicitation.url", "elicitation/create", page, key);
    return action === "accept" ? { action, content: erased<Answer>({}) } : refusalOf(action);
  }
  const secret = Object.keys(wanted.properties).find((name) => secrets.test(name));
  if (secret !== undefined) throw new ToolError(`A form must not ask for a secret (\`${secret}\`); use a page.`);
  const requestedSchema = { type: "object", ...wanted };
  const params = erased<JsonObject>({ message, requestedSchema });
  const answer = await askClient(request, "elicitation.form", "elicitation/create", params, key);
  if (answer["action"] !== "accept") return refusalOf(answer["action"]);
  const content = answer["content"];
  try {
    const checked = prepareArguments(isJsonObject(content) ? content : {}, { inputSchema: requestedSchema });
    return { action: "accept", content: erased<Answer>(checked) };
  } catch (error) {
    if (error instanceof ArgumentError) throw new ToolError(error.message.replace("arguments", "answer of the user"));
    throw error;
  }
}

const secrets = /passw|passphrase|secret|credential|(?:api|private|access)[_-]?key|(?:access|auth|refresh)[_-]?token/i;

function isSafePage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}

function refusalOf(action: unknown): { readonly action: "decline" | "cancel" } {
  return { action: action === "decline" ? "decline" : "cancel" };
}
