import { createHash } from "node:crypto";

/** SHA-256 of bytes, or of a text's UTF-8, in hexadecimal. */
export function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** SHA-256 of a text file, the same whether its lines end in LF, CRLF or CR. */
export function textDigest(content: string | Uint8Array): string {
  return digest(withLineFeeds(bytesOf(content)));
}

/**
 * Digest of what a formatter leaves alone: the text without white space, quotes, commas, semicolons, parentheses,
 * escapes and, in Markdown, the marks of lists and emphasis. Two files that differ only in formatting have the same
 * one, so a file can be known as ours when the text that it was formatted from is no longer at hand. 16 hexadecimal digits.
 */
export function layoutDigest(path: string, content: string | Uint8Array): string {
  const bytes = bytesOf(content);
  const steps = path.endsWith(".md") ? stepsInMarkdown : stepsInCode;
  const kept = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  // Without a branch: which byte is dropped cannot be foreseen, and a wrong guess costs more than the write.
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    kept[length] = byte;
    length += steps[byte] ?? 0;
  }
  return digest(kept.subarray(0, length)).slice(0, 16);
}

/** The bytes with every CRLF and CR as LF; the same bytes when there is none. */
export function withLineFeeds(bytes: Buffer): Buffer {
  if (!bytes.includes(0x0d)) return bytes;
  return Buffer.from(bytes.toString("latin1").replace(/\r\n?/g, "\n"), "latin1");
}

const stepsInCode = stepTable(" \t\n\v\f\r\"'`,;()\\|");
const stepsInMarkdown = stepTable(" \t\n\v\f\r\"'`,;()\\|*_+-");

/** By byte: 1 where it is kept, 0 where it is dropped. */
function stepTable(dropped: string): Uint8Array {
  const table = new Uint8Array(256).fill(1);
  for (const character of dropped) table[character.charCodeAt(0)] = 0;
  return table;
}

function bytesOf(content: string | Uint8Array): Buffer {
  if (typeof content === "string") return Buffer.from(content);
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}
