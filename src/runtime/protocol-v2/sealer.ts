import type { Sealer } from "./rounds.js";

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** Seconds that somebody has to answer. */
const lifetime = 600;

/**
 * Seals by AES-GCM. Without a secret the key is this process's own; instances that share their clients need to share a secret.
 *
 * @param secret at least 32 characters that nobody guesses
 */
export function createSealer(secret?: string): Sealer {
  if (secret !== undefined && secret.length < 32)
    throw new RangeError("The secret is too short: 32 characters at least.");
  let made: Promise<Key> | undefined;
  const key = () => (made ??= keyOf(secret));
  return {
    async seal(value, purpose) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const until = Math.floor(Date.now() / 1000) + lifetime;
      const text = bytesOf(JSON.stringify({ value, until }));
      const sealed = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData: bytesOf(purpose) },
        await key(),
        text,
      );
      return encoded(new Uint8Array([...iv, ...new Uint8Array(sealed)]));
    },
    async open(sealed, purpose) {
      const bytes = decoded(sealed);
      const iv = bytes.slice(0, 12);
      const cipher = { name: "AES-GCM", iv, additionalData: bytesOf(purpose) };
      const text = await crypto.subtle.decrypt(cipher, await key(), bytes.slice(12));
      const { value, until } = JSON.parse(new TextDecoder().decode(text)) as { value: object; until: number };
      if (until < Date.now() / 1000) throw new Error("It was sealed too long ago.");
      return value;
    },
  };
}

async function keyOf(secret: string | undefined): Promise<Key> {
  if (secret === undefined) {
    return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  const digest = await crypto.subtle.digest("SHA-256", bytesOf(`mcp rounds ${secret}`));
  return crypto.subtle.importKey("raw", digest, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function encoded(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function decoded(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
