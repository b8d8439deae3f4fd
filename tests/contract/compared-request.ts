import { expect } from "vitest";
import type { ExpectedRequest } from "./described-calls.js";
import type { RecordedRequest } from "./recording-upstream.js";

/** Compares what arrived with what should have; `null`: nothing should have. */
export function expectRequests(arrived: readonly RecordedRequest[], expected: ExpectedRequest | null): void {
  if (expected === null) {
    expect(arrived.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
    return;
  }
  expect(arrived).toHaveLength(1);
  const [request] = arrived;
  if (request === undefined) return;
  const { method, url, headers, body } = request;
  expect(`${method} ${url}`).toBe(`${expected.method} ${expected.url}`);
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    expect(headers[name], `header ${name}`).toEqual(value ?? undefined);
  }
  if (expected.json === undefined) expect(body, "body").toBe("");
  else expect(JSON.parse(body), "body").toEqual(expected.json);
}
