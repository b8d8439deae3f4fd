/// <reference types="node" />
import { ToolError } from "../tool-error.js";
import { valueOf } from "./credentials.js";
import type { CredentialValues, HttpScheme } from "./http-api.js";
import { nodeTransport } from "./node-transport.js";

/** The variables that hold the paths of certificate and key, both PEM. */
export interface MutualTlsOptions {
  readonly certEnv: string;
  readonly keyEnv: string;
}

/** A client certificate (RFC 8705), which fetch cannot send: requests go through node:https. */
export function mutualTls({ certEnv, keyEnv }: MutualTlsOptions): HttpScheme {
  return {
    variables: [[certEnv, keyEnv]],
    open: [certEnv, keyEnv],
    prove: async (values) => {
      const certificate = { cert: await readPem(values, certEnv), key: await readPem(values, keyEnv) };
      return { transport: (request) => nodeTransport(request, certificate) };
    },
  };
}

async function readPem(values: CredentialValues, name: string): Promise<string> {
  try {
    const { readFile } = await import("node:fs/promises");
    return await readFile(valueOf(values, name), "utf8");
  } catch {
    throw new ToolError(`${name} must be the path of a PEM file that this server can read.`);
  }
}
