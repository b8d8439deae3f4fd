import { isJsonObject, type JsonObject, type JsonValue } from "../json.js";

/** An argument that clients repeat in a header (`x-mcp-header`), for whatever routes requests on their way. */
interface RepeatedArgument {
  readonly path: readonly string[];
  readonly header: string;
}

const known = new WeakMap<JsonObject, readonly RepeatedArgument[]>();

/** Why headers do not say what the arguments say; undefined where they do. The text is shown to the client. */
export function headerMismatch(schema: JsonObject, args: JsonValue | undefined, headers: Headers): string | undefined {
  const repeated = known.get(schema) ?? repeatedIn(schema, []);
  known.set(schema, repeated);
  for (const { path, header } of repeated) {
    const value = path.reduce<JsonValue | undefined>((at, name) => (isJsonObject(at) ? at[name] : undefined), args);
    // Nothing of an argument that is not there is expected, and nothing else can be repeated.
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") continue;
    const sent = headers.get(header);
    if (sent === null) return `The header ${header} is missing, which repeats \`${path.join(".")}\`.`;
    const decoded = decodedHeader(sent);
    if (decoded === undefined) return `The header ${header} is not well encoded.`;
    const isEqual =
      typeof value === "number" ? isNumber(decoded) && Number(decoded) === value : decoded === String(value);
    if (!isEqual) return `The header ${header} says something else than \`${path.join(".")}\`.`;
  }
  return undefined;
}

/** Names of what no header may repeat: whatever stands on the way writes headers down. */
const secrets = /passw|passphrase|secret|credential|token|api[_-]?key|(?:private|access)[_-]?key/i;

/** Only what a chain of `properties` leads to is repeated. */
function repeatedIn({ properties }: JsonObject, path: readonly string[]): readonly RepeatedArgument[] {
  if (!isJsonObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isJsonObject(property)) return [];
    const at = [...path, name];
    const header = property["x-mcp-header"];
    const own =
      typeof header === "string" && header !== "" && !secrets.test(name)
        ? [{ path: at, header: `Mcp-Param-${header}` }]
        : [];
    return [...own, ...repeatedIn(property, at)];
  });
}

/** `=?base64?…?=` holds what a header cannot; undefined when it is not what it seems. */
function decodedHeader(text: string): string | undefined {
  const [, base64] = /^=\?base64\?(.*)\?=$/.exec(text) ?? [];
  if (base64 === undefined) return text;
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}
