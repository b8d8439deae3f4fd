import { expect, test } from "vitest";
import { createLock, inputKey } from "../../src/writer/create-lock.js";
import { digest } from "../../src/writer/digest.js";
import { parseLock, printLock } from "../../src/writer/lock-file.js";
import { owned, yours } from "./output-folder.js";

const facts = {
  generator: "1.0.0",
  name: "petstore",
  options: "f00d",
  warnings: 1,
  inputs: new Map([["../petstore.yaml", "aa"]]),
  surface: [
    { kind: "tool", name: "listPets", line: '{"kind":"tool","name":"listPets","title":"List pets"}' },
    { kind: "resource", name: "Zoo", line: '{"kind":"resource","name":"Zoo"}' },
  ],
};
const files = [
  owned("src/b.ts", "b\n"),
  owned("src/B.ts", "B\n"),
  owned("TOOLS.md", "# T\n"),
  yours("package.json", "{}\n"),
];

test("a lock file lists its entries by code unit, one a line", () => {
  expect(printLock(createLock(files, facts))).toMatchInlineSnapshot(`
    "{
      "lockfileVersion": 1,
      "generator": "1.0.0",
      "name": "petstore",
      "options": "f00d",
      "warnings": 1,
      "inputs": {
        "../petstore.yaml": "aa"
      },
      "files": {
        "TOOLS.md": "63f9dda6643341501cef7b9d2a8a2bcefda8ec16d62d0ef2ce63dc2b9a69424f",
        "src/B.ts": "c0cde77fa8fef97d476c10aad3d2d54fcc2f336140d073651c2dcccf1e379fd6",
        "src/b.ts": "0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f"
      },
      "layouts": {
        "TOOLS.md": "ca2ea1e062e5b894",
        "src/B.ts": "df7e70e5021544f4",
        "src/b.ts": "3e23e8160039594a"
      },
      "yours": {
        "package.json": "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"
      },
      "components": {
        "resource Zoo": "fe3c81e3c1a69167425e2a49f522361c60b3eccc0f4b104c428bae51d0897dc2",
        "tool listPets": "06d7c385101535a2ab51eb397adabd42d028f99acd9fb2821e64f5c5ee44a5a9"
      }
    }
    "
  `);
});

test("digests are of the text as it is written", () => {
  const lock = createLock(files, facts);
  expect(lock.files.get("src/b.ts")?.digests).toEqual([digest("b\n")]);
});

test("what is printed is read again", () => {
  const lock = createLock(files, facts);
  const reading = parseLock(printLock(lock));
  expect(reading.kind === "sound" && printLock(reading.lock)).toBe(printLock(lock));
});

test("a name like __proto__ is a name", () => {
  const lock = createLock([owned("__proto__", "x\n")], facts);
  const reading = parseLock(printLock(lock));
  expect(reading.kind === "sound" && reading.lock.files.has("__proto__")).toBe(true);
});

test("what can be saved of a truncated lock file is saved", () => {
  const text = printLock(createLock(files, facts));
  const reading = parseLock(text.slice(0, text.indexOf('"yours"')));
  expect(reading).toMatchObject({ kind: "damaged", reason: "it is not valid JSON", name: "petstore" });
  expect(reading.kind === "damaged" && [...reading.files.keys()]).toEqual(["TOOLS.md", "src/B.ts", "src/b.ts"]);
});

test("a lock file that names a path outside is damaged, and that path is dropped", () => {
  const text = printLock(createLock([owned("../evil", "x\n"), owned("a.ts", "a\n")], facts));
  const reading = parseLock(text);
  expect(reading).toMatchObject({ kind: "damaged", reason: "it names a path outside the output folder" });
  expect(reading.kind === "damaged" && [...reading.files.keys()]).toEqual(["a.ts"]);
});

test("inputs are named relative to the output folder", () => {
  expect(inputKey("petstore.yaml", "server", "/home/me")).toBe("../petstore.yaml");
  expect(inputKey("/home/me/api/a.yaml", "/home/me/server", "/")).toBe("../api/a.yaml");
  expect(inputKey("https://example.com/a.yaml", "server", "/")).toBe("https://example.com/a.yaml");
  expect(inputKey("-", "server", "/")).toBe("-");
});
