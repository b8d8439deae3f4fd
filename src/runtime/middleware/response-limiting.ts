import { textBlock } from "../content.js";
import type { ToolResult } from "../result.js";
import type { ListedComponent } from "../tool.js";
import type { Middleware } from "./middleware.js";

export interface ResponseLimitingOptions {
  /** Most bytes of a result. Default: 1,000,000. */
  readonly maxBytes?: number;
  /** What is put where a text was cut. */
  readonly suffix?: string;
  /** Tools that are limited. Default: all. */
  readonly tools?: readonly string[];
}

/**
 * Cuts the results of tools that are too long to their text. What is cut cannot keep what a schema promises: limited tools
 * are listed without one, and have no structured content.
 */
export function responseLimiting(options: ResponseLimitingOptions = {}): Middleware {
  const { maxBytes = 1_000_000, suffix = "\n\n[Response truncated due to size limit]", tools } = options;
  const isLimited = (name: string) => tools?.includes(name) !== false;
  return {
    onListTools: async (_call, next) =>
      (await next()).map((tool): ListedComponent => {
        if (!isLimited(tool.name)) return tool;
        const { outputSchema: _, ...rest } = tool;
        return rest;
      }),
    onCallTool: async (call, next) => {
      const result = await next();
      if (!isLimited(call.name)) return result;
      const { structuredContent: _, ...rest } = result;
      return bytesOf(rest) <= maxBytes ? rest : cut(rest, maxBytes, suffix);
    },
  };
}

function cut(result: ToolResult, maxBytes: number, suffix: string): ToolResult {
  const text = result.content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");
  const empty: ToolResult = { ...result, content: [textBlock(suffix)] };
  // A character takes up to six bytes in JSON: halves until it fits.
  let kept = text.slice(0, maxBytes);
  while (kept !== "" && bytesOf({ ...empty, content: [textBlock(kept + suffix)] }) > maxBytes) {
    kept = kept.slice(0, Math.floor(kept.length * 0.9)).replace(/[\ud800-\udbff]$/, "");
  }
  return { ...empty, content: [textBlock(kept + suffix)] };
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
