import { isIP, Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { privateAddressReason } from "../../../src/frontends/openapi/private-address.js";
import { publicFetch } from "../../../src/runtime/http/public-fetch.js";

/*
 * The compiler refuses addresses in documents, the runtime those that names lead to. Both lists say the same, on both sides of every
 * border; nothing is connected to.
 */
beforeEach(() => {
  vi.spyOn(Socket.prototype, "connect").mockImplementation(function (this: Socket) {
    Reflect.set(this, "connecting", true);
    setImmediate(() => this.destroy(new Error("recorded")));
    return this;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const v4 = [
  "0.0.0.0 0.255.255.255 1.0.0.0 9.255.255.255 10.0.0.0 10.255.255.255 11.0.0.0 100.63.255.255 100.64.0.0 100.127.255.255",
  "100.128.0.0 126.255.255.255 127.0.0.2 127.255.255.255 128.0.0.0 168.63.129.15 168.63.129.16 168.63.129.17 169.253.255.255",
  "169.254.0.0 169.254.169.254 169.254.255.255 169.255.0.0 172.15.255.255 172.16.0.0 172.31.255.255 172.32.0.0 191.255.255.255",
  "192.0.0.0 192.0.0.255 192.0.1.0 192.0.2.1 192.167.255.255 192.168.0.0 192.168.255.255 192.169.0.0 198.17.255.255",
  "198.18.0.0 198.19.255.255 198.20.0.0 198.51.100.1 203.0.113.1 223.255.255.255 224.0.0.0 239.255.255.255 240.0.0.0",
  "255.255.255.255 8.8.8.8 93.184.216.34",
].flatMap((line) => line.split(" "));

const v6 = [
  ":: ::2 ::7f00:1 ::ffff 64:ff9a:ffff::1 64:ff9b:1::1 64:ff9b:1:ffff::1 64:ff9b:2::1 100::1 100:0:0:1::1 1fff:ffff::1 2000::1",
  "2001::1 2001:1ff:ffff::1 2001:200::1 2001:db8::1 2001:4860:4860::8888 2002::1 2002:808:808::1 2003::1 2606:4700::1111",
  "3fff:ffff::1 4000::1 5f00::1 6000::1 8000::1 a000::1 c000::1 e000::1 f000::1 fbff::1 fc00::1 fd00:ec2::254 fdff::1",
  "fe00::1 fe7f::1 fe80::1 fec0::1 feff::1 ff00::1 ff02::1",
].flatMap((line) => line.split(" "));

const groups = (address: string) => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
};

const hosts = [
  ...v4,
  ...v6.map((address) => `[${address}]`),
  ...v4.map((address) => `[::ffff:${groups(address)}]`),
  ...v4.map((address) => `[64:ff9b::${groups(address)}]`),
];

test.each(hosts)("the compiler and the runtime say the same of %s", async (host) => {
  const url = `http://${host}/`;
  expect(isIP(new URL(url).hostname.replace(/^\[|\]$/g, ""))).not.toBe(0);
  const answer = await publicFetch()(url).catch((error: unknown) => String(error));
  const isRefused = typeof answer === "string" && answer.includes("is in a private network");
  expect(isRefused, "the runtime refuses it").toBe(privateAddressReason(url) !== undefined);
});
