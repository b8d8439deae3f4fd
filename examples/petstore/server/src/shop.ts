import type { Apis, Overrides } from "./overrides.js";
import { ownTool } from "./runtime/own-tool.js";
import { ToolError } from "./runtime/tool-error.js";

/** What stands in for calls of generated tools; another name, argument or result than the document's does not compile. */
export const overrides: Overrides = {
  // Around the call: what goes in, and what comes out.
  search_pets: async (args, { next }) => {
    const pets = await next({ ...args, tags: args.tags?.map((tag) => tag.toLowerCase()) ?? [] });
    return pets?.filter((pet) => pet?.status !== "sold") ?? [];
  },

  // In place of it, with the API's client.
  placeOrder: async (order, { petstore, next, context }) => {
    const pet = await petstore.pets.getPet({ petId: order.petId });
    if (pet.data.status === "sold") throw new ToolError(`${pet.data.name} has found a home already.`);
    context.log.info(`ordered ${pet.data.name}`);
    return next();
  },
};

/** Tools beside the generated ones. */
export const tools = [
  ownTool<{ tag: string }, Apis>({
    name: "count_pets",
    description: "How many pets carry a tag.",
    annotations: { readOnlyHint: true },
    inputSchema: {
      type: "object",
      properties: { tag: { type: "string", description: "In lower case." } },
      required: ["tag"],
      additionalProperties: false,
    },
    call: async ({ tag }, { petstore }) => {
      const { data } = await petstore.pets.listPets({ tags: [tag] });
      return `${String(data.length)} with the tag ${tag}`;
    },
  }),
];
