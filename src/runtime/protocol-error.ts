import type { JsonObject } from "./json.js";

/** Why a request as such cannot be answered; the protocol adapter knows the code that each revision has for it. */
export type ProtocolFault = "unknown-method" | "unknown-tool" | "unknown-resource" | "invalid-params" | "failed";

/** A request that is answered with an error of the protocol instead of a result. */
export class ProtocolError extends Error {
  readonly fault: ProtocolFault;
  /** Further facts for the client, e.g. `{ uri }`. */
  readonly data: JsonObject | undefined;

  constructor(fault: ProtocolFault, message: string, data?: JsonObject) {
    super(message);
    this.fault = fault;
    this.data = data;
  }
}
