import { format } from "prettier";
import { expect, test } from "vitest";
import { configJsonSchema } from "../../src/config/config-schema.js";

test("the published JSON schema is that of the configuration (npm test -- -u writes it)", async () => {
  const text = await format(JSON.stringify(configJsonSchema()), { parser: "json", printWidth: 120 });
  await expect(text).toMatchFileSnapshot("../../config.schema.json");
});
