import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Server } from "../../ir/http-api.js";
import type { ServerModel } from "./api-document.js";
import type { EnvironmentNames } from "./environment-names.js";
import { privateAddressReason } from "./private-address.js";

/** Servers that requests can go to. A relative URL is resolved where the document came from the network, else it names no address. */
export function lowerServers(
  servers: readonly ServerModel[],
  documentUrl: string | undefined,
  environment: EnvironmentNames,
  diagnostics: Diagnostics,
): readonly Server[] {
  return servers.flatMap((server) => {
    const url = absolute(server.url, documentUrl);
    if (url === undefined) return [];
    const problem = faultOf(url, server);
    if (problem !== undefined) {
      diagnostics.report("openapi/invalid-server", server.cursor.at("url")?.origin ?? server.cursor.origin, {
        url: server.url,
        reason: problem,
      });
      return [];
    }
    return [lowerServer(url, server, environment)];
  });
}

/** Server of a path or operation; a relative URL stays relative and is resolved against the API's base address at run time. */
export function lowerOwnServer(
  servers: readonly ServerModel[],
  documentUrl: string | undefined,
  environment: EnvironmentNames,
  diagnostics: Diagnostics,
): Server | undefined {
  const [first] = servers;
  if (first === undefined) return undefined;
  if (absolute(first.url, documentUrl) === undefined) return lowerServer(first.url, first, environment);
  return lowerServers(servers, documentUrl, environment, diagnostics)[0];
}

function lowerServer(url: string, server: ServerModel, environment: EnvironmentNames): Server {
  const names = [...new Set([...url.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? ""))];
  return {
    url,
    variables: names.map((name) => {
      const declared = server.variables.find((variable) => variable.name === name);
      return {
        name,
        default: declared?.default ?? "",
        values: declared?.values ?? [],
        env: environment.serverVariable(name),
      };
    }),
  };
}

function absolute(url: string, documentUrl: string | undefined): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(url) || url.startsWith("{")) return url;
  if (documentUrl === undefined || url.includes("{")) return undefined;
  return URL.canParse(url, documentUrl) ? new URL(url, documentUrl).href.replace(/\/$/, "") : undefined;
}

/** Why requests cannot go there, judged with the defaults of its variables. */
function faultOf(url: string, server: ServerModel): string | undefined {
  const filled = url.replace(
    /\{([^{}]*)\}/g,
    (_whole, name: string) => server.variables.find((variable) => variable.name === name)?.default ?? "",
  );
  if (!URL.canParse(filled)) return "it is no URL";
  const parsed = new URL(filled);
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return `its scheme is \`${parsed.protocol}\``;
  if (parsed.username !== "" || parsed.password !== "") return "it holds credentials";
  return privateAddressReason(filled);
}
