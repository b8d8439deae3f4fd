import { aroundServer, type Around } from "../around-server.js";
import type { McpRequest } from "../call-context.js";
import type { ResourceContents } from "../content.js";
import type { JsonObject, JsonValue } from "../json.js";
import type { PromptResult } from "../message.js";
import type { ToolResult } from "../result.js";
import { textOf, type McpServer } from "../server.js";
import { erased, type ListedComponent } from "../tool.js";

/** Any request. */
export interface RequestCall {
  readonly method: string;
  readonly params: JsonObject;
  readonly request: McpRequest;
}

/** A call of a tool, as it came: not coerced, not validated. */
export interface ToolCall {
  readonly name: string;
  readonly args: JsonValue | undefined;
  readonly request: McpRequest;
}

export interface ResourceCall {
  readonly uri: string;
  readonly request: McpRequest;
}

export interface PromptCall {
  readonly name: string;
  readonly args: JsonValue | undefined;
  readonly request: McpRequest;
}

export interface ListCall {
  readonly request: McpRequest;
}

/** Wraps one kind of request: `next` asks what is within, with the call as it is or with another. */
export type Hook<Call, Answer> = (call: Call, next: (call?: Call) => Promise<Answer>) => Promise<Answer>;

type ListHook = Hook<ListCall, readonly ListedComponent[]>;

/** Each hook is optional. `onRequest` sees every request, around the hook of its kind. */
export interface Middleware {
  readonly onRequest?: Hook<RequestCall, object>;
  readonly onCallTool?: Hook<ToolCall, ToolResult>;
  readonly onReadResource?: Hook<ResourceCall, readonly ResourceContents[]>;
  readonly onGetPrompt?: Hook<PromptCall, PromptResult>;
  readonly onListTools?: ListHook;
  readonly onListResources?: ListHook;
  readonly onListResourceTemplates?: ListHook;
  readonly onListPrompts?: ListHook;
}

/** A server with middleware around it; the first is outermost. */
export function withMiddleware(server: McpServer, ...all: readonly Middleware[]): McpServer {
  return all.reduceRight((inner, one) => aroundServer(inner, aroundOf(one)), server);
}

function aroundOf(middleware: Middleware): Around {
  return (method, params, request, next) => {
    const { onRequest } = middleware;
    const inner = (call: RequestCall) => asked(middleware, call, next);
    const call = { method, params, request: request() };
    return onRequest === undefined ? inner(call) : onRequest(call, (other = call) => inner(other));
  };
}

async function asked(middleware: Middleware, call: RequestCall, next: Parameters<Around>[3]): Promise<object> {
  const { method, params, request } = call;
  const { onCallTool, onReadResource, onGetPrompt } = middleware;
  const on = (other: McpRequest, otherParams = params) => next(otherParams, () => other);
  if (method === "tools/call" && onCallTool !== undefined) {
    const first: ToolCall = { name: textOf(params, "name"), args: params["arguments"], request };
    return onCallTool(first, async (one = first) => erased<ToolResult>(await on(one.request, withCall(params, one))));
  }
  if (method === "prompts/get" && onGetPrompt !== undefined) {
    const first: PromptCall = { name: textOf(params, "name"), args: params["arguments"], request };
    return onGetPrompt(first, async (one = first) =>
      erased<PromptResult>(await on(one.request, withCall(params, one))),
    );
  }
  if (method === "resources/read" && onReadResource !== undefined) {
    const first: ResourceCall = { uri: textOf(params, "uri"), request };
    const contents = await onReadResource(first, async (one = first) => {
      const answer = await on(one.request, { ...params, uri: one.uri });
      return erased<{ contents: readonly ResourceContents[] }>(answer).contents;
    });
    return { contents };
  }
  const [key, onList] = listHook(middleware, method);
  if (onList === undefined) return on(request);
  let whole: object = {};
  const listed = await onList({ request }, async (one = { request }) => {
    whole = await on(one.request);
    return erased<Record<string, readonly ListedComponent[]>>(whole)[key] ?? [];
  });
  return { ...whole, [key]: listed };
}

function withCall(params: JsonObject, { name, args }: ToolCall | PromptCall): JsonObject {
  return { ...params, name, ...(args === undefined ? {} : { arguments: args }) };
}

function listHook(middleware: Middleware, method: string): readonly [key: string, hook: ListHook | undefined] {
  switch (method) {
    case "tools/list":
      return ["tools", middleware.onListTools];
    case "resources/list":
      return ["resources", middleware.onListResources];
    case "resources/templates/list":
      return ["resourceTemplates", middleware.onListResourceTemplates];
    case "prompts/list":
      return ["prompts", middleware.onListPrompts];
    default:
      return ["", undefined];
  }
}
