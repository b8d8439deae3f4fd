import { defineConfig, openapi } from "mcpgen";

export default defineConfig({
  output: "./server",
  sources: [
    openapi("./petstore.yaml", {
      tools: {
        listPets: { name: "search_pets", description: "Find pets by tag.", arguments: { limit: { default: 20 } } },
      },
    }),
  ],
});
