import type { Completion } from "../completion.js";
import type { JsonObject } from "../json.js";
import { isSchema, type JsonSchema } from "../json-schema.js";
import { remoteOf } from "./remote-server.js";
import type { CallScope } from "../tool.js";

/** What a component is to the other server, where that differs. */
export interface RemoteComponent {
  /** Its name or address there. */
  readonly remote?: string;
  /** Makes its arguments of those that clients see. */
  readonly change?: (args: JsonObject) => JsonObject;
}

/** Completions of all arguments by the other server. */
export function remoteCompletions(
  { inputSchema }: { readonly inputSchema: JsonSchema },
  reference: JsonObject,
  { change }: RemoteComponent,
): Readonly<Record<string, Completion>> {
  const { properties } = inputSchema;
  const names = isSchema(properties) ? Object.keys(properties) : [];
  return Object.fromEntries(
    names.map((name): [string, Completion] => {
      const [argument = name] = change === undefined ? [] : Object.keys(change({ [name]: "" }));
      return [
        name,
        async (value, scope) => {
          const params = { ref: reference, argument: { name: argument, value } };
          // Completions find the scope of their component, which has its server.
          const given: CallScope = { apis: () => undefined, ...scope };
          const { completion } = await remoteOf(given).request(given, "completion/complete", params, {
            isRepeatable: true,
          });
          const values = isSchema(completion) ? completion["values"] : undefined;
          return Array.isArray(values) ? values.filter((one) => typeof one === "string") : [];
        },
      ];
    }),
  );
}
