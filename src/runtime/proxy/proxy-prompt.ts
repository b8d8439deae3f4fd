import { isSchema } from "../json-schema.js";
import type { PromptResult } from "../message.js";
import type { Prompt, PromptArgument } from "../prompt.js";
import { erased } from "../tool.js";
import { remoteCompletions, type RemoteComponent } from "./remote-component.js";
import { remoteOf } from "./remote-server.js";

/** A prompt of another server. */
export interface ProxyPromptDefinition extends Omit<Prompt, "arguments" | "get">, RemoteComponent {
  /** Whether the other server completes its arguments. */
  readonly completes?: true;
}

export function proxyPrompt(definition: ProxyPromptDefinition): Prompt {
  const { name, remote = name, change, completes } = definition;
  const reference = { type: "ref/prompt", name: remote };
  return {
    ...definition,
    ...(completes === true ? { completions: remoteCompletions(definition, reference, definition) } : {}),
    arguments: promptArguments(definition),
    get: async (args, scope) => {
      const params = { name: remote, arguments: change === undefined ? args : change(args) };
      return erased<PromptResult>(await remoteOf(scope).request(scope, "prompts/get", params, { isRepeatable: true }));
    },
  };
}

function promptArguments({ inputSchema }: Pick<Prompt, "inputSchema">): readonly PromptArgument[] {
  const { properties, required } = inputSchema;
  return Object.entries(isSchema(properties) ? properties : {}).map(([name, schema]) => {
    const description = isSchema(schema) ? schema["description"] : undefined;
    return {
      name,
      ...(typeof description === "string" ? { description } : {}),
      required: Array.isArray(required) && required.includes(name),
    };
  });
}
