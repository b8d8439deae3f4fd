import { createServer, type Server } from "node:http";
import { isIP, Socket, type AddressInfo, type LookupFunction } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HttpClient } from "../../../src/runtime/http/http-client.js";
import { publicFetch } from "../../../src/runtime/http/public-fetch.js";

/** A resolver that knows a few names; each answer is given once, the last for ever. */
function resolver(names: Readonly<Record<string, readonly (readonly string[])[]>>) {
  const asked: string[] = [];
  const lookup: LookupFunction = (host, _options, done) => {
    const answers = names[host] ?? [];
    const answer = answers[Math.min(asked.filter((one) => one === host).length, answers.length - 1)] ?? [];
    asked.push(host);
    const found = answer.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    done(found.length === 0 ? Object.assign(new Error("unknown"), { code: "ENOTFOUND" }) : null, found);
  };
  return { asked, lookup };
}

/** Addresses that sockets were told to connect to, in place of a connection: nothing here leaves this machine. */
const connected: string[] = [];

beforeEach(() => {
  connected.length = 0;
  const connect = Reflect.get<Socket, "connect">(Socket.prototype, "connect");
  vi.spyOn(Socket.prototype, "connect").mockImplementation(function (this: Socket, ...args: unknown[]) {
    const [first] = (Array.isArray(args[0]) ? args[0] : args) as [
      { host: string; port: number; lookup: LookupFunction },
    ];
    if (first.host === "127.0.0.1") return Reflect.apply(connect, this, args) as Socket;
    Reflect.set(this, "connecting", true);
    // After whoever connects has begun to listen for what becomes of it.
    setImmediate(() => {
      if (isIP(first.host) > 0) {
        connected.push(first.host);
        this.destroy(new Error("recorded"));
        return;
      }
      first.lookup(first.host, { all: true }, (error, found) => {
        if (Array.isArray(found) && error === null) connected.push(...found.map(({ address }) => address));
        this.destroy(error ?? new Error("recorded"));
      });
    });
    return this;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const privatePlaces = [
  ["metadata of a cloud", "169.254.169.254"],
  ["decimal", "2852039166"],
  ["hexadecimal", "0xa9fea9fe"],
  ["octal", "0251.0376.0251.0376"],
  ["this machine", "127.0.0.1"],
  ["this machine, short", "127.1"],
  ["this machine in IPv6", "[::1]"],
  ["IPv4 in IPv6", "[::ffff:127.0.0.1]"],
  ["IPv4 in NAT64", "[64:ff9b::10.0.0.1]"],
  ["6to4", "[2002:a00:1::]"],
  ["Teredo", "[2001:0:1::]"],
  ["unique local", "[fd00:ec2::254]"],
  ["link-local", "[fe80::1]"],
  ["private", "10.1.2.3"],
  ["private", "172.31.0.1"],
  ["private", "192.168.1.1"],
  ["shared", "100.100.100.200"],
  ["none", "0.0.0.0"],
  ["multicast", "224.0.0.1"],
  ["Azure's metadata", "168.63.129.16"],
] as const;

describe("a fetch for the net outside", () => {
  test.each(privatePlaces)("refuses %s: %s", async (_what, host) => {
    await expect(publicFetch()(`http://${host}/x`)).rejects.toThrow(/is in a private network/);
    expect(connected).toEqual([]);
  });

  test.each(["93.184.216.34", "[2606:2800:220:1::1]", "[64:ff9b::8.8.8.8]", "[::ffff:8.8.8.8]"])(
    "has nothing against %s",
    async (host) => {
      await expect(publicFetch()(`http://${host}/x`)).rejects.toThrow("recorded");
    },
  );

  test.each(privatePlaces.filter(([, host]) => /^[\d.]+$|^\[/.test(host) && !/^\d+$/.test(host)))(
    "refuses a name that leads to %s: %s",
    async (_what, host) => {
      const address = host === "0251.0376.0251.0376" || host === "127.1" ? "127.0.0.1" : host.replace(/[[\]]/g, "");
      const { lookup } = resolver({ "evil.example": [["93.184.216.34", address]] });
      const answer = publicFetch({ lookup })("http://evil.example/x");
      await expect(answer).rejects.toThrow(/^evil\.example is in a private network \(/);
      expect(connected).toEqual([]);
    },
  );

  test("connects to the addresses that were checked, whatever the name says afterwards", async () => {
    const { asked, lookup } = resolver({ "rebinding.example": [["93.184.216.34"], ["127.0.0.1"]] });
    const send = publicFetch({ lookup });
    await expect(send("http://rebinding.example/x")).rejects.toThrow("recorded");
    expect(connected).toEqual(["93.184.216.34"]);
    await expect(send("http://rebinding.example/x")).rejects.toThrow(/private network/);
    expect(connected).toEqual(["93.184.216.34"]);
    expect(asked).toHaveLength(2);
  });
});

describe("against an API on this machine", () => {
  let server: Server;
  let base: string;

  beforeEach(async () => {
    server = createServer((request, response) => {
      const body = gzipSync(JSON.stringify({ method: request.method, agent: request.headers["user-agent"] }));
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const client = (send: typeof fetch) =>
    new HttpClient(
      { name: "x", baseUrlEnv: "X_BASE_URL", servers: [{ url: base }], security: [], schemes: {} },
      { serverVariables: {}, credentials: {}, timeoutMs: 5000, maxResponseBytes: 10_000, retries: 0 },
      { fetch: send },
    );

  test("it is called when it is allowed, by host or by base URL, and not otherwise", async () => {
    const host = new URL(base).host;
    for (const allow of [[host], ["127.0.0.1"], [undefined, `${base}/v1`]]) {
      const { data } = await client(publicFetch({ allow })).send({ method: "GET", path: "/x" });
      expect(data).toMatchObject({ method: "GET" });
    }
    const refused = client(publicFetch({ allow: ["127.0.0.1:1"] })).send({ method: "GET", path: "/x" });
    await expect(refused).rejects.toThrow(/^127\.0\.0\.1 is in a private network \(127\.0\.0\.1\)/);
  });
});
