import type { ResourceContents } from "../content.js";
import { isJsonArray, type JsonObject } from "../json.js";
import type { Resource, ResourceDefinition } from "../resource.js";
import { erased, type CallScope } from "../tool.js";
import type { RemoteComponent } from "./remote-component.js";
import { remoteOf } from "./remote-server.js";

/** A resource of another server. */
export interface ProxyResourceDefinition extends ResourceDefinition, RemoteComponent {}

export function proxyResource(definition: ProxyResourceDefinition): Resource {
  const { uri, remote = uri } = definition;
  return { ...definition, read: (scope) => readRemote(scope, uri, remote) };
}

/** What the other server has at an address, at the address that clients know. */
export async function readRemote(scope: CallScope, uri: string, remote: string): Promise<readonly ResourceContents[]> {
  const { contents } = await remoteOf(scope).request(scope, "resources/read", { uri: remote }, { isRepeatable: true });
  const all = isJsonArray(contents) ? erased<readonly JsonObject[]>(contents) : [];
  return erased(all.map((one) => (one["uri"] === remote ? { ...one, uri } : one)));
}
