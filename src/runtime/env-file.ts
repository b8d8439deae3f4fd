/// <reference types="node" />
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import type { Environment } from "./settings.js";

/** The variables of a file (`.env`), under those of the environment; nothing where there is no such file. */
export function withEnvFile(env: Environment, path = ".env"): Environment {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return env;
    throw error;
  }
  const set = Object.entries(env).filter(([, value]) => value);
  return { ...parseEnv(text), ...Object.fromEntries(set) };
}
