import { afterEach, describe, expect, it, vi } from "vitest";
import { createContext, type Context } from "../../../src/runtime/context.js";
import type { JsonObject } from "../../../src/runtime/json.js";
import { errorHandling } from "../../../src/runtime/middleware/error-handling.js";
import { logging } from "../../../src/runtime/middleware/logging.js";
import { withMiddleware } from "../../../src/runtime/middleware/middleware.js";
import { retry } from "../../../src/runtime/middleware/retry.js";
import type { Prompt } from "../../../src/runtime/prompt.js";
import { promptFeature, promptSources } from "../../../src/runtime/prompts.js";
import { staticProvider } from "../../../src/runtime/provider.js";
import type { Resource } from "../../../src/runtime/resource.js";
import { resourceFeature, resourceSources } from "../../../src/runtime/resources.js";
import { createSealer } from "../../../src/runtime/protocol-v2/sealer.js";
import { ToolError } from "../../../src/runtime/tool-error.js";
import type { CallScope, Tool } from "../../../src/runtime/tool.js";
import { contextTool, modernClient, modernHttp } from "./modern-client.js";
import { sampleServer } from "../sample-server.js";

const form = { properties: { name: { type: "string" } }, required: ["name"] };
const everything = { elicitation: { form: {} }, sampling: {}, roots: {} };

function httpWith(
  body: (context: Context) => unknown,
  ...more: Parameters<typeof modernHttp> extends [unknown, ...infer Rest] ? Rest : never
) {
  const http = modernHttp(
    sampleServer({ tools: [contextTool("own", body), contextTool("other", body)] }).server,
    ...more,
  );
  const call = (params: JsonObject = {}, capabilities: JsonObject = everything) =>
    http.ask("tools/call", { name: "own", arguments: {}, ...params }, { capabilities });
  return { ...http, call };
}

const accepted = (content: JsonObject) => ({ action: "accept", content });

describe("a call that asks", () => {
  it("ends with the question, and goes on with the answer", async () => {
    let runs = 0;
    const { call } = httpWith((context) => {
      runs++;
      return context.elicit("Who?", form, { key: "who" });
    });
    const first = await call();
    expect(first.result).toMatchObject({
      resultType: "input_required",
      inputRequests: {
        who: {
          method: "elicitation/create",
          params: { message: "Who?", requestedSchema: { type: "object", ...form } },
        },
      },
    });
    const { requestState } = first.result as { requestState: string };
    const second = await call({ requestState, inputResponses: { who: accepted({ name: "Ann" }) } });
    expect(second.result).toMatchObject({
      resultType: "complete",
      content: [{ text: '{"action":"accept","content":{"name":"Ann"}}' }],
    });
    expect(runs).toBe(2);
  });

  it("asks together what it asks at once", async () => {
    const { call } = httpWith((context) =>
      Promise.all([context.elicit("Who?", form), context.sample("Greet"), context.roots({ key: "roots" })]),
    );
    const { result } = await call();
    const asked = Object.entries(result?.["inputRequests"] ?? {}) as [string, { method: string }][];
    expect(asked.map(([, { method }]) => method)).toEqual([
      "elicitation/create",
      "sampling/createMessage",
      "roots/list",
    ]);
    expect(new Set(asked.map(([key]) => key)).size).toBe(3);
    expect(asked[2]).toEqual(["roots", { method: "roots/list", params: {} }]);
  });

  it("remembers answers of earlier rounds", async () => {
    const { call } = httpWith(async (context) => [
      await context.elicit("First?", form, { key: "one" }),
      await context.elicit("Second?", form, { key: "two" }),
    ]);
    const first = (await call()).result as { requestState: string };
    const second = (await call({ requestState: first.requestState, inputResponses: { one: accepted({ name: "a" }) } }))
      .result as {
      requestState: string;
      inputRequests: object;
    };
    expect(Object.keys(second.inputRequests)).toEqual(["two"]);
    expect(second.requestState).not.toBe(first.requestState);
    const third = await call({ requestState: second.requestState, inputResponses: { two: { action: "decline" } } });
    expect(third.result).toMatchObject({
      content: [{ text: JSON.stringify([accepted({ name: "a" }), { action: "decline" }]) }],
    });
  });

  it("tells apart what it asks twice under one name, and what it asks without a name", async () => {
    const { call } = httpWith(async (context) =>
      Promise.all([
        context.elicit("Again?", form, { key: "again" }),
        context.elicit("Again?", form, { key: "again" }),
        context.elicit("This?", form),
        context.elicit("That?", form),
      ]),
    );
    const keys = Object.keys(((await call()).result as { inputRequests: object }).inputRequests);
    expect(keys.slice(0, 2)).toEqual(["again", "again-2"]);
    expect(new Set(keys).size).toBe(4);
    expect(keys).toEqual(Object.keys(((await call()).result as { inputRequests: object }).inputRequests));
  });

  it.each([
    ["an answer to something else", { other: accepted({ name: "Ann" }) }],
    ["a number", { who: 5 }],
    ["an answer of another kind", { who: { roots: [] } }],
    ["no answer", {}],
  ])("asks again when it gets %s", async (_, inputResponses) => {
    const { call } = httpWith((context) => context.elicit("Who?", form, { key: "who" }));
    const { requestState } = (await call()).result as { requestState: string };
    expect((await call({ requestState, inputResponses })).result).toMatchObject({
      resultType: "input_required",
      inputRequests: { who: {} },
    });
  });

  it("is not done when the function has caught the question", async () => {
    const { call } = httpWith((context) => context.elicit("Who?", form).catch(() => "whoever"));
    expect((await call()).result).toMatchObject({ resultType: "input_required" });
  });

  it("says when the answer does not fit the form", async () => {
    const { call } = httpWith((context) => context.elicit("Who?", form, { key: "who" }));
    const { requestState } = (await call()).result as { requestState: string };
    const { result } = await call({ requestState, inputResponses: { who: accepted({}) } });
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining("`name`") as string }] });
  });

  it("keeps what the function keeps, where nobody reads it", async () => {
    const { call } = httpWith(async (context) => {
      const before = context.requestState.get();
      context.requestState.set("hush-hush");
      await context.elicit("Who?", form, { key: "who" });
      return before ?? "nothing";
    });
    const { requestState } = (await call()).result as { requestState: string };
    expect(Buffer.from(requestState, "base64").toString("latin1")).not.toContain("hush");
    const { result } = await call({ requestState, inputResponses: { who: { action: "cancel" } } });
    expect(result).toMatchObject({ content: [{ text: '"hush-hush"' }] });
  });

  it("is neither tried again nor counted as a failure by what is around it", async () => {
    let runs = 0;
    const asking: Tool = {
      ...contextTool("own", (context) => {
        runs++;
        return context.elicit("Who?", form);
      }),
      annotations: { readOnlyHint: true },
    };
    const { server, lines } = sampleServer({ tools: [asking] });
    const errors = errorHandling();
    const surrounded = withMiddleware(server, logging({ log: server.log }), errors, retry(server));
    const { result } = await modernHttp(surrounded).ask(
      "tools/call",
      { name: "own", arguments: {} },
      { capabilities: everything },
    );
    expect(result).toMatchObject({ resultType: "input_required" });
    expect(runs).toBe(1);
    expect(errors.statistics()).toEqual({});
    expect(lines.map(({ level, message }) => `${level} ${message.replace(/ .*/, "")}`)).toEqual([
      "info request",
      "info question",
    ]);
  });

  it("may be of a prompt or a resource", async () => {
    const text = async (scope: Pick<CallScope, "context" | "request">) =>
      JSON.stringify(await createContext(scope).elicit("Who?", form, { key: "who" }));
    const prompt: Prompt = {
      name: "own",
      arguments: [],
      inputSchema: { type: "object" },
      get: async (_args, scope) => ({
        messages: [{ role: "user", content: { type: "text", text: await text(scope) } }],
      }),
    };
    const resource: Resource = {
      name: "own",
      uri: "own://it",
      read: async (scope) => [{ uri: "own://it", text: await text(scope) }],
    };
    const features = [promptFeature, resourceFeature];
    const provider = staticProvider({
      name: "asking",
      apis: () => undefined,
      tools: [],
      ...promptSources([prompt]),
      ...resourceSources([resource], []),
      features,
    });
    const { ask } = modernHttp(sampleServer({ providers: [provider] }).server);
    for (const [method, params] of [
      ["prompts/get", { name: "own" }],
      ["resources/read", { uri: "own://it" }],
    ] as const) {
      const first = await ask(method, params, { capabilities: everything });
      expect(first.result).toMatchObject({ resultType: "input_required", inputRequests: { who: {} } });
      const { requestState } = first.result as { requestState: string };
      const answered = { ...params, requestState, inputResponses: { who: { action: "decline" } } };
      const { result } = await ask(method, answered, { capabilities: everything });
      expect(JSON.stringify(result)).toContain("decline");
    }
  });

  it("may be answered by a client by itself", async () => {
    const server = sampleServer({ tools: [contextTool("own", (context) => context.elicit("Who?", form))] }).server;
    const client = await modernClient(server, everything, (one) => {
      one.setRequestHandler("elicitation/create", () => ({ action: "accept" as const, content: { name: "Ann" } }));
    });
    const { content } = await client.callTool({ name: "own", arguments: {} });
    expect(content).toEqual([{ type: "text", text: '{"action":"accept","content":{"name":"Ann"}}' }]);
    await client.close();
  });
});

describe("what goes through the client", () => {
  const whose = { subject: "ann" };
  const asking = () =>
    httpWith(
      (context) => context.elicit("Who?", form, { key: "who" }),
      {},
      () => Promise.resolve({ ...whose }),
    );
  const refusal = { code: -32602, data: { reason: "invalid_request_state" } };

  afterEach(() => {
    whose.subject = "ann";
    vi.useRealTimers();
  });

  it("is refused when it was changed", async () => {
    const { call } = asking();
    const { requestState } = (await call()).result as { requestState: string };
    for (const changed of [`${requestState}x`, `A${requestState.slice(1)}`, "", "%%"]) {
      expect(
        (await call({ requestState: changed, inputResponses: { who: accepted({ name: "A" }) } })).error,
      ).toMatchObject(refusal);
    }
  });

  it.each([
    ["for another component", { name: "other" }],
    ["with other arguments", { arguments: { more: 1 } }],
  ])("is refused %s", async (_, more) => {
    const { call } = asking();
    const { requestState } = (await call()).result as { requestState: string };
    expect((await call({ requestState, ...more })).error).toMatchObject(refusal);
  });

  it("is refused of somebody else", async () => {
    const { call } = asking();
    const { requestState } = (await call()).result as { requestState: string };
    whose.subject = "bob";
    expect((await call({ requestState })).error).toMatchObject(refusal);
  });

  it("is refused after ten minutes", async () => {
    const { call } = asking();
    const { requestState } = (await call()).result as { requestState: string };
    vi.useFakeTimers({ now: Date.now() + 601_000, toFake: ["Date"] });
    expect((await call({ requestState })).error).toMatchObject(refusal);
  });

  it("is understood by another instance with the same secret, and by no other", async () => {
    const [one, other, stranger] = [
      "0123456789abcdef0123456789abcdef",
      "0123456789abcdef0123456789abcdef",
      undefined,
    ].map((secret) => createSealer(secret));
    const sealed = (await one?.seal({ a: "ö" }, "p")) ?? "";
    expect(await other?.open(sealed, "p")).toEqual({ a: "ö" });
    await expect(other?.open(sealed, "q")).rejects.toThrow();
    await expect(stranger?.open(sealed, "p")).rejects.toThrow();
    expect(() => createSealer("short")).toThrow(RangeError);
  });
});

describe("what the client does not offer", () => {
  it("fails the call that needs it, and says what that is", async () => {
    const { call } = httpWith((context) => context.sample("Say something."));
    const { status, error } = await call({}, {});
    expect(status).toBe(400);
    expect(error).toMatchObject({ code: -32021, data: { requiredCapabilities: { sampling: {} } } });
  });

  it("names the kind that is missing", async () => {
    const { call } = httpWith((context) => context.elicit("Pay", { url: "https://example.com/pay" }));
    const { error } = await call({}, { elicitation: {} });
    expect(error).toMatchObject({ code: -32021, data: { requiredCapabilities: { elicitation: { url: {} } } } });
  });

  it("does no harm to a function that can do without", async () => {
    const { call } = httpWith((context) => context.sample("Say something.").catch(() => "silence"));
    expect((await call({}, {})).result).toMatchObject({ content: [{ text: '"silence"' }] });
  });

  it("is not the reason of other failures", async () => {
    const { call } = httpWith(() => {
      throw new ToolError("No.");
    });
    expect((await call({}, {})).result).toMatchObject({ isError: true, content: [{ text: "No." }] });
  });
});
