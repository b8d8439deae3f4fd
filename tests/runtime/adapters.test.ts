import { expect, it } from "vitest";
import * as firstChannel from "../../src/runtime/protocol/channel.js";
import * as firstClient from "../../src/runtime/protocol/client.js";
import * as firstHttp from "../../src/runtime/protocol/http.js";
import * as firstSessions from "../../src/runtime/protocol/http-sessions.js";
import * as firstStdio from "../../src/runtime/protocol/stdio.js";
import * as firstUpstream from "../../src/runtime/protocol/upstream.js";
import * as channel from "../../src/runtime/protocol-v2/channel.js";
import * as clientModule from "../../src/runtime/protocol-v2/client.js";
import * as http from "../../src/runtime/protocol-v2/http.js";
import * as sessions from "../../src/runtime/protocol-v2/http-sessions.js";
import * as stdio from "../../src/runtime/protocol-v2/stdio.js";
import * as upstream from "../../src/runtime/protocol-v2/upstream.js";

/** What the rest of the runtime needs of an adapter, as the first line has it: the second is of its type. */
interface Adapter {
  readonly channel: typeof firstChannel;
  readonly client: typeof firstClient;
  readonly http: typeof firstHttp;
  readonly "http-sessions": typeof firstSessions;
  readonly stdio: typeof firstStdio;
  readonly upstream: typeof firstUpstream;
}

it("the adapters to both lines of the SDK have the same modules, with the same exports", () => {
  const first: Adapter = {
    channel: firstChannel,
    client: firstClient,
    http: firstHttp,
    "http-sessions": firstSessions,
    stdio: firstStdio,
    upstream: firstUpstream,
  };
  const second: Adapter = { channel, client: clientModule, http, "http-sessions": sessions, stdio, upstream };
  const exportsOf = (adapter: Adapter) => Object.values<object>({ ...adapter }).map((module) => Object.keys(module));
  for (const [index, exported] of exportsOf(first).entries()) {
    expect(exportsOf(second)[index]).toEqual(expect.arrayContaining(exported));
  }
});
