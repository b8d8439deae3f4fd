import type { Program } from "../../ir/program.js";
import { countComponents, countsOf, type CountedGroup } from "../count-components.js";
import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { printReturn } from "../print/declaration.js";
import { array, call, literal, name, property, tall } from "../print/expression.js";
import type { Plan } from "../provider-plan.js";
import type { Template } from "../templates.js";

/** What `src/server.ts.hbs` reads. */
export interface ServerView {
  readonly header: string;
  readonly imports: string;
  readonly comment: string;
  readonly result: string;
}

/** `src/server.ts`: the server, composed of its providers. */
export function emitServer({ server }: Program, plans: readonly Plan[], template: Template<ServerView>): GeneratedFile {
  const scope = new ModuleScope(["createServer", "CreateServerOptions", "settings", "options"]);
  const build = scope.value("./runtime/server.js", "buildServer");
  for (const type of ["McpServer", "ServerOptions"]) scope.type("./runtime/server.js", type);
  scope.type("./settings.js", "Settings");
  scope.type("./overrides.js", "Overrides");
  const providers = plans.map(({ kind, names }) =>
    call(
      scope.value(names.folder === "" ? "./provider.js" : `./${names.folder}/provider.js`, names.factory),
      ...(kind === "http" || kind === "remote" ? [name("settings", names.identifier), name("options")] : []),
    ),
  );
  const definition = tall([
    property("name", literal(server.name)),
    ...(server.title === "" ? [] : [property("title", literal(server.title))]),
    property("version", literal(server.version)),
    ...(server.instructions === "" ? [] : [property("instructions", literal(server.instructions))]),
    property("providers", array(providers)),
  ]);
  const result = call(build, definition, name("settings", "server"), name("options"));
  const counts = countComponents(countsOf(plans.flatMap((plan): readonly CountedGroup[] => plan.groups)));
  return {
    path: "src/server.ts",
    owner: "mcpgen",
    text: template({
      header: generatedHeader(...plans.map((plan) => plan.provider.source)),
      imports: scope.imports,
      comment: docComment({ text: `${server.title === "" ? server.name : server.title}: ${counts}.` }, 0).join("\n"),
      result: printReturn(result, 2),
    }),
  };
}
