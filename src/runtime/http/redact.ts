import { toBase64 } from "../content.js";
import { asciiJson } from "./header-value.js";
import { percentEncode } from "./percent.js";

/** To replace shorter secrets would garble any text. */
const shortest = 4;
/** Most secrets that are remembered beside the configured. */
const most = 1000;

/** Puts `[redacted]` in place of secrets, also in the forms in which APIs echo them. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.flatMap((secret) => [secret, secret.trim()]).flatMap(formsOf))];
  // Longest first: a secret that begins like another must not hide it.
  const sources = forms.sort((one, other) => other.length - one.length).map((form) => form.replace(/\W/g, "\\$&"));
  const pattern = sources.length === 0 ? /(?!)/g : new RegExp(sources.join("|"), "g");
  return (text) => text.replace(pattern, "[redacted]");
}

export class Secrets {
  readonly #configured: readonly string[];
  readonly #obtained = new Set<string>();
  #redact: ((text: string) => string) | undefined;

  constructor(configured: readonly string[]) {
    this.#configured = configured;
  }

  add(secret: string): void {
    if (this.#obtained.has(secret)) return;
    const [oldest = ""] = this.#obtained;
    if (this.#obtained.size >= most) this.#obtained.delete(oldest);
    this.#obtained.add(secret);
    this.#redact = undefined;
  }

  redact(text: string): string {
    this.#redact ??= redactor([...this.#configured, ...this.#obtained]);
    return this.#redact(text);
  }
}

function formsOf(secret: string): string[] {
  if (secret.length < shortest) return [];
  const whole = secret.replace(/\p{Surrogate}/gu, "\ufffd");
  const percent = [percentEncode(secret), encodeURIComponent(whole), encodeURI(whole)];
  const form = percent.map((one) => one.replaceAll("%20", "+"));
  const lower = [...percent, ...form].map((one) => one.replace(/%../g, (triplet) => triplet.toLowerCase()));
  const base64 = toBase64(new TextEncoder().encode(secret)).replace(/=+$/, "");
  const json = [JSON.stringify(secret), asciiJson(secret)].map((one) => one.slice(1, -1));
  const escaped = json.map((one) => one.replaceAll("/", "\\/"));
  const base64url = base64.replaceAll("+", "-").replaceAll("/", "_");
  return [secret, ...percent, ...form, ...lower, base64, base64url, ...json, ...escaped];
}
