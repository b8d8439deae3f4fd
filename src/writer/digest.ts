import { createHash } from "node:crypto";

/** SHA-256 of bytes, or of a text's UTF-8, in hexadecimal. */
export function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** SHA-256 of a text file, the same whether its lines end in LF, CRLF or CR. */
export function textDigest(content: string | Uint8Array): string {
  return digest(withLineFeeds(Buffer.from(content)));
}

/**
 * Digest of what a formatter leaves alone: the text without white space, quotes, commas, semicolons, parentheses,
 * escapes and, in Markdown, the marks of lists and emphasis. Two files that differ only in formatting have the same
 * one, so a file can be known as ours when the text that it was formatted from is no longer at hand. 16 hexadecimal digits.
 */
export function layoutDigest(path: string, content: string | Uint8Array): string {
  const bytes = Buffer.from(content);
  const dropped = path.endsWith(".md") ? droppedInMarkdown : droppedInCode;
  const kept = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (const byte of bytes) {
    if (dropped[byte] === 1) continue;
    kept[length] = byte;
    length += 1;
  }
  return digest(kept.subarray(0, length)).slice(0, 16);
}

/** The bytes with every CRLF and CR as LF; the same bytes when there is none. */
export function withLineFeeds(bytes: Buffer): Buffer {
  if (!bytes.includes(0x0d)) return bytes;
  return Buffer.from(bytes.toString("latin1").replace(/\r\n?/g, "\n"), "latin1");
}

const droppedInCode = dropTable(" \t\n\v\f\r\"'`,;()\\|");
const droppedInMarkdown = dropTable(" \t\n\v\f\r\"'`,;()\\|*_+-");

function dropTable(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
