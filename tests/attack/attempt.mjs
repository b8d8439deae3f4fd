// @ts-check
// node tests/attack/attempt.mjs <item> <copy>: one attack against a copy of mcpgen; exits with 1 when it succeeds.
import dns from "node:dns";
import net from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { attacks } from "./attacks.mjs";

const [, , item = "", copy = ""] = process.argv;

/**
 * Addresses that somebody tried to reach and that are not this machine's: the attempt is recorded and goes nowhere.
 *
 * @type {string[]}
 */
const reached = [];

/** @param {string} host */
const isOwn = (host) => /^(?:localhost|127(?:\.\d{1,3}){3}|::1|::ffff:127\.0\.0\.1|)$/.test(host);

const connect = net.Socket.prototype.connect;
// @ts-expect-error its overloads are not of interest here
net.Socket.prototype.connect = function (/** @type {any[]} */ ...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const host =
    typeof first === "object"
      ? typeof first.path === "string"
        ? ""
        : String(first.host ?? "localhost")
      : String(args[1] ?? "");
  if (!isOwn(host) && typeof first === "object" && typeof first.lookup === "function" && net.isIP(host) === 0) {
    // Whoever brings a resolver would connect to what it says.
    this.connecting = true;
    setImmediate(() =>
      first.lookup(host, { all: true }, (/** @type {Error | null} */ error, /** @type {any} */ found) => {
        if (error === null) reached.push(...[found].flat().map((one) => one.address ?? one));
        this.destroy(error ?? new Error(`${host} is not this machine`));
      }),
    );
    return this;
  }
  if (!isOwn(host)) {
    reached.push(host);
    process.nextTick(() => this.destroy(new Error(`${host} is not this machine`)));
    return this;
  }
  return connect.apply(this, /** @type {any} */ (args));
};
const lookup = dns.lookup;
// @ts-expect-error the same
dns.lookup = (/** @type {string} */ host, /** @type {any} */ options, /** @type {any} */ done) => {
  if (isOwn(host)) return lookup(host, options, done);
  reached.push(host);
  const answer = typeof options === "function" ? options : done;
  process.nextTick(answer, new Error(`${host} is not looked up`));
};

const attack = attacks.find((one) => String(one.item) === item);
if (attack === undefined) throw new Error(`there is no attack ${item}`);
try {
  await attack.run({
    root: copy,
    load: (path) => import(pathToFileURL(join(copy, "dist", path)).href),
    reached,
  });
  process.exit(0);
} catch (error) {
  console.error(`attack succeeded: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
  console.error(error instanceof Error ? error.stack : "");
  process.exit(1);
}
