import type { Host } from "../../host.js";
import type { Program } from "../../ir/program.js";
import { countComponents, countsOf, type CountedGroup } from "../count-components.js";
import { environmentVariables, meaningOf, quoted, type EnvironmentVariable } from "../environment-variables.js";
import type { GeneratedFile } from "../generated-file.js";
import { plainLine } from "../print/comment.js";
import { markdownProse } from "../print/markdown.js";
import { escaped } from "../print/string-literal.js";
import type { Plan } from "../provider-plan.js";
import type { ProjectPlace } from "../project-place.js";
import { surface, surfaceLine } from "../surface.js";
import { readTemplate } from "../templates.js";

/** The files around the sources: those of the user's, written once, and those that are generated. */
export async function emitProjectFiles(
  program: Program,
  plans: readonly Plan[],
  place: ProjectPlace,
  host: Pick<Host, "asset">,
): Promise<readonly GeneratedFile[]> {
  const { server } = program;
  const title = server.title === "" ? server.name : server.title;
  const variables = plans.flatMap(environmentVariables);
  const folders = plans.map((plan) => plan.names.folder);
  const views: readonly (readonly [path: string, owner: GeneratedFile["owner"], view: object])[] = [
    ["tsconfig.json", "user", { base: JSON.stringify(place.base), rootDir: JSON.stringify(place.rootDir) }],
    [".gitignore", "user", {}],
    ["README.md", "user", {
      title: markdownProse(title) || server.name,
      main: place.main,
      name: server.name,
      counts: countComponents(countsOf(plans.flatMap((plan): readonly CountedGroup[] => plan.groups))),
      source: plans.map((plan) => quoted(plan.provider.source)).join(", "),
      folders,
      variables: variables.map((variable) => ({ name: variable.name, meaning: readmeMeaning(variable) })),
    }],
    ["src/main.ts", "user", {}],
    ["src/server.test.ts", "user", {}],
    [".prettierrc", "mcpgen", {}],
    [".prettierignore", "mcpgen", { snapshots: plans.filter(({ kind }) => kind === "remote").map(({ names }) => names.folder) }],
    [".gitattributes", "mcpgen", { folders }],
    [".env.example", "mcpgen", {
      variables: variables.map((variable) => ({
        name: variable.name,
        meaning: `${plainLine(meaningOf(variable, variable.fallback))}${variable.required ? " Required." : ""}`,
        value: variable.default === undefined ? "" : String(variable.default),
      })),
    }],
  ]; // prettier-ignore
  const files = views.map(async ([path, owner, view]) => ({
    path,
    owner,
    text: (await readTemplate<object>(host, path === "tsconfig.json" && place.base !== "" ? `function-${path}` : path))(
      view,
    ),
  }));
  return [...(await Promise.all(files)), surfaceFile(program)];
}

/** What a variable means, with what the document says of it in code spans. */
function readmeMeaning(variable: EnvironmentVariable): string {
  const meaning = plainLine(meaningOf(variable, quoted(variable.fallback)));
  const fallback = variable.default === undefined ? "" : ` Default: ${String(variable.default)}.`;
  return `${meaning}${fallback}${variable.required ? " Required." : ""}`;
}

/** What a reviewer of `surface.json` would not see: controls, direction marks, joiners, surrogates, separators, fillers. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u{e0100}-\u{e01ef}]/gu;

/** Most lines are ASCII, where there is nothing that cannot be seen. */
const beyondAscii = /[^\x20-\x7e]/;

/** JSON in which a reviewer sees every character. */
export function seen(line: string): string {
  return beyondAscii.test(line) ? line.replace(unseen, escaped) : line;
}

/** `surface.json`: a JSON array with one component on each line. */
function surfaceFile(program: Program): GeneratedFile {
  const lines = surface(program).map((component) => {
    return seen(surfaceLine(component));
  });
  return { path: "surface.json", owner: "mcpgen", text: lines.length === 0 ? "[]\n" : `[\n${lines.join(",\n")}\n]\n` };
}
