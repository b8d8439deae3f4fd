import type { Program, Provider } from "../ir/program.js";
import { SchemaLimiter } from "./limit-schema.js";

/** Bytes of a result's schema, written out, that are worth a client's while: about 400 tokens. */
const budget = 1_600;

/**
 * Keeps relaxed result schemas small: where one is larger than the budget, its largest parts come down to their bare type.
 * A result is told in full by itself; the schema only prepares for it, and every client pays for it with every list.
 */
export function limitResults(program: Program): Program {
  return {
    ...program,
    providers: program.providers.map((provider) =>
      provider.outputMode === "relaxed" ? limitProvider(provider) : provider,
    ),
  };
}

function limitProvider(provider: Provider): Provider {
  const limiter = new SchemaLimiter(new Map(provider.results.map((type) => [type.name, type.schema])), budget);
  return {
    ...provider,
    results: provider.results.map((type) => ({ ...type, schema: limiter.limited(type.name) })),
    components: provider.components.map((component) =>
      component.kind === "tool" && component.result !== undefined
        ? { ...component, result: limiter.fit(component.result) }
        : component,
    ),
  };
}
