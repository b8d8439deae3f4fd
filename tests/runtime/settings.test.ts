import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  describeEnvironment,
  parseEnvironment,
  serverEnvironment,
  serverSettings,
  SettingsError,
  variable,
} from "../../src/runtime/settings.js";
import { settingsOf } from "./test-server.js";

const schema = z.object({
  ...serverEnvironment,
  API_BASE_URL: variable.url("Base URL of the API."),
  API_KEY: variable.text("Key of scheme `key`.").optional(),
  API_RETRIES: variable.count("Retries.").default(2),
});

describe("parseEnvironment", () => {
  it("gives defaults", () => {
    const values = parseEnvironment(schema, { API_BASE_URL: "https://example.com/v1" });
    expect(values).toMatchObject({ API_BASE_URL: "https://example.com/v1", API_RETRIES: 2, MCP_PORT: 3000 });
    expect(values.API_KEY).toBeUndefined();
    expect(serverSettings(values)).toEqual({
      transport: "stdio",
      host: "127.0.0.1",
      port: 3000,
      path: "/mcp",
      logLevel: "info",
      allowedHosts: [],
      allowedOrigins: [],
      includeTags: [],
      excludeTags: [],
      maskErrors: true,
    });
  });

  it("reads every kind", () => {
    const settings = settingsOf({
      MCP_TRANSPORT: "http",
      MCP_PORT: "0",
      MCP_AUTH_TOKEN: "t",
      MCP_ALLOWED_HOSTS: " a.example, b.example:8080 ,",
      MCP_MASK_ERRORS: "false",
      MCP_INCLUDE_TAGS: "pets",
    });
    expect(settings).toMatchObject({
      transport: "http",
      port: 0,
      authToken: "t",
      maskErrors: false,
      includeTags: ["pets"],
    });
    expect(settings.allowedHosts).toEqual(["a.example", "b.example:8080"]);
  });

  it("takes an empty variable for absent", () => {
    expect(parseEnvironment(schema, { API_BASE_URL: "http://x", API_KEY: "", API_RETRIES: "" })).toMatchObject({
      API_RETRIES: 2,
    });
    expect(() => parseEnvironment(schema, { API_BASE_URL: "" })).toThrow("API_BASE_URL is missing");
  });

  it("names every variable that is wrong, at once, without its value", () => {
    const bad = {
      API_RETRIES: "-1",
      MCP_PORT: "70000",
      MCP_LOG_LEVEL: "loud",
      MCP_MASK_ERRORS: "perhaps",
      MCP_PATH: "s3cret",
    };
    let message = "";
    try {
      parseEnvironment(schema, bad);
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      message = String(error);
    }
    for (const name of ["API_BASE_URL is missing: Base URL of the API.", ...Object.keys(bad)])
      expect(message).toContain(name);
    expect(message).toContain("API_RETRIES must be a whole number: Retries.");
    expect(message).not.toContain("s3cret");
    expect(message).not.toContain("API_KEY");
  });

  it.each(["ftp://x", "example.com", "/v1"])("refuses %s as a URL", (url) => {
    expect(() => parseEnvironment(schema, { API_BASE_URL: url })).toThrow("must be an absolute http or https URL");
  });
});

describe("describeEnvironment", () => {
  it("tells names, texts and defaults, in order", () => {
    const described = describeEnvironment(schema);
    expect(described.map(({ name }) => name)).toEqual(Object.keys(schema.shape));
    expect(described.every(({ description }) => description !== "")).toBe(true);
    expect(described.filter(({ note }) => note === "required").map(({ name }) => name)).toEqual(["API_BASE_URL"]);
    expect(described.find(({ name }) => name === "MCP_PORT")?.note).toBe("default: 3000");
    expect(described.find(({ name }) => name === "API_KEY")?.description).toBe("Key of scheme `key`.");
  });
});
