import { credentialOf } from "./credentials.js";
import { headerName } from "./header-value.js";
import type { HttpScheme } from "./http-api.js";
import { percentEncode } from "./percent.js";

export interface ApiKeyOptions {
  readonly in: "header" | "query" | "cookie";
  readonly parameter: string;
  readonly env: string;
}

export function apiKey({ in: place, parameter, env }: ApiKeyOptions): HttpScheme {
  return {
    variables: [[env]],
    prove: (values) => {
      const value = credentialOf(values, env);
      if (place === "query") return { query: `${percentEncode(parameter)}=${percentEncode(value)}` };
      const name = headerName(parameter);
      return place === "header" ? { header: [name, value] } : { cookie: `${name}=${value.replaceAll(";", "%3B")}` };
    },
  };
}
