// The light public entry, for code that runs beside a generated server: it loads no compiler library.
export { ToolError } from "./runtime/tool-error.js";
