import type { McpRequest } from "./call-context.js";
import { isJsonObject, type JsonObject } from "./json.js";
import { channelOf } from "./protocol/channel.js";
import { ToolError } from "./tool-error.js";

/** Asks the client something that it must have declared, such as `sampling` or `elicitation.url`. */
export async function askClient(
  request: McpRequest,
  capability: string,
  method: string,
  params: JsonObject,
  key?: string,
): Promise<JsonObject> {
  const { ask, lacks, capabilities = {} } = channelOf(request);
  // What is declared as `{}` before a feature had kinds is its first kind.
  const [feature = "", kind] = capability.split(".");
  const declared = Object.hasOwn(capabilities, feature) ? capabilities[feature] : undefined;
  const isFirstKind = isJsonObject(declared) && Object.keys(declared).length === 0 && kind === "form";
  const isOffered = declared !== undefined && (kind === undefined || isFirstKind || kindsOf(declared).includes(kind));
  if (!isOffered && ask !== undefined) {
    lacks?.(capability);
    throw new MissingCapability(capability);
  }
  if (ask === undefined) {
    throw new ToolError(
      "This needs a client that can be asked while a call runs: serve over stdio, or over HTTP with sessions.",
    );
  }
  return ask(method, params, key);
}

/** The client does not offer what a call needs of it. */
export class MissingCapability extends ToolError {
  override readonly name = "MissingCapability";
  /** Such as `sampling` or `elicitation.url`. */
  readonly capability: string;

  constructor(capability: string) {
    super(`This needs a client that offers ${capability.replace(".", " by ")}; yours does not.`);
    this.capability = capability;
  }
}

function kindsOf(declared: unknown): readonly string[] {
  return typeof declared === "object" && declared !== null ? Object.keys(declared) : [];
}
