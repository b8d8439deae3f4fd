import type { JsonObject } from "../ir/json.js";
import type { Program } from "../ir/program.js";
import type { SurfaceComponent } from "./surface.js";

const annotations = { readOnlyHint: true };

function tool(
  name: string,
  description: string,
  properties: JsonObject,
  required: readonly string[],
): SurfaceComponent {
  const inputSchema = {
    type: "object",
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
  return { kind: "tool", name, description, inputSchema, annotations };
}

/** As `components-as-tools.ts` of the runtime lists them; a test compares. */
const bridges = {
  resources: [
    tool("list_resources", "List what can be read with read_resource: addresses, and templates of addresses.", {}, []),
    tool(
      "read_resource",
      "Read a resource by its address; for a template, the address with its variables filled in.",
      { uri: { type: "string" } },
      ["uri"],
    ),
  ],
  prompts: [
    tool("list_prompts", "List the prompts that get_prompt gives, with their arguments.", {}, []),
    tool(
      "get_prompt",
      "Get the messages of a prompt.",
      { name: { type: "string" }, arguments: { type: "object", additionalProperties: { type: "string" } } },
      ["name"],
    ),
  ],
} as const;

/** The runtime's functions that add them, in the order in which they are put around the server. */
export const bridgeMakers = { resources: "withResourcesAsTools", prompts: "withPromptsAsTools" } as const;

/** Tools for clients that know tools only; a name that a source has is the source's. */
export function bridgeTools({ asTools = [], providers }: Program): readonly SurfaceComponent[] {
  const taken = providers.flatMap(({ components }) =>
    components.flatMap(({ kind, name }) => (kind === "tool" ? name : [])),
  );
  return asTools.flatMap((kind) => bridges[kind]).filter(({ name }) => !taken.includes(name));
}
