import { defineConfig } from "vitest/config";

/** Puts the adapter to the SDK's second line in the place of the first's: whatever is tested runs on it. */
const secondLine = {
  name: "second-line",
  enforce: "pre" as const,
  async resolveId(this: { resolve: Resolve }, source: string, importer: string | undefined) {
    if (importer === undefined || !/protocol\/[\w-]+\.js$/.test(source)) return undefined;
    return this.resolve(source.replace(/protocol\/(?=[\w-]+\.js$)/, "protocol-v2/"), importer, { skipSelf: true });
  },
};

type Resolve = (source: string, importer: string, options: { skipSelf: boolean }) => Promise<{ id: string } | null>;

export default defineConfig({
  test: {
    setupFiles: ["tests/seed.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Contract tests start servers and compilers; more workers than this only slow each other down on a small machine.
    maxWorkers: 4,
    projects: [
      {
        extends: true,
        test: { name: "mcpgen", include: ["tests/**/*.test.ts"], exclude: ["tests/runtime/second-line/**"] },
      },
      {
        extends: true,
        plugins: [secondLine],
        test: {
          name: "sdk v2",
          include: ["tests/runtime/*.test.ts", "tests/runtime/second-line/*.test.ts"],
          // The second line has no SSE of 2024-11-05; the others are about both lines, or about none.
          exclude: ["legacy-sse", "adapters", "serve", "settings", "validate", "uri-template", "coerce"].map(
            (name) => `tests/runtime/${name}.test.ts`,
          ),
        },
      },
    ],
  },
});
