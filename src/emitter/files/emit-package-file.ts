import type { Host } from "../../host.js";
import type { Program } from "../../ir/program.js";
import type { GeneratedFile } from "../generated-file.js";
import type { ProjectPlace } from "../project-place.js";
import { plainLine } from "../print/comment.js";
import { readTemplate } from "../templates.js";

/** Packages that generated servers are built with. */
const buildDependencies = ["@types/node", "typescript"];

interface PackageView {
  readonly type: ProjectPlace["type"];
  readonly main: string;
  readonly start: string;
  readonly test: string;
  readonly name: string;
  readonly description: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

/** `package.json`: the user's own, written once. Its dependencies are what the project's modules import. */
export async function emitPackageFile(
  { server }: Program,
  { main, type }: ProjectPlace,
  imported: readonly string[],
  host: Pick<Host, "asset">,
): Promise<GeneratedFile> {
  const title = server.title === "" ? server.name : server.title;
  const packageName = server.name.endsWith("-mcp") ? server.name : `${server.name}-mcp`;
  const versions = await packageVersions(host);
  const pinned = (packages: readonly string[]) =>
    packages.map(
      (name, index) =>
        `${JSON.stringify(name)}: ${JSON.stringify(versions(name))}${index < packages.length - 1 ? "," : ""}`,
    );
  const template = await readTemplate<PackageView>(host, "package.json");
  return {
    path: "package.json",
    owner: "user",
    text: template({
      name: JSON.stringify(packageName),
      type,
      main: JSON.stringify(main),
      start: JSON.stringify(`node ${main}`),
      test: JSON.stringify(`tsc -p tsconfig.json && node --test ${main.replace(/main\.js$/, "server.test.js")}`),
      description: JSON.stringify(`MCP server of ${plainLine(title)}`),
      dependencies: pinned([...new Set(imported)].sort()),
      devDependencies: pinned(buildDependencies),
    }),
  };
}

/** The versions that mcpgen's own tests run with. */
async function packageVersions(host: Pick<Host, "asset">): Promise<(name: string) => string> {
  const own: unknown = JSON.parse(await host.asset("package.json"));
  const versions = new Map([...versionsIn(own, "dependencies"), ...versionsIn(own, "devDependencies")]);
  return (name) => {
    const version = versions.get(name);
    if (version === undefined) throw new Error(`mcpgen's package.json names no version of ${name}`);
    return version;
  };
}

function versionsIn(own: unknown, key: string): readonly (readonly [string, string])[] {
  const fields = isRecord(own) ? own[key] : undefined;
  return Object.entries(isRecord(fields) ? fields : {}).flatMap(([name, version]): [string, string][] =>
    typeof version === "string" ? [[name, version]] : [],
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
