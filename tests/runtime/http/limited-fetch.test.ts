import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { limitedFetch } from "../../../src/runtime/http/limited-fetch.js";

/** A fetch that answers when it is told to, and counts. */
function upstream(body: string | null = "x") {
  const waiting: (() => void)[] = [];
  const seen = { now: 0, most: 0, all: 0 };
  const send: typeof fetch = async () => {
    seen.all++;
    seen.most = Math.max(seen.most, ++seen.now);
    await new Promise<void>((resolve) => waiting.push(resolve));
    seen.now--;
    return new Response(body, { status: body === null ? 204 : 200 });
  };
  return { send, seen, answerAll: () => waiting.splice(0).forEach((answer) => answer()) };
}

const url = "http://127.0.0.1/x";

describe("limitedFetch", () => {
  it.each(["x", null])("sends no more than so many at a time, and all in the end: body %j", async (body) => {
    const { send, seen, answerAll } = upstream(body);
    const limited = limitedFetch({ concurrent: 3, fetch: send });
    const calls = Array.from({ length: 10 }, async () => (await limited(url)).text());
    while (seen.all < 10) {
      await wait(1);
      answerAll();
    }
    answerAll();
    await Promise.all(calls);
    expect(seen.most).toBe(3);
  });

  it("counts a request until its answer has been read, or is not wanted any more", async () => {
    let sent = 0;
    const limited = limitedFetch({ concurrent: 1, fetch: () => Promise.resolve(new Response(String(++sent))) });
    const first = await limited(url);
    const controller = new AbortController();
    const second = limited(url, { signal: controller.signal });
    await wait(5);
    expect(sent).toBe(1);
    expect(await first.text()).toBe("1");
    expect((await second).status).toBe(200);
    const third = limited(url);
    controller.abort();
    expect(await (await third).text()).toBe("3");
    const fourth = await limited(url);
    const fifth = limited(url);
    await fourth.body?.cancel();
    expect(await (await fifth).text()).toBe("5");
  });

  it("who gives up while waiting takes no turn; too many are refused; a failure frees its place", async () => {
    const { send, answerAll } = upstream();
    const limited = limitedFetch({ concurrent: 1, waiting: 1, fetch: send });
    const first = limited(url);
    const controller = new AbortController();
    const second = limited(url, { signal: controller.signal });
    await expect(limited(url)).rejects.toThrow(/try again later/);
    controller.abort(new Error("enough"));
    await expect(second).rejects.toThrow("enough");
    const third = limited(url);
    answerAll();
    await (await first).text();
    await wait(1);
    answerAll();
    await (await third).text();
    const failing = limitedFetch({ concurrent: 1, fetch: () => Promise.reject(new Error("down")) });
    for (let count = 0; count < 3; count++) await expect(failing(url)).rejects.toThrow("down");
  });
});
