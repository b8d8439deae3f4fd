import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { printInterface } from "../print/lay-out-type.js";
import { stringLiteral } from "../print/string-literal.js";
import type { Plan } from "../provider-plan.js";
import type { Template } from "../templates.js";
import { toolMethods } from "./emit-mcp-client.js";

/** What `src/overrides.ts.hbs` reads. */
export interface OverridesView {
  readonly header: string;
  readonly imports: string;
  /** The intersection of the providers' APIs. */
  readonly apis: string;
  /** The interface that has the client's methods by tool. */
  readonly methods: string;
}

/** Names that the template declares. */
const declared = [
  "Apis",
  "Methods",
  "Given",
  "All",
  "Replacement",
  "Args",
  "Result",
  "Override",
  "Call",
  "Overrides",
  "Name",
];

/** `src/overrides.ts`: types of what may stand in for tools' calls; they say nothing that the client's methods do not say. */
export function emitOverrides(plans: readonly Plan[], template: Template<OverridesView>): GeneratedFile {
  const scope = new ModuleScope(declared, ["CallContext", "CallOptions", "NoArguments"]);
  const named = toolMethods(plans);
  const client = named.size === 0 ? "" : scope.type("./mcp-client.js", "Client");
  scope.type("./runtime/call-context.js", "CallContext");
  scope.type("./runtime/mcp-client.js", "CallOptions");
  scope.type("./runtime/tool.js", "NoArguments");
  const apis = plans.flatMap((plan) =>
    plan.kind === "http" ? scope.type(`./${plan.names.folder}/provider.js`, plan.names.apis) : [],
  );
  const methods = [...named].map(([name, method]) => ({
    kind: "property" as const,
    name,
    optional: false,
    // Named one by one: to look them all up through a mapped type takes the compiler a second for a thousand tools.
    type: { kind: "simple" as const, text: `${client}[${stringLiteral(method)}]` },
    comment: "",
    deprecated: false,
  }));
  return {
    path: "src/overrides.ts",
    owner: "mcpgen",
    text: template({
      header: generatedHeader(...plans.map((plan) => plan.provider.source)),
      imports: scope.imports,
      apis: apis.length === 0 ? "object" : apis.join(" & "),
      methods: printInterface("Methods", methods),
    }),
  };
}
