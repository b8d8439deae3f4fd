import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  type CallToolResult,
} from "@modelcontextprotocol/sdk/types.js";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { httpServer } from "../contract/connected-client.js";
import { startUpstream, upstreamScript, type RunningUpstream } from "../contract/upstream.js";
import { builtProxy, sessionsMain } from "./proxied-project.js";

let upstream: RunningUpstream;
/** The proxy of the server over HTTP, and of the one over stdio. */
let overHttp: string;
let overStdio: string;

beforeAll(async () => {
  upstream = await startUpstream();
  const headers = { Authorization: "Bearer ${DOCS_TOKEN:-build}" };
  const yours = { "src/main.ts": sessionsMain };
  overHttp = await builtProxy("proxy-http", { url: upstream.url, headers }, {}, yours);
  const command = [process.execPath, upstreamScript];
  overStdio = await builtProxy("proxy-stdio", { command, env: { UPSTREAM_KEY: "key-of-the-build" } }, {}, yours);
}, 240_000);
afterAll(() => upstream.stop());

interface Asked {
  /** What the user answers; absent: the client does not offer elicitation. */
  readonly name?: string;
}

function newClient({ name }: Asked): Client {
  const client = new Client(
    { name: "proxy-test", version: "1.0.0" },
    { capabilities: { roots: {}, sampling: {}, ...(name === undefined ? {} : { elicitation: {} }) } },
  );
  if (name !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, async () => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
      return { action: "accept", content: { name } };
    });
  }
  client.setRequestHandler(CreateMessageRequestSchema, () => ({
    model: "m",
    role: "assistant",
    content: { type: "text", text: "thought" },
  }));
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: "file:///home" }] }));
  return client;
}

async function stdioClient(folder: string, env: Readonly<Record<string, string>> = {}, asked: Asked = {}) {
  const client = newClient(asked);
  const own = { ...getDefaultEnvironment(), MCP_LOG_LEVEL: "emergency", ...env };
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [join(folder, "main.js")],
      env: own,
      stderr: "inherit",
    }),
  );
  return client;
}

async function httpClient(url: URL, headers: Readonly<Record<string, string>>, asked: Asked = {}) {
  const client = newClient(asked);
  const link: unknown = new StreamableHTTPClientTransport(url, { requestInit: { headers: { ...headers } } });
  await client.connect(z.custom<Transport>().parse(link));
  return client;
}

async function called(client: Client, name: string, args: Record<string, unknown> = {}) {
  const result = (await client.callTool({ name, arguments: args })) as CallToolResult;
  const said = result.content.map((block) => (block.type === "text" ? block.text : block.type)).join("\n");
  return { said, isError: result.isError === true, result };
}

describe("a proxy over stdio of a server over HTTP", () => {
  test("lists from the snapshot and asks nobody", async () => {
    const before = await upstream.recorded();
    const client = await stdioClient(overHttp);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "echo",
      "tree",
      "whoami",
      "think",
      "work",
      "wait",
      "fail",
      "refuse",
      "die",
      "admin_reset",
    ]);
    expect((await client.listResources()).resources).toHaveLength(1);
    expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(1);
    expect((await client.listPrompts()).prompts).toHaveLength(1);
    expect(await upstream.recorded()).toEqual(before);
    await client.close();
  });

  test("forwards what each kind of component is asked, under the other server's names", async () => {
    const client = await stdioClient(overHttp, { DOCS_TOKEN: "t-1" });
    const { result } = await called(client, "echo", { text: "hi", count: "2" });
    expect(result).toEqual({ content: [{ type: "text", text: "hi" }], structuredContent: { text: "hi", count: 2 } });
    expect((await called(client, "tree", {})).result).toMatchObject({
      structuredContent: { result: 3 },
      _meta: { fastmcp: { wrap_result: true } },
    });
    expect((await client.readResource({ uri: "notes://today" })).contents).toEqual([
      { uri: "notes://today", mimeType: "text/plain", text: "read notes://today" },
    ]);
    const { contents } = await client.readResource({ uri: "notes://monday/a/b%20c?depth=2" });
    expect(contents).toMatchObject([{ text: "read notes://monday/a/b%20c?depth=2" }]);
    expect((await client.getPrompt({ name: "greet", arguments: { who: "Ada" } })).messages).toEqual([
      { role: "user", content: { type: "text", text: "Hello Ada" } },
    ]);
    const ref = { type: "ref/prompt", name: "greet" } as const;
    const { completion } = await client.complete({ ref, argument: { name: "who", value: "A" } });
    expect(completion.values).toEqual(["A!"]);
    const asked = (await upstream.recorded()).filter(({ token }) => token === "Bearer t-1");
    expect(new Set(asked.map(({ session }) => session)).size).toBe(1);
    expect((await called(client, "admin_reset")).said).toBe('The server "docs" says: Unknown tool admin.reset');
    expect((await upstream.recorded()).at(-1)).toMatchObject({ name: "admin.reset" });
    await client.close();
  });

  test("passes progress, logging, questions, sampling and roots through, and cancellation", async () => {
    const client = await stdioClient(overHttp, { DOCS_TOKEN: "t-2" }, { name: "Ada" });
    const logged: unknown[] = [];
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
      logged.push(params.data);
    });
    const progress: unknown[] = [];
    await client.callTool({ name: "work", arguments: { steps: 3 } }, undefined, {
      onprogress: (one) => progress.push(one),
    });
    expect(progress).toEqual([1, 2, 3].map((done) => ({ progress: done, total: 3, message: "at it" })));
    expect(logged).toEqual(["step 1", "step 2", "step 3"]);
    expect(JSON.parse((await called(client, "whoami")).said)).toMatchObject({ action: "accept", name: "Ada" });
    expect((await called(client, "think")).said).toBe("thought file:///home");
    const stop = new AbortController();
    const waiting = client.callTool({ name: "wait", arguments: {} }, undefined, { signal: stop.signal });
    await expect.poll(async () => (await upstream.recorded()).some(({ name }) => name === "wait")).toBe(true);
    stop.abort();
    await expect(waiting).rejects.toThrow();
    await expect.poll(async () => (await upstream.recorded()).at(-1)?.method).toBe("cancelled");
    await client.close();
  });

  test("tells the other server what its client can do, and no more", async () => {
    const client = await stdioClient(overHttp, { DOCS_TOKEN: "t-3" });
    expect(await called(client, "whoami")).toMatchObject({
      isError: true,
      said: 'The server "docs" says: Method not found',
    });
    await client.close();
  });

  test("checks arguments before it asks, and says whose error it is, without secrets and stacks", async () => {
    const client = await stdioClient(overHttp, { DOCS_TOKEN: "token-of-mine" });
    const before = (await upstream.recorded()).length;
    expect(await called(client, "echo", { count: 0 })).toMatchObject({ isError: true });
    expect(await upstream.recorded()).toHaveLength(before);
    expect(await called(client, "fail")).toMatchObject({ isError: true, said: "failed with [redacted]" });
    const refused = await called(client, "refuse");
    expect(refused.said).toBe('The server "docs" says: Not today');
    expect(refused).toMatchObject({
      isError: true,
      said: expect.stringMatching(/^The server "docs" says: Not today/) as string,
    });
    await expect(client.readResource({ uri: "notes://missing/x" })).rejects.toThrow('The server "docs" says: Resource');
    await client.close();
    const wrong = await stdioClient(overHttp, { DOCS_TOKEN: "wrong" });
    expect((await called(wrong, "echo", { text: "a" })).said).toBe(
      'The server "docs" refuses the credentials: it answers with HTTP 401.',
    );
    await wrong.close();
  });

  test("begins anew when its session is forgotten, and when the server was down for a while", async () => {
    const own = await startUpstream();
    const port = Number(new URL(own.url).port);
    const client = await stdioClient(overHttp, { DOCS_URL: own.url, DOCS_TOKEN: "t-5", DOCS_RETRIES: "1" });
    expect((await called(client, "echo", { text: "one" })).said).toBe("one");
    await own.tell("forget");
    // Not read-only: but nothing can have been done.
    expect((await called(client, "fail")).said).toBe("failed with [redacted]");
    await own.stop();
    const down = await called(client, "echo", { text: "two" });
    expect(down).toMatchObject({
      isError: true,
      said: expect.stringMatching(/^The server "docs" cannot be reached: /) as string,
    });
    expect(down.said).not.toMatch(/\n|\bat /);
    const again = await called(client, "echo", { text: "two" });
    expect(again.said).toMatch(/it is asked again in \d+ s/);
    const back = await startUpstream(port);
    await expect
      .poll(async () => (await called(client, "echo", { text: "three" })).said, { timeout: 20_000 })
      .toBe("three");
    await back.stop();
    await client.close();
  });

  test("gives up a call that shows no sign of life, but waits for people", async () => {
    const client = await stdioClient(overHttp, { DOCS_TOKEN: "t-6", DOCS_TIMEOUT_MS: "300" }, { name: "Slow" });
    expect(await called(client, "wait")).toMatchObject({
      isError: true,
      said: expect.stringContaining("no sign for 0.3 s") as string,
    });
    // 25 steps of 20 ms each take longer, but each is a sign.
    expect((await called(client, "work", { steps: 25 })).said).toBe("done");
    client.setRequestHandler(ElicitRequestSchema, async () => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      return { action: "decline" };
    });
    expect(JSON.parse((await called(client, "whoami")).said)).toMatchObject({ action: "decline" });
    await client.close();
  });
});

describe("a proxy over HTTP of a server over stdio", () => {
  test("starts a process for each session, with the values of the environment", async () => {
    const server = await httpServer(overStdio, { UPSTREAM_KEY: "key-of-mine" });
    try {
      const [one, two] = await Promise.all([
        httpClient(server.url, {}, { name: "One" }),
        httpClient(server.url, {}, { name: "Two" }),
      ]);
      const said = await Promise.all([called(one, "whoami"), called(two, "whoami")]);
      expect(
        said.map(({ said: text }) => z.object({ name: z.string(), session: z.string() }).parse(JSON.parse(text))),
      ).toEqual([
        { name: "One", session: "key-of-mine" },
        { name: "Two", session: "key-of-mine" },
      ]);
      // A process that ends takes no other with it, and the next call starts another.
      expect(await called(one, "die")).toMatchObject({
        isError: true,
        said: expect.stringContaining('"docs" cannot be reached') as string,
      });
      expect((await called(two, "echo", { text: "alive" })).said).toBe("alive");
      expect((await called(one, "echo", { text: "again" })).said).toBe("again");
      await Promise.all([one.close(), two.close()]);
    } finally {
      await server.stop();
    }
  });
});

describe("fifty clients at a time", () => {
  test("each with a token and an answer of its own: nothing crosses", async () => {
    const lines: string[] = [];
    const server = await httpServer(overHttp, {});
    const before = (await upstream.recorded()).length;
    try {
      const ids = Array.from({ length: 50 }, (_, index) => `c${String(index)}`);
      const clients = await Promise.all(
        ids.map(
          async (id) =>
            [id, await httpClient(server.url, { "x-token": `token-${id}` }, { name: `name-${id}` })] as const,
        ),
      );
      const answers = await Promise.all(
        clients.flatMap(([id, client]) =>
          [1, 2, 3].map(async () => {
            const { said } = await called(client, "whoami");
            const answer = z
              .object({ token: z.string(), session: z.string(), name: z.string() })
              .parse(JSON.parse(said));
            return { id, ...answer };
          }),
        ),
      );
      const sessions = new Map<string, Set<string>>();
      let crossed = 0;
      for (const { id, token, session, name } of answers) {
        if (token !== `Bearer token-${id}` || name !== `name-${id}`) crossed++;
        sessions.set(id, (sessions.get(id) ?? new Set()).add(session));
        lines.push(`${id}: token ${token}, answer ${name}, upstream session ${session}`);
      }
      const distinct = new Set([...sessions.values()].flatMap((own) => [...own]));
      const seen = (await upstream.recorded()).slice(before);
      const tokens = new Map<string, Set<string>>();
      for (const { session = "", token = "" } of seen)
        tokens.set(session, (tokens.get(session) ?? new Set()).add(token));
      const mixed = [...tokens.values()].filter((own) => own.size > 1).length;
      lines.push(
        `50 clients, ${String(answers.length)} calls with a question each: ${String(crossed)} crossed; ` +
          `${String(distinct.size)} upstream sessions, of which ${String(mixed)} saw more than one token`,
      );
      const log = process.env["ISOLATION_LOG"];
      if (log !== undefined) writeFileSync(log, `${lines.join("\n")}\n`);
      expect(crossed).toBe(0);
      expect(distinct.size).toBe(50);
      expect(mixed).toBe(0);
      await Promise.all(clients.map(([, client]) => client.close()));
    } finally {
      await server.stop();
    }
  }, 60_000);

  test("a request that brings another token has that one, and only it", async () => {
    const server = await httpServer(overHttp, {});
    try {
      const headers: Record<string, string> = { "x-token": "first" };
      const client = newClient({ name: "n" });
      const link: unknown = new StreamableHTTPClientTransport(server.url, {
        fetch: (url, init) => {
          const own = new Headers(init?.headers);
          for (const [name, value] of Object.entries(headers)) own.set(name, value);
          return fetch(url, { ...init, headers: own });
        },
      });
      await client.connect(z.custom<Transport>().parse(link));
      const slow = called(client, "work", { steps: 10 });
      await expect.poll(async () => (await upstream.recorded()).at(-1)?.token).toBe("Bearer first");
      headers["x-token"] = "second";
      const answers = await Promise.all([called(client, "whoami"), called(client, "whoami")]);
      expect(answers.map(({ said }) => z.object({ token: z.string() }).parse(JSON.parse(said)).token)).toEqual([
        "Bearer second",
        "Bearer second",
      ]);
      expect((await slow).said).toBe("done");
      // What belongs to a session ends with it.
      const { session } = z.object({ session: z.string() }).parse(JSON.parse(answers[0].said));
      await z.custom<StreamableHTTPClientTransport>().parse(link).terminateSession();
      await expect.poll(() => upstream.recorded()).toContainEqual({ method: "ended", session });
      await client.close();
    } finally {
      await server.stop();
    }
  });
});
