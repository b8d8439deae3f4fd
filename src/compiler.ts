// The public entry of the compiler: `import { compile, nodeHost } from "mcpgen/compiler"`.
export {
  compile,
  type Compilation,
  type CompileInput,
  type CompileInputFile,
  type CompileOptions,
  type McpSource,
  type OpenApiSource,
  type OpenApiSourceOptions,
  type SkillsSource,
  type ServerOptions,
  type Source,
  type SourceOptions,
  type SurfaceComponent,
} from "./compile.js";
export { nodeHost } from "./cli/node-host.js";
export type { Diagnostic, Place, Severity } from "./diagnostics/diagnostic.js";
export { renderDiagnostics, type RenderOptions } from "./diagnostics/render-diagnostics.js";
export type { GeneratedFile } from "./emitter/generated-file.js";
export type { Host, HostEntry, HostFiles, ReadOutcome } from "./host.js";
export type { Program } from "./ir/program.js";
