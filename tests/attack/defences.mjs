// @ts-check
/**
 * A defence, and what takes it out: edits of sources, each of a text that stands exactly once in its file.
 *
 * @typedef {{ item: number, what: string, edits: readonly { file: string, find: string, replace: string }[] }} Defence
 */

/**
 * @param {number} item
 * @param {string} what
 * @param {string} file
 * @param {string} find
 * @param {string} replace
 * @returns {Defence}
 */
const defence = (item, what, file, find, replace) => ({ item, what, edits: [{ file, find, replace }] });

/** @type {readonly Defence[]} */
export const defences = [
  {
    item: 1,
    what: "escapes in literals",
    edits: [
      {
        file: "src/emitter/print/string-literal.ts",
        find: "const json = JSON.stringify(text)",
        replace: 'const json = `"${text}"`',
      },
    ],
  },
  defence(1, "comments that stay comments", "src/emitter/print/comment.ts", '.replaceAll("*/", "*\\\\/")', ""),
  defence(
    2,
    "arguments without a prototype",
    "src/runtime/http-tool.ts",
    "const given = { __proto__: null, ...",
    "const given = { ...",
  ),
  defence(
    3,
    "the folder as the border",
    "src/frontends/openapi/documents.ts",
    "  const real = await host.realPath(path);\n  return",
    "  const real = realFolder;\n  await host.realPath(path);\n  return",
  ),
  defence(
    3,
    "the refusal of addresses",
    "src/frontends/openapi/documents.ts",
    "if (!source.allowRefs && (isUrl(path) ||",
    "if (!source.allowRefs && !isUrl(path) && (",
  ),
  defence(4, "the refusal of `..`", "src/writer/output-path.ts", ' || segment === "..")', ")"),
  defence(
    4,
    "the look at links",
    "src/writer/output-path.ts",
    "if (!isLink(absolute)) return false;",
    'if (absolute !== "") return false;',
  ),
  defence(
    5,
    "the removal of hidden characters",
    "src/frontends/readable-text.ts",
    "const visible = unified.replace(invisible, () => {",
    "const visible = unified.replace(/(?!)/g, () => {",
  ),
  {
    item: 6,
    what: "the screening of patterns",
    edits: [
      {
        file: "src/frontends/screen-pattern.ts",
        find: "if (hasNestedRepetition(valid)) return",
        replace: 'if (valid === "" && hasNestedRepetition(valid)) return',
      },
      {
        file: "src/frontends/screen-pattern.ts",
        find: "backtrackingDegree(valid) > 2",
        replace: "backtrackingDegree(valid) < 0",
      },
    ],
  },
  defence(
    6,
    "the limit on their length",
    "src/frontends/screen-pattern.ts",
    "if (pattern.length > maxLength)",
    "if (pattern.length < 0)",
  ),
  defence(
    7,
    "the list of headers that are no arguments",
    "src/frontends/openapi/lower-security.ts",
    'if (parameter.in === "header" && ownHeaders.has(parameter.name.toLowerCase())) return true;',
    "",
  ),
  defence(
    8,
    "a package.json without scripts that run at installation",
    "generator-templates/package.json.hbs",
    '"build": "tsc -p tsconfig.json",',
    '"build": "tsc -p tsconfig.json",\n    "postinstall": "node dist/main.js",',
  ),
  defence(
    9,
    "the encoding of path arguments",
    "src/runtime/http/path.ts",
    "pieces(value, explode, percentEncode)",
    "pieces(value, explode, String)",
  ),
  {
    item: 9,
    what: "the refusal of dot segments",
    edits: [
      {
        file: "src/runtime/http/url.ts",
        find: 'if (segments.includes(".") || segments.includes(".."))',
        replace: "if (segments.length === 0)",
      },
      // What a URL parser would change is refused, too.
      { file: "src/runtime/http/url.ts", find: " || new URL(url).href !== url", replace: "" },
    ],
  },
  defence(
    10,
    "the check of header values",
    "src/runtime/http/header-value.ts",
    "return /^[\\t\\x20-\\x7e\\x80-\\xff]*$/.test(text);",
    "return text.length >= 0;",
  ),
  defence(
    10,
    "the check of header names",
    "src/runtime/http/header-value.ts",
    "if (/^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$/.test(name)) return name;",
    "if (name.length > 0) return name;",
  ),
  defence(
    11,
    "the values that a server's variable may have",
    "src/runtime/http/templated-server.ts",
    "if (values.length === 0 || values.includes(value)) return value;",
    "if (values.length >= 0) return value;",
  ),
  defence(
    11,
    "the refusal of user names in base URLs",
    "src/runtime/http/url.ts",
    ' && url.username + url.password === "") return url;',
    ") return url;",
  ),
  defence(
    11,
    "the refusal of private addresses in documents",
    "src/frontends/openapi/private-address.ts",
    "if (!isPrivate(hostname)) return undefined;",
    'if (hostname !== "") return undefined;',
  ),
  defence(
    11,
    "the check of what a name leads to",
    "src/runtime/http/public-fetch.ts",
    "for (const { address } of all) check(address, host);",
    "for (const { address } of all) void address;",
  ),
  defence(
    12,
    "the origin as the border of redirects",
    "src/runtime/http/redirect.ts",
    'if (target?.origin !== new URL(url).origin) return "Redirects to another origin are not followed.";',
    'if (target === undefined) return "";',
  ),
  defence(
    12,
    "the number of redirects",
    "src/runtime/http/redirect.ts",
    "return hops >= most ?",
    "return hops >= 40 ?",
  ),
  defence(
    13,
    "the limit on responses",
    "src/runtime/http/response.ts",
    "if (chunk.length > room && tooLong !== undefined) throw tooLong();",
    "",
  ),
  defence(
    13,
    "the limit on requests",
    "src/runtime/protocol/http.ts",
    "maxRequestBodySize: 4 * 1024 * 1024",
    "maxRequestBodySize: 40 * 1024 * 1024",
  ),
  defence(
    14,
    "redaction",
    "src/runtime/http/redact.ts",
    'return (text) => text.replace(pattern, "[redacted]");',
    "return (text) => text.replace(pattern, (whole) => `${whole} not redacted`);",
  ),
  defence(
    15,
    "the headers that tools do not see",
    "src/runtime/protocol/server.ts",
    "const headers = all.filter(([name]) => !/^(?:authorization|cookie)$/i.test(name));",
    "const headers = all;",
  ),
  defence(15, "the check of audiences", "src/runtime/auth/jwt.ts", "    audience: [audience].flat(),\n", ""),
  defence(
    15,
    "the check of scopes",
    "src/runtime/auth/jwt.ts",
    "return scopes.every((scope) => auth.scopes.includes(scope)) ? auth :",
    "return scopes.length >= 0 ? auth :",
  ),
  defence(
    16,
    "metadata that names the issuer",
    "src/runtime/auth/jwt.ts",
    "authorization_servers: authorizationServers,",
    "authorization_servers: [resource],",
  ),
  defence(
    17,
    "the check of Host",
    "src/runtime/http-app.ts",
    "if (!isLoopback(hostname) && !isAmong(",
    'if (hostname === "" && !isAmong(',
  ),
  defence(
    17,
    "the check of Origin",
    "src/runtime/http-app.ts",
    "const isLocal = origin === null ||",
    'const isLocal = origin === null || origin !== "" ||',
  ),
  defence(
    18,
    "a protocol server for each request",
    "src/runtime/protocol/http.ts",
    "const sdk = createProtocolServer(server);",
    "const shared = globalThis as { sdk?: ReturnType<typeof createProtocolServer> };\n  const sdk = (shared.sdk ??= createProtocolServer(server));",
  ),
  defence(
    19,
    "sessions that belong to somebody",
    "src/runtime/http-session-table.ts",
    "if (session?.owner !== ownerOf(auth)) return",
    "if (session === undefined) return",
  ),
  defence(
    19,
    "ids that nobody guesses",
    "src/runtime/http-session-table.ts",
    "const id = crypto.randomUUID();",
    "const id = String(sessions.size);",
  ),
  defence(
    19,
    "seals that are for one client",
    "src/runtime/protocol-v2/sealer.ts",
    'const cipher = { name: "AES-GCM", iv, additionalData: bytesOf(purpose) };\n      const text = await crypto.subtle.decrypt(cipher, await key(), bytes.slice(12));\n      const { value, until } = JSON.parse(new TextDecoder().decode(text)) as { value: object; until: number };',
    'const value = { who: "alice" };\n      const until = Infinity;\n      void [bytes, iv, key, purpose];',
  ),
  defence(
    20,
    "the guard of stdout",
    "src/runtime/stdout-guard.ts",
    'Object.defineProperty(process.stdout, "write", { value: process.stderr.write.bind(process.stderr), writable: true });',
    "",
  ),
  defence(
    21,
    "validation before the call",
    "src/runtime/server.ts",
    "const given = prepareArguments(args, tool.component);",
    "const given = (args ?? {}) as JsonObject;",
  ),
  defence(21, "masked errors", "src/runtime/server.ts", "if (settings.maskErrors) return", 'if (name === "") return'),
  defence(
    22,
    "the bucket",
    "src/runtime/middleware/rate-limiting.ts",
    "await limiter.consume(client(request));",
    "await Promise.resolve(client(request));",
  ),
  defence(
    22,
    "429 over HTTP",
    "src/runtime/middleware/http-limits.ts",
    "await limiter.consume(key);",
    "await Promise.resolve(key);",
  ),
  defence(
    22,
    "the number of requests at a time",
    "src/runtime/middleware/http-limits.ts",
    "if (before >= concurrent)",
    "if (before < 0)",
  ),
  defence(
    23,
    "the look at a form's names",
    "src/runtime/elicit.ts",
    "find((name) => secrets.test(name))",
    'find((name) => secrets.test(name) && name === "")',
  ),
  defence(
    23,
    "https for pages",
    "src/runtime/elicit.ts",
    "if (!isSafePage(url)) throw",
    'if (!isSafePage(url) && url === "") throw',
  ),
  defence(
    25,
    "the removal of escape sequences",
    "src/runtime/plain-text.ts",
    '.replace(/(?![\\n\\t])\\p{Cc}/gu, "")',
    "",
  ),
  defence(25, "the same in answers", "src/runtime/http-tool.ts", "? plainText(data) :", "? data :"),
  defence(24, "names of secrets", "src/runtime/protocol-v2/param-headers.ts", " && !secrets.test(name)", ""),
];
