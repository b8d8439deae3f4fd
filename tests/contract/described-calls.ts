import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../src/cli/package-root.js";

const upstream = z.strictObject({
  status: z.int().exactOptional(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  body: z.unknown().exactOptional(),
});

const request = z.strictObject({
  method: z.string(),
  /** Path and query, byte for byte. */
  url: z.string(),
  /** Headers that must be there with these values; `null`: must be absent. */
  headers: z.record(z.string().lowercase(), z.string().nullable()).exactOptional(),
  /** The body as JSON; absent: there is none. */
  json: z.unknown().exactOptional(),
});

const outcome = {
  /** Default: 200 without a body. */
  upstream: upstream.default({}),
  /** What must arrive; `null`: nothing may. */
  request: request.nullable(),
};

const toolCall = z.strictObject({
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()).default({}),
  ...outcome,
  /** What the client must get; absent members are not compared. */
  result: z
    .strictObject({
      /** Default: false. */
      isError: z.boolean().default(false),
      structuredContent: z.unknown().exactOptional(),
      /** All text blocks together. */
      text: z.string().exactOptional(),
      /** Texts that the text blocks must contain. */
      mentions: z.array(z.string()).default([]),
    })
    .prefault({}),
});

const reading = z.strictObject({
  /** URI of a resource. */
  read: z.string(),
  ...outcome,
  contents: z.strictObject({ mimeType: z.string(), text: z.string() }),
});

const describedCalls = z.strictObject({
  /** Variables of the server beside the base URL of its provider. */
  environment: z.record(z.string(), z.string()).default({}),
  calls: z.array(z.union([toolCall, reading])).min(1),
});

export type ToolCall = z.output<typeof toolCall>;
export type Reading = z.output<typeof reading>;
export type ExpectedRequest = z.output<typeof request>;
export type DescribedCalls = z.output<typeof describedCalls>;

/** The calls that `fixtures/<name>/calls.json` describes: what a client asks, what must arrive, what must come back. */
export function readCalls(name: string): DescribedCalls {
  const file = join(packageRoot, "fixtures", name, "calls.json");
  if (!existsSync(file)) throw new Error(`${file} is missing: it says which calls the contract test makes`);
  return describedCalls.parse(JSON.parse(readFileSync(file, "utf8")));
}
