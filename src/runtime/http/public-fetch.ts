/// <reference types="node" />
import type { Agent } from "node:http";
import type { LookupFunction } from "node:net";
import { ToolError } from "../tool-error.js";
import { nodeTransport } from "./node-transport.js";

export interface PublicFetchOptions {
  /** Hosts, or URLs of hosts, that may be called wherever they are: the base URLs that the environment sets, for one. */
  readonly allow?: readonly (string | undefined)[];
  /** Default: the system's. */
  readonly lookup?: LookupFunction;
}

/**
 * A fetch for `createServer` that keeps requests out of private networks, also where a name leads there: a host is looked up,
 * all of its addresses are checked, and those are connected to and no others (DNS rebinding). Rejects with a `ToolError`.
 * Runtimes without node:net have no network of their own around them: there it is their fetch.
 */
export function publicFetch({ allow = [], lookup }: PublicFetchOptions = {}): typeof fetch {
  const allowed = new Set(
    allow.flatMap((one = "") => (URL.canParse(one) && one.includes("//") ? new URL(one).host : one.toLowerCase())),
  );
  let loading: ReturnType<typeof loadGuard> | undefined;
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const isAllowed = allowed.has(url.host) || allowed.has(url.hostname);
    const guard = isAllowed ? undefined : await (loading ??= loadGuard(lookup));
    if (guard === undefined) return fetch(input, init);
    // Sockets do not look up what is an address.
    guard.check(url.hostname.replace(/^\[|\]$/g, ""), url.hostname);
    const given = input instanceof Request ? input : { method: "GET", headers: {}, signal: null, body: null };
    const { method = given.method, headers = given.headers, signal = given.signal, body = given.body } = init ?? {};
    const { status, statusText, chunks, discard, ...answer } = await nodeTransport(
      {
        method,
        url: url.href,
        headers: new Headers(headers),
        body: body === null ? undefined : new Uint8Array(await new Response(body).arrayBuffer()),
        signal: signal ?? new AbortController().signal,
        advice: "",
      },
      { agent: guard.agents[url.protocol] },
    );
    const isEmpty = [204, 205, 304].includes(status) || method === "HEAD";
    if (isEmpty) discard();
    const stream = isEmpty ? null : streamOf(chunks, discard);
    return new Response(stream, { status, statusText, headers: answer.headers });
  };
}

/** Special-purpose addresses (IANA), multicast, Azure's metadata, 6to4 and Teredo, and IPv6 above 2000::/3. */
const ranges =
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16 " +
  "198.18.0.0/15 224.0.0.0/3 2001::/23 2002::/16 4000::/2 8000::/1";

/** Milliseconds after which a free connection is closed, as fetch does it. */
const keptFree = 4000;

async function loadGuard(ownLookup: LookupFunction | undefined) {
  const modules = await loadNode();
  if (modules === undefined) return undefined;
  const { net, http, https, dns } = modules;
  const list = new net.BlockList();
  for (const range of ranges.split(" ")) {
    const [address = "", bits] = range.split("/");
    list.addSubnet(address, Number(bits), net.isIPv6(address) ? "ipv6" : "ipv4");
    // NAT64: the same from a network that has IPv6 only. That a mapped address is one of IPv4, the list knows.
    if (!net.isIPv6(address)) list.addSubnet(`64:ff9b::${address}`, Number(bits) + 96, "ipv6");
  }
  // Below 2000::/3 only what stands for an address of IPv4.
  const low = new net.BlockList();
  low.addSubnet("::", 3, "ipv6");
  const carried = new net.BlockList();
  for (const prefix of ["::ffff:0:0", "64:ff9b::"]) carried.addSubnet(prefix, 96, "ipv6");
  const isPrivate = (address: string, family: "ipv4" | "ipv6") =>
    list.check(address, family) || (low.check(address, family) && !carried.check(address, family));
  const check = (address: string, host: string): void => {
    const [plain = ""] = address.split("%");
    const family = net.isIP(plain);
    if (family === 0 || !isPrivate(plain, family === 6 ? "ipv6" : "ipv4")) return;
    const what = `${host} is in a private network (${address}), and nobody has said that it may be called.`;
    throw new ToolError(`${what} The operator of this server can allow it, or set the base URL in the environment.`);
  };
  const lookup: LookupFunction = (host, options, done) => {
    (ownLookup ?? dns.lookup)(host, { ...options, all: true }, (error, found) => {
      const all = Array.isArray(found) ? found : [{ address: found, family: net.isIP(found) }];
      try {
        if (error === null) for (const { address } of all) check(address, host);
      } catch (refusal) {
        done(refusal instanceof Error ? refusal : null, []);
        return;
      }
      const [first] = all;
      if (error !== null || options.all === true) done(error, all);
      else done(null, first?.address ?? "", first?.family);
    });
  };
  const options = { keepAlive: true, timeout: keptFree, lookup };
  const agents: Readonly<Record<string, Agent>> = {
    "http:": new http.Agent(options),
    "https:": new https.Agent(options),
  };
  return { check, agents };
}

async function loadNode() {
  try {
    const [net, http, https, dns] = await Promise.all([
      import("node:net"),
      import("node:http"),
      import("node:https"),
      import("node:dns"),
    ]);
    return { net, http, https, dns };
  } catch {
    return undefined;
  }
}

function streamOf(chunks: AsyncIterable<Uint8Array>, discard: () => void): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const read: IteratorResult<Uint8Array, unknown> = await iterator.next();
      if (read.done === true) controller.close();
      else controller.enqueue(read.value);
    },
    cancel: discard,
  });
}
