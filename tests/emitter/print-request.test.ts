import { describe, expect, test } from "vitest";
import { flatExpression } from "../../src/emitter/print/flat-expression.js";
import { requestExpression } from "../../src/emitter/print/request.js";
import type { Expression } from "../../src/emitter/print/expression.js";
import type { Body, Operation } from "../../src/ir/http-api.js";
import { operation } from "./sample-programs.js";

/** The value of a property of the request, on one line. */
function printed(of: Operation, key: string): string | undefined {
  const request = requestExpression(of, {
    parameter: (name) => name,
    body: (name) => name,
    stream: (name) => name,
    nodeTransport: () => "nodeTransport",
    templatedServer: () => "templatedServer",
  });
  if (request.kind !== "object") throw new Error("a request is an object");
  const member = request.members.find((one) => one.kind === "property" && one.key === key);
  return member === undefined ? undefined : flatExpression(member.value satisfies Expression, 500);
}

const base: Body = {
  mediaType: "application/json",
  encoding: "json",
  required: true,
  content: { kind: "spread", open: false, fields: [{ name: "@type", argument: "type", required: true }] },
};

describe("a request", () => {
  test.each<[string, { given: Partial<Operation>; key: string; want: string | undefined }]>([
    ["says nothing of what there is not", { given: {}, key: "query", want: undefined }],
    ["names all media types that it takes", { given: { accept: ["a/b", "c/d"] }, key: "accept", want: '"a/b, c/d"' }],
    ["sends no credentials where none are wanted", { given: { security: [] }, key: "security", want: "[]" }],
    [
      "sends together what belongs together",
      { given: { security: [["a", "b"], ["c"]] }, key: "security", want: '[["a", "b"], ["c"]]' },
    ],
    ["reads a stream", { given: { stream: "ndjson" }, key: "stream", want: "ndjson" }],
    ["goes another way where fetch refuses", { given: { body: base }, key: "transport", want: "nodeTransport" }],
    ["goes the usual way otherwise", { given: { method: "POST", body: base }, key: "transport", want: undefined }],
    ["keeps wire names", { given: { body: base }, key: "body", want: 'json({ "@type": args.type })' }],
    [
      "lets an optional body be absent, or whole",
      {
        given: { body: { ...base, required: false } },
        key: "body",
        want: 'json({ "@type": args.type }, { optional: true, together: { type: args.type } })',
      },
    ],
    [
      "passes further arguments on",
      {
        given: {
          parameters: [{ in: "query", name: "q", argument: "q", style: "form", explode: true }],
          body: { ...base, content: { kind: "spread", open: true, fields: [] } },
        },
        key: "body",
        want: 'json({ ...others(args, ["q"]) })',
      },
    ],
    [
      "sends a whole body",
      {
        given: { body: { ...base, content: { kind: "whole", argument: "body-2", fields: [] } } },
        key: "body",
        want: 'json(args["body-2"])',
      },
    ],
    [
      "says a media type that is not the usual one",
      {
        given: {
          body: {
            ...base,
            encoding: "text",
            mediaType: "application/xml",
            content: { kind: "whole", argument: "body", fields: [] },
          },
        },
        key: "body",
        want: 'text(args.body, { mediaType: "application/xml" })',
      },
    ],
    [
      "passes further fields of a form on, each as it is encoded",
      {
        given: {
          body: {
            ...base,
            encoding: "form",
            mediaType: "application/x-www-form-urlencoded",
            content: {
              kind: "spread",
              open: true,
              fields: [
                { name: "a", argument: "a", required: false, encoding: { style: "pipeDelimited", explode: false } },
              ],
            },
          },
        },
        key: "body",
        want: 'form(fieldsOf({ ...others(args, ["a"]), a: args.a }, { a: { style: "pipeDelimited", explode: false } }))',
      },
    ],
    [
      "spells out a whole query",
      {
        given: {
          parameters: [
            {
              in: "querystring",
              name: "q",
              argument: "q",
              explode: true,
              encoding: "form",
              fields: [{ name: "a", argument: "a", required: false, encoding: { explode: false } }],
            },
          ],
        },
        key: "query",
        want: "[queryString(args.q, { fields: { a: { explode: false } } })]",
      },
    ],
    [
      "leaves out OpenAPI's defaults",
      {
        given: { parameters: [{ in: "cookie", name: "c", argument: "c", explode: true }] },
        key: "cookies",
        want: '[cookie("c", args.c)]',
      },
    ],
    [
      "says what differs from them",
      {
        given: { parameters: [{ in: "query", name: "q", argument: "q", style: "spaceDelimited", explode: true }] },
        key: "query",
        want: '[styledQuery("q", args.q, { style: "spaceDelimited", explode: true })]',
      },
    ],
  ])("%s", (_what, { given, key, want }) => {
    expect(printed(operation("any", given), key)).toBe(want);
  });
});
