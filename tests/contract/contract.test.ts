import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { documentFixtures } from "../golden/fixture.js";
import { buildProjects, type BuiltProjects } from "./built-projects.js";
import { expectRequests } from "./compared-request.js";
import { connectedClient, transports, type ConnectedClient } from "./connected-client.js";
import { readCalls, type Reading, type ToolCall } from "./described-calls.js";
import { RecordingUpstream } from "./recording-upstream.js";

const component = z.looseObject({ kind: z.enum(["tool", "resource", "template", "prompt"]) });
const textBlock = z.object({ type: z.literal("text"), text: z.string() });

let projects: BuiltProjects;
beforeAll(async () => {
  projects = await buildProjects(documentFixtures);
}, 120_000);

describe.each(documentFixtures)("$name", (fixture) => {
  const { environment, calls } = readCalls(fixture.name);

  describe.each(transports)("over %s", (transport) => {
    let upstream: RecordingUpstream;
    let connection: ConnectedClient;

    beforeAll(async () => {
      upstream = await RecordingUpstream.start();
      const baseUrl = { [baseUrlVariable(fixture.expected)]: upstream.url };
      connection = await connectedClient(transport, projects.folderOf(fixture.name), { ...environment, ...baseUrl });
    });

    afterAll(async () => {
      await connection.close();
      await upstream.close();
    });

    test("the lists are what surface.json says", async () => {
      const { client } = connection;
      const surface = z
        .array(component)
        .parse(JSON.parse(readFileSync(join(fixture.expected, "surface.json"), "utf8")));
      const listed = (kind: string): unknown[] => surface.filter((one) => one.kind === kind).map(withoutKind);
      const { tools } = await client.listTools();
      if (fixture.asked.options.surface === "search")
        expect(await described(connection, tools)).toEqual(listed("tool"));
      else expect(tools).toEqual(listed("tool"));
      if (client.getServerCapabilities()?.resources === undefined) return;
      expect((await client.listResources()).resources).toEqual(listed("resource"));
      expect((await client.listResourceTemplates()).resourceTemplates).toEqual(listed("template"));
    });

    test.each(calls.map((call) => ({ what: "tool" in call ? `call ${call.tool}` : `read ${call.read}`, call })))(
      "$what",
      async ({ call }) => {
        upstream.willAnswer(call.upstream);
        if ("tool" in call) await expectResult(connection, call);
        else await expectContents(connection, call);
        expectRequests(upstream.requests, call.request);
      },
    );
  });
});

/** What the tools behind a search are described as, in the surface's order; those that are listed must be among them. */
async function described(
  { client }: ConnectedClient,
  [, describer, , ...pinned]: readonly { readonly name: string }[],
): Promise<readonly unknown[]> {
  const names = ["findBooks", "listLoans", "lendBook", "returnLoan", "call_tool"];
  const texts = await Promise.all(
    names.map(async (name) => {
      const answer = await client.callTool({ name: describer?.name ?? "", arguments: { name } });
      return z.array(textBlock).parse(answer.content)[0]?.text ?? "";
    }),
  );
  const all = texts.map((text): unknown => JSON.parse(text));
  for (const one of pinned) expect(all).toContainEqual(one);
  return all;
}

async function expectResult({ client }: ConnectedClient, { tool, arguments: args, result }: ToolCall): Promise<void> {
  const answer = await client.callTool({ name: tool, arguments: args });
  const blocks = z.array(z.unknown()).parse(answer.content);
  const text = blocks.flatMap((block) => textBlock.safeParse(block).data?.text ?? []).join("\n");
  expect(answer.isError ?? false, `isError of ${text}`).toBe(result.isError);
  if ("structuredContent" in result) expect(answer.structuredContent).toEqual(result.structuredContent);
  if (result.text !== undefined) expect(text).toBe(result.text);
  for (const mention of result.mentions) expect(text).toContain(mention);
}

async function expectContents({ client }: ConnectedClient, { read, contents }: Reading): Promise<void> {
  const answer = await client.readResource({ uri: read });
  expect(answer.contents).toEqual([{ uri: read, ...contents }]);
}

/** The variable's name stands in the generated list of variables. */
function baseUrlVariable(expected: string): string {
  const [name] = /\w+_BASE_URL/.exec(readFileSync(join(expected, ".env.example"), "utf8")) ?? [];
  if (name === undefined) throw new Error(`${expected}/.env.example names no base URL`);
  return name;
}

function withoutKind({ kind: _kind, ...shown }: z.output<typeof component>): unknown {
  return shown;
}
