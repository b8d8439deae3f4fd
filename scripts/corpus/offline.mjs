// @ts-check
// Loaded into servers under test: names other than this machine's are not looked up, so that no call leaves it, whatever
// servers the document names.
import dns from "node:dns";

const lookup = dns.lookup;
/** @type {any} */ (dns).lookup = (/** @type {string} */ host, /** @type {any[]} */ ...rest) => {
  if (host === "localhost" || host === "127.0.0.1") return /** @type {any} */ (lookup)(host, ...rest);
  const done = rest.at(-1);
  process.nextTick(() => done(Object.assign(new Error(`${host} is not looked up here`), { code: "ENOTFOUND" })));
};
