import type { StandardSchemaV1 } from "@modelcontextprotocol/server";
import type { JsonObject } from "../json.js";

/** For the SDK, which would leave out what it does not know: whoever asked looks at the answer. */
export const anyObject: StandardSchemaV1<JsonObject> = {
  "~standard": { version: 1, vendor: "mcpgen", validate: (value) => ({ value: value as JsonObject }) },
};
