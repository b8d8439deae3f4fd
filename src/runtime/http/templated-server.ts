import { ToolError } from "../tool-error.js";
import type { HttpServer } from "./http-api.js";

/** What a variable of a server's URL may be, and the environment variable that says so; empty `values` allow any. */
export interface ServerVariable {
  readonly default: string;
  readonly values: readonly string[];
  readonly env: string;
}

/** A base address (OpenAPI 3.1 §4.8.5) with `{variables}`. Throws `ToolError` for a value that is not allowed. */
export function templatedServer(url: string, variables: Readonly<Record<string, ServerVariable>>): HttpServer {
  const expand: HttpServer["expand"] = ({ serverVariables }) =>
    url.replace(/\{([^{}]*)\}/g, (placeholder, name: string) => {
      const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (variable === undefined) return placeholder;
      const { env, values } = variable;
      const value = (Object.hasOwn(serverVariables, env) && serverVariables[env]) || variable.default;
      if (values.length === 0 || values.includes(value)) return value;
      throw new ToolError(`${env} must be one of ${values.map((one) => JSON.stringify(one)).join(", ")}.`);
    });
  return { url, expand };
}
