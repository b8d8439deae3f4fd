import { execFile } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { compile } from "../compile.js";
import { openApiInput } from "../config/openapi-options.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { systemErrorReason } from "../diagnostics/system-error.js";
import type { ListedComponent } from "../drift/compare-surfaces.js";
import { lockedOutputs } from "./locked-outputs.js";
import { nodeHost } from "./node-host.js";

const surfaceFile = "surface.json";
/** Most bytes of a surface that git is asked for. */
const largestSurface = 256 * 1024 * 1024;

/** What reading a surface needs beside its name. */
export interface SurfacePlace {
  readonly cwd: string;
  /** The surface that it is compared with: a revision without a path means the same path there. */
  readonly beside?: string;
  readonly diagnostics: Diagnostics;
}

/**
 * The components of a surface.json, of a folder that holds one, of an OpenAPI document as it is compiled without options, or of
 * a git revision (`main`, `HEAD~3:server`). `undefined`, and reported, when it is none of these.
 */
export async function readSurface(
  target: string,
  place: SurfacePlace,
): Promise<readonly ListedComponent[] | undefined> {
  try {
    const surface = await surfaceAt(target, place);
    if (surface !== undefined) return surface;
    place.diagnostics.report("output/no-surface", undefined, { target, reason: "what it names is no surface" });
  } catch (error) {
    place.diagnostics.report("output/no-surface", undefined, { target, reason: reasonOf(error) });
  }
  return undefined;
}

async function surfaceAt(target: string, place: SurfacePlace): Promise<readonly ListedComponent[] | undefined> {
  const path = resolve(place.cwd, target);
  if (!existsSync(path)) return parsed(await textAt(target, place));
  const file = statSync(path).isDirectory() ? join(surfaceFolder(path), surfaceFile) : path;
  // What is shortened in one and not in the other would look like a change.
  const isWhole = place.beside !== undefined && isDocument(resolve(place.cwd, place.beside));
  return parsed(readFileSync(file, "utf8")) ?? (await compiled(target, isWhole, place.cwd));
}

/** Whether a path names a file that is no surface. */
function isDocument(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true && !/^\s*\[/.test(readFileSync(path, "utf8"));
}

/** The folder itself, or the nearest generated one in it. */
function surfaceFolder(folder: string): string {
  if (existsSync(join(folder, surfaceFile))) return folder;
  const [output] = lockedOutputs(folder);
  return output ?? folder;
}

/** Text of a surface in a git revision. */
async function textAt(target: string, { cwd, beside }: SurfacePlace): Promise<string> {
  const colon = target.indexOf(":");
  const revision = colon < 0 ? target : target.slice(0, colon);
  if (revision.startsWith("-")) throw new Error("there is no such file");
  const named = colon < 0 ? pathBeside(cwd, beside) : target.slice(colon + 1);
  const path = named.endsWith(".json") ? named : join(named, surfaceFile);
  const object = `${revision}:./${path.replaceAll("\\", "/")}`;
  const { stdout } = await promisify(execFile)("git", ["show", object], { cwd, maxBuffer: largestSurface });
  return stdout;
}

function pathBeside(cwd: string, beside: string | undefined): string {
  const path = resolve(cwd, beside ?? ".");
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile() === true) return relative(cwd, path);
  return relative(cwd, surfaceFolder(status?.isDirectory() === true ? path : cwd)) || ".";
}

function parsed(text: string): readonly ListedComponent[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) && value.every(isListed) ? value : undefined;
}

function isListed(value: unknown): value is ListedComponent {
  if (typeof value !== "object" || value === null || !("kind" in value) || !("name" in value)) return false;
  const { kind, name } = value;
  return (
    typeof name === "string" && (kind === "tool" || kind === "resource" || kind === "template" || kind === "prompt")
  );
}

/** What a document alone is compiled to; whole, where nothing of it is shortened for clients. */
async function compiled(document: string, isWhole: boolean, cwd: string): Promise<readonly ListedComponent[]> {
  const { sources, options } = openApiInput(document, {});
  const { surface, diagnostics } = await compile({ sources, options: { ...options, isWhole } }, nodeHost(cwd));
  const fault = diagnostics.find(({ severity }) => severity === "error");
  if (fault !== undefined) throw new Error(fault.message.replace(/\.$/, ""));
  return surface;
}

/** Git says what is wrong in its own words, on lines of their own. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && "stderr" in error && typeof error.stderr === "string" && error.stderr !== "") {
    return (error.stderr.split("\n")[0] ?? "").replace(/^fatal: /, "").replace(/\.$/, "");
  }
  if (error instanceof SyntaxError) return "it is not valid JSON";
  return error instanceof Error && !("code" in error) ? error.message : systemErrorReason(error);
}
