import { prepareArguments } from "../arguments.js";
import { createCallContext } from "../call-context.js";
import { errorResult } from "../result.js";
import type { McpServer } from "../server.js";
import { isToolError } from "../tool-error.js";
import { listed, type Tool } from "../tool.js";
import type { Middleware } from "./middleware.js";

/** Tools beside those of the server, after them; a name that the server has is the server's. */
export function toolInjection(server: McpServer, tools: readonly Tool[]): Middleware {
  return {
    onListTools: async (_call, next) => {
      const own = await next();
      const names = new Set(own.map(({ name }) => name));
      return [...own, ...tools.filter(({ name }) => !names.has(name)).map(listed)];
    },
    onCallTool: async ({ name, args, request }, next) => {
      const tool = tools.find((one) => one.name === name);
      if (tool === undefined || (await server.list("tools")).some((one) => one.name === name)) return next();
      try {
        const context = createCallContext(request, server.log);
        return await tool.call(prepareArguments(args, tool), { context, request, apis: () => undefined });
      } catch (error) {
        if (isToolError(error)) return errorResult(error.message);
        server.log.error(`${name} failed.`, error);
        return errorResult("Internal error; see the server's log.");
      }
    },
  };
}
