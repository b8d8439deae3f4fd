import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/seed.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Contract tests start servers and compilers; more workers than this only slow each other down on a small machine.
    maxWorkers: 4,
  },
});
