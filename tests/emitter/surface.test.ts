import { afterAll, describe, expect, it } from "vitest";
import { surface } from "../../src/emitter/surface.js";
import type { Program } from "../../src/ir/program.js";
import { emittedWithRuntime } from "./emitted.js";
import { importProject, type ImportedProject } from "./imported-project.js";
import {
  everything,
  input,
  named,
  operation,
  group,
  petstore,
  program,
  property,
  reference,
  text,
  tool,
} from "./sample-programs.js";

/** Types that are too large to be written out, and results of every form. */
function large(): Program {
  const words = Array.from({ length: 400 }, (_, index) =>
    property(`property_${String(index)}`, { kind: "string", description: "What it means." }),
  );
  const big = named("Big", { kind: "object", properties: words });
  const holder = named("Holder", {
    kind: "object",
    properties: [property("big", reference("Big")), property("__proto__", text)],
  });
  const list = named("List", { kind: "array", items: { ...reference("Big"), title: "One" } });
  const results = ["Big", "Holder", "List"].map((name) => {
    const one = operation(`get${name}`, {
      response: reference(name),
      input: input(property("given", reference(name))),
    });
    return { one, tool: tool(one, { result: reference(name) }) };
  });
  const types = [holder, list, big];
  return program({
    groups: [
      group(
        "big",
        results.map(({ one }) => one),
      ),
    ],
    components: results.map((result) => result.tool),
    types,
    results: types,
    outputMode: "strict",
  });
}

/** What the server shows of itself. */
interface Listing {
  list(kind: "tools" | "resources" | "resourceTemplates"): Promise<readonly object[]>;
}

async function makeServer(project: ImportedProject): Promise<Listing> {
  const { createServer } = await project.load("src/server");
  const { readSettings } = await project.load("src/settings");
  if (!isFunction(createServer) || !isFunction(readSettings)) throw new Error("the server cannot be made");
  const server = createServer({ settings: readSettings({}) });
  if (!isListing(server)) throw new Error("the server cannot be listed");
  return server;
}

function isFunction(value: unknown): value is (argument: unknown) => unknown {
  return typeof value === "function";
}

function isListing(value: unknown): value is Listing {
  return typeof value === "object" && value !== null && "list" in value;
}

const projects: ImportedProject[] = [];

afterAll(async () => {
  await Promise.all(projects.map((project) => project.remove()));
});

describe("the surface", () => {
  it.each([
    ["petstore", petstore],
    ["everything", everything],
    ["large types", large],
  ])("of %s is what the running server lists, byte for byte", async (_name, sample) => {
    const project = await importProject(await emittedWithRuntime(sample()));
    projects.push(project);
    const server = await makeServer(project);
    const listed = [
      ...(await server.list("tools")).map((one) => ({ kind: "tool", ...one })),
      ...(await server.list("resources")).map((one) => ({ kind: "resource", ...one })),
      ...(await server.list("resourceTemplates")).map((one) => ({ kind: "template", ...one })),
    ];
    expect(listed.map((one) => JSON.stringify(one))).toEqual(surface(sample()).map((one) => JSON.stringify(one)));
  });
});
