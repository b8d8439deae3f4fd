import { call, name, object, property, array, literal, tall, type Expression } from "./print/expression.js";
import { stringLiteral } from "./print/string-literal.js";
import type { Plan } from "./provider-plan.js";

/** The runtime's module that makes a provider of tools that are found by searching. */
export const lazyToolsModule = "runtime/search/lazy-tools.js";

/**
 * A provider whose modules of tools are loaded when one of their tools is needed.
 *
 * @param make name under which `withLazyTools` is imported
 * @param provider the provider without tools
 * @param pinned tools that stay visible, of all providers
 */
export function lazyTools(
  make: string,
  provider: Expression,
  { groups, provider: { components } }: Plan,
  pinned: readonly string[],
): Expression {
  const own = pinned.filter((one) =>
    components.some((component) => component.kind === "tool" && component.name === one),
  );
  const loaded = groups.filter(({ tools }) => tools.length > 0);
  return call(
    make,
    provider,
    tall([
      property("index", imported("./search-index.js", "searchIndex")),
      property(
        "groups",
        object(
          loaded.map(({ group, names }) => property(group.file, imported(`./tools/${group.file}.js`, names.tools))),
        ),
      ),
      ...(own.length === 0 ? [] : [property("pinned", array(own.map(literal)))]),
    ]),
  );
}

/** `async () => (await import("./tools/pets.js")).petsTools` */
function imported(module: string, exported: string): Expression {
  const { text } = name(exported);
  return {
    kind: "arrow",
    parameters: "async ()",
    body: { kind: "name", text: `(await import(${stringLiteral(module)})).${text}` },
  };
}
