import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Origin } from "../../ir/origin.js";
import { environmentName } from "../names.js";

/** Variables that every generated server reads for itself. */
const serverVariables = [
  "MCP_TRANSPORT", "MCP_HOST", "MCP_PORT", "MCP_PATH", "MCP_LOG_LEVEL", "MCP_ALLOWED_HOSTS", "MCP_ALLOWED_ORIGINS",
  "MCP_AUTH_TOKEN", "MCP_INCLUDE_TAGS", "MCP_EXCLUDE_TAGS", "MCP_MASK_ERRORS",
]; // prettier-ignore

/** Gives out the names of a provider's environment variables. Names that the runtime has a meaning for are taken from the start. */
export class EnvironmentNames {
  readonly #prefix: string;
  readonly #chosen: ReadonlyMap<string, string>;
  readonly #diagnostics: Diagnostics;
  readonly #taken: Set<string>;

  /** `chosen` maps scheme names to variables that the user prefers; a suffix such as `_USERNAME` is added where a scheme has several. */
  constructor(provider: string, chosen: Readonly<Record<string, string>>, diagnostics: Diagnostics) {
    this.#prefix = provider;
    this.#chosen = new Map(Object.entries(chosen));
    this.#diagnostics = diagnostics;
    this.#taken = new Set([
      ...serverVariables,
      ...["BASE_URL", "TIMEOUT_MS", "MAX_RESPONSE_BYTES", "RETRIES"].map((name) => environmentName(provider, name)),
    ]);
  }

  /** Variable of a credential. */
  credential([scheme = "", ...suffix]: readonly string[], origin: Origin): string {
    const own = this.#chosen.get(scheme);
    const wanted = own === undefined ? environmentName(this.#prefix, scheme, ...suffix) : [own, ...suffix].join("_");
    return this.#take(wanted, `security scheme \`${scheme}\``, origin);
  }

  /** Variable that sets a variable of a server's URL; the same variable of several servers is one. */
  serverVariable(name: string): string {
    const variable = environmentName(this.#prefix, "SERVER", name);
    this.#taken.add(variable);
    return variable;
  }

  #take(wanted: string, what: string, origin: Origin): string {
    let used = wanted;
    for (let number = 2; this.#taken.has(used); number++) used = `${wanted}_${String(number)}`;
    this.#taken.add(used);
    if (used !== wanted) this.#diagnostics.report("program/environment-clash", origin, { wanted, used, what });
    return used;
  }
}
