import type { JsonSchema } from "../json-schema.js";
import type { ListedComponent } from "../tool.js";

export interface SearchToolNames {
  readonly search: string;
  readonly describe: string;
  readonly call: string;
}

/** FastMCP's names, and one of the same kind; with `_` behind them where the server has tools called that. */
export function searchToolNames(taken: ReadonlySet<string>): SearchToolNames {
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name);
  return { search: free("search_tools"), describe: free("describe_tool"), call: free("call_tool") };
}

/** Most tools that one search gives, and how many it gives when nobody says. */
export const mostFound = 20;
export const usuallyFound = 5;

const reading = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };
const toolName = { type: "string", description: "Name of the tool, as the search gives it." };

export const searchInput: JsonSchema = {
  type: "object",
  properties: {
    query: { type: "string", description: "What the tool should do, in plain English." },
    limit: {
      type: "integer",
      minimum: 1,
      maximum: mostFound,
      default: usuallyFound,
      description: "Most tools to give.",
    },
  },
  required: ["query"],
  additionalProperties: false,
};

export const describeInput: JsonSchema = {
  type: "object",
  properties: { name: toolName },
  required: ["name"],
  additionalProperties: false,
};

export const callInput: JsonSchema = {
  type: "object",
  properties: {
    name: toolName,
    arguments: { type: "object", description: "Arguments of the tool, by its own input schema." },
  },
  required: ["name"],
  additionalProperties: false,
};

/**
 * The tools that stand for all the others.
 *
 * @param count how many tools can be found
 * @param topics what they are about
 */
export function searchTools(
  { search, describe, call }: SearchToolNames,
  count: number,
  topics: readonly string[],
): readonly ListedComponent[] {
  const about = topics.length === 0 ? "" : ` They are about: ${topics.join(", ")}.`;
  return [
    {
      name: search,
      title: "Search tools",
      description: `Finds the right one among ${count.toLocaleString("en")} tools that are not listed here, by what it does.${about} Search before you say that something cannot be done.`,
      inputSchema: searchInput,
      annotations: reading,
    },
    {
      name: describe,
      title: "Describe a tool",
      description: `The whole definition of a tool that ${search} found: description, input and output schema.`,
      inputSchema: describeInput,
      annotations: reading,
    },
    {
      name: call,
      title: "Call a tool",
      description: `Calls a tool that ${search} found. Its arguments are checked against its input schema, which ${describe} shows.`,
      inputSchema: callInput,
      // A client that asks its user must ask as for the worst of all tools.
      annotations: { destructiveHint: true, openWorldHint: true },
    },
  ];
}
