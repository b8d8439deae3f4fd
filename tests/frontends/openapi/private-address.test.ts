import { describe, expect, test } from "vitest";
import { privateAddressReason } from "../../../src/frontends/openapi/private-address.js";
import { compileText } from "../../hostile/compile-text.js";

describe("a server that only whoever runs it may name", () => {
  test.each([
    "http://169.254.169.254/latest/meta-data",
    "http://2852039166/",
    "http://0xa9.0xfe.0xa9.0xfe/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:7f00:1::]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[::]/",
    "http://2130706433:8080/",
    "http://127.1/",
    "http://0177.0.0.1/",
    "https://10.0.0.1/v1",
    "https://172.16.0.1",
    "https://192.168.0.10:8443/api",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://0.0.0.0:3000",
    "http://metadata.google.internal/",
    "http://METADATA.google.internal./",
    "http://x.localhost/",
  ])("%s", (url) => {
    expect(privateAddressReason(url)).toMatch(/is in a private network/);
  });

  test.each([
    "https://api.example.com/v1",
    "http://localhost:3000",
    "http://127.0.0.1:8080/v1",
    "http://[::1]:3000/",
    "https://93.184.216.34",
    "https://172.32.0.1",
    "https://[2606:2800:220:1::1]/",
    "https://[64:ff9b::808:808]/",
    "https://[::ffff:8.8.8.8]/",
    "https://10.example.com",
  ])("but not %s", (url) => {
    expect(privateAddressReason(url)).toBeUndefined();
  });

  const ok = { 200: { description: "ok" } };
  const compiled = (servers: readonly object[], more: object = {}) =>
    compileText(
      JSON.stringify({
        openapi: "3.1.0",
        info: { title: "Api", version: "1" },
        servers,
        paths: { "/x": { get: { operationId: "x", responses: ok } } },
        ...more,
      }),
    );

  test("is left out, and said to be; the base URL is then the environment's to set", async () => {
    const variables = { region: { default: "169.254.169.254" } };
    for (const server of [{ url: "http://10.0.0.1/v1" }, { url: "http://{region}/", variables }]) {
      const { files, diagnostics } = await compiled([server]);
      expect(diagnostics.map(({ code }) => code)).toEqual(["openapi/invalid-server"]);
      const text = files.map((file) => file.text).join("\n");
      expect(text).toContain("servers: []");
      expect(text).toContain('API_BASE_URL: variable.url("Base URL of the API; the document names none."),');
    }
    const { diagnostics, files } = await compiled([{ url: "http://10.0.0.1/v1" }, { url: "https://api.example.com" }]);
    expect(diagnostics).toHaveLength(1);
    expect(files.find(({ path }) => path.endsWith("/api.ts"))?.text).toContain("https://api.example.com");
  });

  test("nor do client credentials go there", async () => {
    const flows = { clientCredentials: { tokenUrl: "http://169.254.169.254/token", scopes: {} } };
    const { files, diagnostics } = await compiled([{ url: "https://api.example.com" }], {
      components: { securitySchemes: { oauth: { type: "oauth2", flows } } },
      security: [{ oauth: [] }],
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(["openapi/invalid-server"]);
    expect(files.map((file) => file.text).join("\n")).not.toContain("tokenUrl: ");
  });
});
