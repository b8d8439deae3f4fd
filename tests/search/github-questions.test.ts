import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../src/cli/package-root.js";

interface Question {
  readonly question: string;
  /** Any of these is right. The summaries are those of the document, so that the check needs no download. */
  readonly tools: readonly { readonly operationId: string; readonly summary: string }[];
}

const file = new URL("github-questions.json", import.meta.url);
const questions = JSON.parse(readFileSync(file, "utf8")) as readonly Question[];

/** Words without which a sentence says the same: they count neither for nor against a quotation. */
const small = new Set(
  (
    "a an the of for to in on at by from with and or is are was be been has have had do does that this it its " +
    "i my me our we so as if than then which what who how"
  ).split(" "),
);

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && !small.has(word));
}

/** What a question may not say: all of an operation's words, or three of them in a row. */
function quotes(question: string, own: readonly string[]): boolean {
  const words = wordsOf(question);
  const text = ` ${words.join(" ")} `;
  const runs = own.slice(2).map((_, index) => own.slice(index, index + 3).join(" "));
  return (own.length > 1 && own.every((word) => words.includes(word))) || runs.some((run) => text.includes(` ${run} `));
}

describe("the questions over GitHub's API", () => {
  it("are fifty, each another", () => {
    expect(questions).toHaveLength(50);
    expect(new Set(questions.map(({ question }) => question)).size).toBe(50);
  });

  it("can be caught quoting", () => {
    expect(quotes("Please create an issue comment here", wordsOf("Create an issue comment"))).toBe(true);
    expect(quotes("the failed jobs from a workflow of mine", wordsOf("Re-run failed jobs from a workflow run"))).toBe(
      true,
    );
    expect(quotes("Say something below a ticket", wordsOf("Create an issue comment"))).toBe(false);
  });

  it.each(questions)("$question", ({ question, tools }) => {
    for (const { operationId, summary } of tools) {
      expect(question.toLowerCase()).not.toContain(operationId);
      expect(quotes(question, wordsOf(summary))).toBe(false);
      expect(quotes(question, wordsOf(operationId.split("/").slice(1).join(" ")))).toBe(false);
    }
  });

  const document = join(
    packageRoot,
    ".scratch/bench/peers/node_modules/@octokit/openapi/generated/api.github.com.json",
  );
  it.skipIf(!existsSync(document))("name operations of the document, with their summaries", () => {
    const { paths } = JSON.parse(readFileSync(document, "utf8")) as {
      paths: Record<string, Record<string, { operationId?: string; summary?: string }>>;
    };
    const operations = Object.values(paths).flatMap((item) => Object.values(item));
    const summaries = new Map(operations.map(({ operationId, summary }) => [operationId, summary]));
    for (const { operationId, summary } of questions.flatMap(({ tools }) => tools)) {
      expect(summaries.get(operationId)).toBe(summary);
    }
  });
});
