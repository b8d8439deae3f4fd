import { visibleText } from "../diagnostics/visible-text.js";
import type { ListedComponent } from "../drift/compare-surfaces.js";
import type { ListRequest } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import { listServer } from "./list-server.js";
import { Report } from "./report.js";
import type { Surroundings } from "./surroundings.js";

const headings = { tool: "Tools", resource: "Resources", template: "Resource templates", prompt: "Prompts" } as const;

/** Runs `mcpgen list` and `mcpgen inspect`: prints what a server offers; returns the exit code. */
export async function runList({ target, whole, flags }: ListRequest, { terminal, cwd }: Surroundings): Promise<number> {
  const report = new Report(terminal, { format: "text", quiet: true, strict: false });
  const { listed, diagnostics } = await listServer(target, cwd, flags.headers);
  report.add(diagnostics.filter(({ severity }) => severity === "error"));
  report.print();
  if (listed === undefined) return exitCodes.failed;
  if (whole) terminal.out(`${JSON.stringify(listed, undefined, 2)}\n`);
  else if (flags.json) terminal.out(`${JSON.stringify(listed.components, undefined, 2)}\n`);
  else terminal.out(listText(listed.components));
  return exitCodes.done;
}

/** Components by kind, a line each: what clients call it by, and the first line of what it says. */
function listText(components: readonly ListedComponent[]): string {
  const kinds = ["tool", "resource", "template", "prompt"] as const;
  const blocks = kinds.flatMap((kind) => {
    const own = components.filter((component) => component.kind === kind);
    if (own.length === 0) return [];
    const width = Math.min(40, Math.max(...own.map((component) => addressOf(component).length)));
    const lines = own.map((component) => `  ${addressOf(component).padEnd(width)}  ${firstLine(component)}`.trimEnd());
    return [[headings[kind], ...lines.map(visibleText)].join("\n")];
  });
  return blocks.length === 0 ? "no components\n" : `${blocks.join("\n\n")}\n`;
}

function addressOf({ name, uri, uriTemplate }: ListedComponent): string {
  const address = uri ?? uriTemplate;
  return typeof address === "string" ? address : name;
}

function firstLine({ title, description }: ListedComponent): string {
  const text = typeof description === "string" ? description : typeof title === "string" ? title : "";
  const [line = ""] = text.split("\n");
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
