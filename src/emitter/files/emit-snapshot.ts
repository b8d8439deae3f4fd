import type { JsonValue } from "../../ir/json.js";
import type { DefinitionPlan } from "../definition-plan.js";
import type { GeneratedFile } from "../generated-file.js";
import { seen } from "./emit-project-files.js";

/** `src/<provider>/snapshot.json`: what another server listed, a component on each line; none for files. */
export function emitSnapshot({ provider, names }: DefinitionPlan): readonly GeneratedFile[] {
  if (provider.remote === undefined) return [];
  const members = Object.entries(provider.remote.snapshot).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${lines(value)}`,
  );
  return [{ path: `src/${names.folder}/snapshot.json`, owner: "mcpgen", text: `{\n${members.join(",\n")}\n}\n` }];
}

function lines(value: JsonValue): string {
  if (!Array.isArray(value) || value.length === 0) return seen(JSON.stringify(value));
  return `[\n${value.map((one) => `    ${seen(JSON.stringify(one))}`).join(",\n")}\n  ]`;
}
