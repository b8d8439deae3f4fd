import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const nodeGlobals = [
  "AbortController",
  "AbortSignal",
  "Buffer",
  "Response",
  "TextDecoder",
  "URL",
  "console",
  "fetch",
].concat(["clearInterval", "clearTimeout", "performance", "process", "setImmediate", "setInterval", "setTimeout"]);

export default defineConfig(
  globalIgnores(["dist/", "fixtures/", "examples/", ".scratch/", "coverage/", "generator-templates/"]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A switch without a default names every kind; one with a default says what happens to all others.
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // A number in a text looks as expected; an object or undefined does not.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `as` silences the compiler. Where it cannot be done without, the place is listed below.
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      // Members named `_` are taken out of an object to leave the others.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // An arrow function that does one thing reads best on one line, also when what it does gives nothing.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-console": "error",
      // Documents are hostile: control characters in patterns are there on purpose, written as escapes.
      "no-control-regex": "off",
      "no-misleading-character-class": ["error", { allowEscape: true }],
      eqeqeq: "error",
    },
  },
  {
    files: [
      // Text is printed here: a literal of JSON is known to be of the type that it is written for.
      "src/emitter/print/**/*.ts",
      // The SDK's types are wider or narrower than the protocol in places.
      "src/runtime/protocol/**/*.ts",
      "src/runtime/protocol-v2/**/*.ts",
      // Arguments get their type here, once, after they have been validated.
      "src/runtime/tool.ts",
      // Tests hand over what the types forbid.
      "tests/**/*.ts",
    ],
    rules: { "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "as" }] },
  },
  {
    // A type parameter that stands only for what is returned is what makes the one cast.
    files: ["src/runtime/tool.ts"],
    rules: { "@typescript-eslint/no-unnecessary-type-parameters": "off" },
  },
  {
    // The SDK recommends McpServer, which takes zod schemas only.
    files: ["src/runtime/protocol/**/*.ts", "src/runtime/protocol-v2/**/*.ts"],
    rules: { "@typescript-eslint/no-deprecated": "off" },
  },
  {
    // The generated server's log goes to standard error by way of the console.
    files: ["src/runtime/log.ts"],
    rules: { "no-console": "off" },
  },
  {
    // Printed source text is evaluated, to see that it means what it was printed from.
    files: ["tests/emitter/**/*.ts"],
    rules: { "@typescript-eslint/no-implied-eval": "off", "@typescript-eslint/no-unsafe-call": "off" },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, "readonly"])) },
  },
);
