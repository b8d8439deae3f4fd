import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { posix } from "node:path";
import type { Host } from "../host.js";
import type { Program, SearchSurface } from "../ir/program.js";
import { authorModules, type ReadAuthored } from "./author-modules.js";
import { copyRuntime, type SdkLine } from "./copy-runtime.js";
import { emitApi, type ApiView } from "./files/emit-api.js";
import { emitApiClient, type ApiClientView } from "./files/emit-api-client.js";
import { emitClientGroup, type ClientGroupView } from "./files/emit-client-group.js";
import { emitDefinitionProvider } from "./files/emit-definition-provider.js";
import { emitDefinitions } from "./files/emit-definitions.js";
import { emitFunctionProvider, type FunctionProviderView } from "./files/emit-function-provider.js";
import { emitFunctions, type FunctionsView } from "./files/emit-functions.js";
import { emitMcpClient, type McpClientView } from "./files/emit-mcp-client.js";
import { emitOverrides, type OverridesView } from "./files/emit-overrides.js";
import { emitPackageFile } from "./files/emit-package-file.js";
import { emitProjectFiles } from "./files/emit-project-files.js";
import { emitProvider, type ProviderView } from "./files/emit-provider.js";
import { emitResources, type ResourcesView } from "./files/emit-resources.js";
import { emitRoutes, type RoutesView } from "./files/emit-routes.js";
import { emitResults, emitSchemas, type SchemasView } from "./files/emit-schemas.js";
import { emitSearchIndex, type SearchIndexView } from "./files/emit-search-index.js";
import { emitServer, type ServerView } from "./files/emit-server.js";
import { emitSettings, type SettingsView } from "./files/emit-settings.js";
import { emitToolsPage, type ToolsPageView } from "./files/emit-tools-page.js";
import { emitSnapshot } from "./files/emit-snapshot.js";
import { emitTools, type ToolsView } from "./files/emit-tools.js";
import { emitFunctionTypes, emitTypes, type TypesView } from "./files/emit-types.js";
import type { DefinitionPlan } from "./definition-plan.js";
import type { FunctionPlan } from "./function-plan.js";
import type { GeneratedFile } from "./generated-file.js";
import { packageImports } from "./module-imports.js";
import { projectPlace } from "./project-place.js";
import { planOlder, planProviders, type Plan, type ProviderPlan } from "./provider-plan.js";
import { readTemplate } from "./templates.js";

/** What is emitted beside what the program says. */
export interface EmitOptions {
  /** A project of its own, or files to lie within a package that is there already. */
  readonly layout: "project" | "embedded";
  /** MCP SDK line of the copied runtime. */
  readonly sdk: SdkLine;
  /** Reads what the author has written below the output folder; absent where there is none yet. */
  readonly authored?: ReadAuthored;
  /** Folder of the output as the user wrote it: functions are imported relative to it. */
  readonly output?: string;
  /** The working directory, absolute, with `/`. */
  readonly directory?: string;
}

/** What is emitted. */
export interface Emitted {
  /** Every file but the lock file, which is the writer's, sorted by path. */
  readonly files: readonly GeneratedFile[];
  /** Text of the package.json that a project of its own has; a server within a package needs what it names. */
  readonly packageFile: string;
}

/**
 * The generated project in memory. It depends on the
 * program and on mcpgen's own files only.
 *
 * @throws Error for a program that no frontend makes, such as a name that is no identifier: a fault of mcpgen's own
 */
export async function emit(
  program: Program,
  options: EmitOptions,
  host: Pick<Host, "asset" | "assets">,
  diagnostics: Diagnostics,
): Promise<Emitted> {
  const place = projectPlace(program, options.output ?? ".", options.directory ?? "/");
  const plans = planProviders(program).map((plan) => placed(plan, program, options));
  const older = planOlder(program).map((one) => ({
    ...one,
    plans: one.plans.map((plan) => located(plan, options)),
  }));
  const [server, settings, mcpClient, overrides, toolsPage] = await Promise.all([
    readTemplate<ServerView>(host, "src/server.ts"),
    readTemplate<SettingsView>(host, "src/settings.ts"),
    readTemplate<McpClientView>(host, "src/mcp-client.ts"),
    readTemplate<OverridesView>(host, "src/overrides.ts"),
    readTemplate<ToolsPageView>(host, "TOOLS.md"),
  ]);
  const providers = await Promise.all([
    ...plans.map((plan) => emitPlan(plan, program.search, host)),
    ...older.flatMap((one) => one.plans).map((plan) => emitPlan(plan, undefined, host)),
  ]);
  const projectFiles = await emitProjectFiles(program, plans, place, host);
  // A package that the server lies in has tests, and a way to run them, of its own.
  const isEmbedded = options.layout === "embedded";
  const own = [
    ...projectFiles.filter(({ path }) => !(isEmbedded && path === "src/server.test.ts")),
    emitServer(program, plans, older, server),
    emitSettings(plans, settings),
    emitMcpClient(plans, mcpClient),
    emitOverrides(plans, overrides),
    emitToolsPage(program, plans, toolsPage),
    ...providers.flat(),
  ];
  const author = await authorModules(own, layoutReader(options));
  const runtime = await copyRuntime(own, author, options.sdk, host, diagnostics);
  const packages = [
    ...own.flatMap(({ path, text }) => packageImports({ path, text, isGenerated: true })),
    ...runtime.flatMap(packageImports),
  ];
  const manifest = await emitPackageFile(program, place, packages, host);
  const all = [...own, manifest, ...runtime];
  const laid = options.layout === "embedded" ? all.flatMap(embedded) : all;
  return { files: laid.sort((a, b) => (a.path < b.path ? -1 : 1)), packageFile: manifest.text };
}

/** A provider's own folder, which a server of functions alone within a package does not need to tell their provider from others. */
function placed(plan: Plan, { providers }: Program, options: EmitOptions): Plan {
  const at = located(plan, options);
  if (at.kind !== "function") return at;
  const isAlone = options.layout === "embedded" && providers.length === 1;
  return { ...at, names: isAlone ? { ...at.names, folder: "" } : at.names };
}

/** Where the files of functions lie: imports of the user's files depend on it. */
function located(plan: Plan, { layout, output = ".", directory = "/" }: EmitOptions): Plan {
  if (plan.kind !== "function") return plan;
  const folder = posix.resolve(directory, output.replaceAll("\\", "/"));
  return { ...plan, directory, sources: layout === "embedded" ? folder : posix.join(folder, "src") };
}

/** Reads the author's modules, whose paths begin with `src/` in every layout; what lies beside an embedded server is not looked at. */
function layoutReader({ layout, authored = () => Promise.resolve(undefined) }: EmitOptions): ReadAuthored {
  if (layout === "project") return authored;
  return async (path) => (path.startsWith("src/") ? authored(path.slice("src/".length)) : undefined);
}

/** Files of a project that lie within a package: what the package has of its own is left out, the sources lie on top. */
function embedded(file: GeneratedFile): GeneratedFile[] {
  const { path } = file;
  if (path.startsWith("src/")) return [{ ...file, path: path.slice("src/".length) }];
  return path === "TOOLS.md" || path === "surface.json" ? [file] : [];
}

/** `src/<provider>/`. */
async function emitPlan(
  plan: Plan,
  surface: SearchSurface | undefined,
  host: Pick<Host, "asset">,
): Promise<readonly GeneratedFile[]> {
  // There is nothing to search for in skills.
  const search = plan.groups.some(({ tools }) => tools.length > 0) ? surface : undefined;
  const files = await emitKind(plan, search, host);
  if (search === undefined) return files;
  return [...files, emitSearchIndex(plan, await readTemplate<SearchIndexView>(host, "src/provider/search-index.ts"))];
}

function emitKind(
  plan: Plan,
  search: SearchSurface | undefined,
  host: Pick<Host, "asset">,
): Promise<readonly GeneratedFile[]> {
  switch (plan.kind) {
    case "http":
      return emitProviderFiles(plan, search, host);
    case "function":
      return emitFunctionFiles(plan, search, host);
    case "file":
    case "remote":
      return emitDefinitionFiles(plan, search, host);
  }
}

/** The files of a provider of files, or of another server's components. */
async function emitDefinitionFiles(
  plan: DefinitionPlan,
  search: SearchSurface | undefined,
  host: Pick<Host, "asset">,
): Promise<readonly GeneratedFile[]> {
  const [provider, schemas, types, definitions] = await Promise.all([
    readTemplate<FunctionProviderView>(host, "src/provider/function-provider.ts"),
    readTemplate<SchemasView>(host, "src/provider/schemas.ts"),
    readTemplate<TypesView>(host, "src/provider/types.ts"),
    readTemplate<FunctionsView>(host, "src/provider/functions.ts"),
  ]);
  return [
    emitDefinitionProvider(plan, search, provider),
    ...emitSnapshot(plan),
    ...emitSchemas(plan, schemas),
    ...emitResults(plan, schemas),
    ...emitFunctionTypes(plan, types),
    ...plan.groups.flatMap((group) => emitDefinitions(plan, group, definitions)),
  ];
}

/** The files of a provider of functions. */
async function emitFunctionFiles(
  plan: FunctionPlan,
  search: SearchSurface | undefined,
  host: Pick<Host, "asset">,
): Promise<readonly GeneratedFile[]> {
  const [provider, schemas, types, functions] = await Promise.all([
    readTemplate<FunctionProviderView>(host, "src/provider/function-provider.ts"),
    readTemplate<SchemasView>(host, "src/provider/schemas.ts"),
    readTemplate<TypesView>(host, "src/provider/types.ts"),
    readTemplate<FunctionsView>(host, "src/provider/functions.ts"),
  ]);
  return [
    emitFunctionProvider(plan, search, provider),
    ...emitSchemas(plan, schemas),
    ...emitResults(plan, schemas),
    ...emitFunctionTypes(plan, types),
    ...plan.groups.flatMap((group) => emitFunctions(plan, group, functions)),
  ];
}

/** The files of a provider of an API. */
async function emitProviderFiles(
  plan: ProviderPlan,
  search: SearchSurface | undefined,
  host: Pick<Host, "asset">,
): Promise<readonly GeneratedFile[]> {
  const [provider, routes, api, client, schemas, types, clientGroup, tools, resources] = await Promise.all([
    readTemplate<ProviderView>(host, "src/provider/provider.ts"),
    readTemplate<RoutesView>(host, "src/provider/routes.ts"),
    readTemplate<ApiView>(host, "src/provider/api.ts"),
    readTemplate<ApiClientView>(host, "src/provider/client.ts"),
    readTemplate<SchemasView>(host, "src/provider/schemas.ts"),
    readTemplate<TypesView>(host, "src/provider/types.ts"),
    readTemplate<ClientGroupView>(host, "src/provider/client/group.ts"),
    readTemplate<ToolsView>(host, "src/provider/tools/group.ts"),
    readTemplate<ResourcesView>(host, "src/provider/resources/group.ts"),
  ]);
  return [
    emitProvider(plan, search, provider),
    emitRoutes(plan, routes),
    emitApi(plan, api),
    emitApiClient(plan, client),
    ...emitSchemas(plan, schemas),
    ...emitResults(plan, schemas),
    ...emitTypes(plan, types),
    ...plan.groups.flatMap((group) => [
      ...(group.group.operations.length > 0 ? [emitClientGroup(plan, group, clientGroup)] : []),
      ...(group.tools.length > 0 ? [emitTools(plan, group, tools)] : []),
      ...(group.resources.length + group.templates.length > 0 ? [emitResources(plan, group, resources)] : []),
    ]),
  ];
}
