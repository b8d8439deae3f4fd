import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCommandLine } from "../../src/cli/command-line.js";
import { openApiFlags } from "../../src/cli/openapi-flags.js";
import { quickReading } from "../../src/cli/quick-reading.js";
import { RecordingTerminal } from "./recording-terminal.js";

function read(...argv: string[]): { request: ReturnType<typeof readCommandLine>; terminal: RecordingTerminal } {
  const terminal = new RecordingTerminal();
  return { request: readCommandLine(argv, "1.2.3", terminal), terminal };
}

describe("mcpgen openapi", () => {
  test("needs a document and a folder", () => {
    expect(read("openapi", "a.yaml", "-o", "out").request).toEqual({
      kind: "openapi",
      document: "a.yaml",
      flags: { output: "out", format: "text" },
    });
  });

  test("takes every option", () => {
    const { request } = read(
      ...["openapi", "a.yaml", "--output", "out", "--name", "pets", "--namespace", "p", "--include", "GET /**"],
      ...[
        "--include",
        "POST /pets",
        "--exclude",
        "DELETE /**",
        "--include-tag",
        "a",
        "--exclude-tag",
        "b",
        "--sdk",
        "v1",
      ],
      ...["--output-schemas", "strict", "--no-coerce", "--media-type", "text/csv", "--allow-refs", "--allow-remote"],
      ...["--overlays", "hide.yaml", "--env", "bearerAuth=GITHUB_TOKEN", "--env", "key=KEY"],
      ...["--force", "--strict", "--quiet", "--format", "json"],
    );
    expect(request).toEqual({
      kind: "openapi",
      document: "a.yaml",
      flags: {
        output: "out",
        name: "pets",
        namespace: "p",
        include: ["GET /**", "POST /pets"],
        exclude: ["DELETE /**"],
        includeTag: ["a"],
        excludeTag: ["b"],
        sdk: "v1",
        outputSchemas: "strict",
        coerce: false,
        mediaType: "text/csv",
        allowRefs: true,
        allowRemote: true,
        overlays: ["hide.yaml"],
        env: { bearerAuth: "GITHUB_TOKEN", key: "KEY" },
        force: true,
        strict: true,
        quiet: true,
        format: "json",
      },
    });
  });

  test("can print the IR without a folder", () => {
    expect(read("openapi", "a.yaml", "--print", "ir").request).toMatchObject({ flags: { print: "ir" } });
  });
});

test("diff and lint take what they compare and look at", () => {
  expect(read("diff", "a", "b", "--format", "markdown", "--fail-on", "breaking").request).toEqual({
    kind: "diff",
    before: "a",
    after: "b",
    flags: { format: "markdown", failOn: "breaking" },
  });
  const flags = { format: "text", strict: false, quiet: false };
  expect(read("lint").request).toEqual({ kind: "lint", target: undefined, flags });
  expect(read("lint", "a", "--strict").request).toEqual({
    kind: "lint",
    target: "a",
    flags: { ...flags, strict: true },
  });
});

describe("mcpgen build", () => {
  test("is meant when no command is named", () => {
    const flags = { format: "text" };
    for (const argv of [[], ["build"]]) expect(read(...argv).request).toEqual({ kind: "build", flags });
    expect(read("--watch", "-c", "x.json").request).toEqual({
      kind: "build",
      flags: { ...flags, watch: true, config: "x.json" },
    });
  });

  test("only compares when it is `mcpgen check`", () => {
    expect(read("check", "--strict").request).toEqual({
      kind: "build",
      flags: { format: "text", strict: true, check: true },
    });
  });

  test("is read quickly as it is read in full", () => {
    const lines = [
      [],
      ["build"],
      ["check"],
      ["--dry-run"],
      ["build", "-c", "a", "--quiet"],
      ["check", "--format", "json"],
    ];
    for (const argv of lines) expect(quickReading(argv)).toEqual(read(...argv).request);
  });
});

test.each<[string, readonly string[], string]>([
  ["an option that check has not", ["check", "--force"], "unknown option '--force'"],
  ["watching and comparing at once", ["build", "--watch", "--check"], "cannot be used with"],
  ["a build of something", ["build", "a.yaml"], "too many arguments"],
  ["an unknown command", ["compile"], "unknown command 'compile'"],
  ["a command that is not there yet", ["dev"], "unknown command 'dev'"],
  ["no document", ["openapi", "-o", "out"], "missing required argument 'document'"],
  ["two documents", ["openapi", "a", "b", "-o", "out"], "too many arguments"],
  ["no folder", ["openapi", "a.yaml"], "'-o, --output <dir>' is missing"],
  ["an unknown option", ["openapi", "a", "-o", "b", "--inclde", "x"], "Did you mean --include?"],
  [
    "an unknown value",
    ["openapi", "a", "-o", "b", "--output-schemas", "loose"],
    "Allowed choices are relaxed, strict, none",
  ],
  ["a line of the SDK that does not exist", ["openapi", "a", "-o", "b", "--sdk", "v3"], "Allowed choices are v1, v2"],
  ["an empty value", ["openapi", "a", "-o", "b", "--name", " "], "It is empty"],
  ["a pair without a variable", ["openapi", "a", "-o", "b", "--env", "key"], "It must look like scheme=VARIABLE"],
  ["an empty folder", ["openapi", "a", "-o", ""], "It is empty"],
  ["an option without its value", ["openapi", "a", "-o"], "argument missing"],
  ["two modes at once", ["openapi", "a", "-o", "b", "--check", "--dry-run"], "cannot be used with"],
])("wrong usage is explained: %s", (_, argv, explanation) => {
  const { request, terminal } = read(...argv);
  expect(request).toEqual({ kind: "answered", exitCode: 2 });
  expect(terminal.stderr).toContain(explanation);
  expect(terminal.stdout).toBe("");
});

test("help and version go to standard output", () => {
  expect(read("--version")).toMatchObject({ request: { exitCode: 0 }, terminal: { stdout: "1.2.3\n", stderr: "" } });
  const { terminal, request } = read("openapi", "--help");
  expect(request).toEqual({ kind: "answered", exitCode: 0 });
  for (const flag of openApiFlags) expect(terminal.stdout.includes(flag.long)).toBe(flag.isHidden !== true);
  expect(read("--help").terminal.stdout).toContain("openapi");
});

describe("the quick reading", () => {
  const word = fc.constantFrom(
    "a.yaml",
    "-",
    "openapi",
    "out",
    "v1",
    "json",
    "text",
    "strict",
    "ir",
    "",
    " ",
    "x=y",
    "-o",
    "--",
    "-h",
  );
  const flag = fc.constantFrom(
    ...openApiFlags.flatMap(({ long, short }) => [long, `${long}=v1`, ...(short ? [short, `${short}dir`] : [])]),
  );

  test("agrees with the full one, or leaves the line to it", () => {
    let quick = 0;
    fc.assert(
      fc.property(fc.array(fc.oneof(word, flag), { maxLength: 8 }), (rest) => {
        const argv = ["openapi", "a.yaml", ...rest, "--output", "out"];
        const request = quickReading(argv);
        if (request === undefined) return;
        quick += 1;
        expect(read(...argv).request).toEqual(request);
      }),
      { numRuns: 5_000 },
    );
    expect(quick).toBeGreaterThan(50);
  });

  test("leaves everything that wants an answer", () => {
    for (const argv of [
      ["--version"],
      ["--help"],
      ["build", "extra"],
      ["build", "--check", "--watch"],
      ["check", "--force"],
      ["openapi", "--help"],
      ["openapi", "a"],
      ["openapi", "a", "-o", "b", "--sdk", "v3"],
    ]) {
      expect(quickReading(argv)).toBeUndefined();
    }
  });
});
