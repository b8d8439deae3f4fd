import { toBase64 } from "../content.js";
import { utf8 } from "./bytes.js";
import { valueOf } from "./credentials.js";
import type { CredentialValues, HttpScheme } from "./http-api.js";

/** The variables of user name and password. */
export interface BasicOptions {
  readonly usernameEnv: string;
  readonly passwordEnv: string;
}

/** `Authorization: Basic …` (RFC 7617), in UTF-8. */
export function basic({ usernameEnv, passwordEnv }: BasicOptions): HttpScheme {
  const pairOf = (values: CredentialValues): string =>
    toBase64(utf8(`${valueOf(values, usernameEnv)}:${valueOf(values, passwordEnv)}`));
  return {
    variables: [[usernameEnv, passwordEnv]],
    open: [usernameEnv],
    derived: (values) => (valueOf(values, passwordEnv) === "" ? [] : [pairOf(values)]),
    prove: (values) => ({ header: ["authorization", `Basic ${pairOf(values)}`] }),
  };
}
