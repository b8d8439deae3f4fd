import { describe, expect, it } from "vitest";
import { ModuleScope } from "../../src/emitter/module-scope.js";

describe("ModuleScope", () => {
  it("imports what is asked for, sorted, types apart", () => {
    const scope = new ModuleScope([]);
    scope.type("./settings.js", "Settings");
    scope.value("./runtime/server.js", "buildServer");
    scope.type("./runtime/server.js", "ServerOptions");
    scope.type("./runtime/server.js", "McpServer");
    scope.value("zod", "z");
    scope.namespace("../schemas.js", "schemas");
    expect(scope.imports.split("\n")).toEqual([
      'import { z } from "zod";',
      'import * as schemas from "../schemas.js";',
      'import { buildServer, type McpServer, type ServerOptions } from "./runtime/server.js";',
      'import type { Settings } from "./settings.js";',
    ]);
  });

  it("imports a name once, as a value when it is needed as one", () => {
    const scope = new ModuleScope([]);
    expect(scope.type("./a.js", "A")).toBe("A");
    expect(scope.value("./a.js", "A")).toBe("A");
    expect(scope.imports).toBe('import { A } from "./a.js";');
  });

  it("gives clashing imports another name, and keeps the runtime's", () => {
    const scope = new ModuleScope(["Pet"], ["ApiResponse"]);
    expect(scope.type("../types.js", "Pet")).toBe("Pet_");
    expect(scope.type("../types.js", "ApiResponse")).toBe("ApiResponse_");
    expect(scope.type("../runtime/http/http-client.js", "ApiResponse")).toBe("ApiResponse");
    expect(scope.type("../other/types.js", "Pet")).toBe("Pet__");
    expect(scope.imports).toContain("ApiResponse as ApiResponse_, Pet as Pet_");
  });

  it("breaks long lists over lines, but not a long name alone", () => {
    const scope = new ModuleScope([]);
    for (let index = 0; index < 9; index += 1) scope.type("./a.js", `SomeRatherLongTypeName${String(index)}`);
    scope.value("./b.js", "x".repeat(120));
    expect(scope.imports).toContain("import type {\n  SomeRatherLongTypeName0,\n");
    expect(scope.imports).toContain(`import { ${"x".repeat(120)} } from "./b.js";`);
  });
});
