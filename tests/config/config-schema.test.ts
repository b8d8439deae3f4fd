import { format } from "prettier";
import { expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type { Config } from "../../src/config/config.js";
import { configJsonSchema, type configSchema } from "../../src/config/config-schema.js";

test("the schema takes all that the type allows, and nothing else", () => {
  type Read = z.infer<typeof configSchema>;
  expectTypeOf<Read>().toExtend<Config>();
  // The schema reads lists that can be changed; the type promises not to.
  expectTypeOf<keyof Config>().toEqualTypeOf<keyof Read>();
  expectTypeOf<keyof Config["sources"][number]>().toEqualTypeOf<keyof Read["sources"][number]>();
});

test("the published JSON schema is that of the configuration (npm test -- -u writes it)", async () => {
  const text = await format(JSON.stringify(configJsonSchema()), { parser: "json", printWidth: 120 });
  await expect(text).toMatchFileSnapshot("../../config.schema.json");
});
