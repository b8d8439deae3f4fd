import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { docComment } from "../../../src/frontends/typescript/doc-comment.js";
import { findTag, similarTag } from "../../../src/frontends/typescript/tags.js";

interface TagFile {
  readonly tagDefinitions: readonly { readonly tagName: string }[];
  readonly supportForTags: Readonly<Record<string, boolean>>;
}

const file = JSON.parse(readFileSync(new URL("../../../tsdoc.json", import.meta.url), "utf8")) as TagFile;
const declared = file.tagDefinitions.map(({ tagName }) => tagName.slice(1));

/** Tags that TSDoc itself defines; declaring one of them again is an error there, upper and lower case alike. */
const standard = (
  "alpha beta decorator defaultValue deprecated eventProperty example experimental inheritDoc internal label link override packageDocumentation " +
  "param privateRemarks public readonly remarks returns sealed see throws typeParam virtual"
).split(" ");

describe("tsdoc.json", () => {
  test("declares every tag that TSDoc does not know, each once", () => {
    expect(declared.map((name) => findTag(name)).filter((name) => name === undefined)).toEqual([]);
    expect(new Set(declared.map((name) => name.toLowerCase())).size).toBe(declared.length);
    expect(declared.filter((name) => standard.some((one) => one.toLowerCase() === name.toLowerCase()))).toEqual([]);
    expect(Object.keys(file.supportForTags)).toEqual(declared.map((name) => `@${name}`));
    const design =
      "tool resource prompt title readOnlyHint destructiveHint idempotentHint openWorldHint minimum maximum exclusiveMinimum exclusiveMaximum " +
      "multipleOf integer minLength maxLength pattern format minItems maxItems uniqueItems default tag icon meta version mimeType timeout scope task " +
      "audience priority complete";
    expect([...declared].sort()).toEqual(design.split(" ").sort());
  });
});

test.each([
  ["readOnlyHnt", "readOnlyHint"],
  ["tol", "tool"],
  ["minLenght", "minLength"],
  ["defaultvalues", "defaultValue"],
  ["params", "param"],
])("@%s is a slip of @%s", (written, tag) => {
  expect(similarTag(written)).toBe(tag);
});

test.each(["todo", "see", "link", "type", "since", "Tool", "MINLENGTH", "returns", "openapi", "x"])(
  "@%s is no slip",
  (written) => {
    expect(similarTag(written)).toBeUndefined();
  },
);

/** The summary and the tags of a comment, as name and text. */
function read(text: string) {
  const { summary, tags } = docComment({ text, file: "x.ts", start: 100 });
  return { summary, tags: tags.map((tag) => [tag.written, tag.text]) };
}

describe("a comment", () => {
  test("has tags at the start of lines, and known ones within them", () => {
    expect(read("/** Sides of each. @minimum 2 @integer */")).toEqual({
      summary: "Sides of each.",
      tags: [
        ["minimum", "2"],
        ["integer", ""],
      ],
    });
    expect(read("/**\n * Mail me @ noon, or @someone; a@b.c.\n * @custom x\n */")).toEqual({
      summary: "Mail me @ noon, or @someone; a@b.c.",
      tags: [["custom", "x"]],
    });
  });

  test("keeps code as it is", () => {
    const text =
      "/**\n * Use `@tool` and {@link Page | pages}.\n *\n * ```ts\n * @Component({})\n *   deep\n * ```\n * @pattern `^[^@ ]+ @x$`\n */";
    expect(read(text)).toEqual({
      summary: "Use `@tool` and pages.\n\n```ts\n@Component({})\n  deep\n```",
      tags: [["pattern", "`^[^@ ]+ @x$`"]],
    });
  });

  test("has examples with code that looks like tags", () => {
    expect(read("/**\n * @example\n * @Injectable()\n * run();\n * @tag y\n */").tags).toEqual([
      ["example", "@Injectable()\nrun();"],
      ["tag", "y"],
    ]);
  });

  test("may have no frame, Windows' line ends, escapes of TSDoc, and hidden ends", () => {
    expect(read("/**\r\n   First.\r\n     Second \\@ home \\{ *\\/\r\n*/").summary).toBe("First.\nSecond @ home { */");
    expect(read("/***/")).toEqual({ summary: "", tags: [] });
    expect(read("/** */").summary).toBe("");
  });

  test("knows where its tags stand", () => {
    const { tags } = docComment({ text: "/**\n * Sum.\n *   @tool add\n */", file: "x.ts", start: 100 });
    expect(tags.map(({ start, end }) => [start, end])).toEqual([[117, 122]]);
  });
});
