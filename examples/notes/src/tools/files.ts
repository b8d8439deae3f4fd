import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import * as store from "../store.js";

/**
 * SHA-256 of a file.
 * @tool
 * @readOnlyHint
 * @param file - The bytes.
 */
export function checksum(file: Uint8Array): { bytes: number; sha256: string } {
  return { bytes: file.length, sha256: createHash("sha256").update(file).digest("hex") };
}

/**
 * Keep the notes of a text file, one a line: `title: text`. Each is told as it is kept.
 * @tool
 * @tag writing
 * @timeout 30s
 */
export async function* importNotes(file: Buffer, tag = "imported"): AsyncIterable<{ id: number; title: string }> {
  for (const line of file.toString("utf8").split("\n")) {
    const [, title, text] = /^([^:]+):\s*(.+)$/.exec(line) ?? [];
    if (title === undefined || text === undefined) continue;
    await new Promise((resolve) => setImmediate(resolve));
    const { id } = store.keep({ title, text, tags: new Set([tag]), created: new Date() });
    yield { id, title };
  }
}

/**
 * A square of one colour.
 * @tool
 * @readOnlyHint
 * @mimeType image/png
 */
export function swatch(
  /** @pattern ^#[0-9a-f]{6}$ */
  colour: string,
  /**
   * @integer
   * @minimum 1
   * @maximum 256
   */
  size = 16,
): Uint8Array {
  const rgb = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const row = Buffer.from([0, ...Array.from({ length: size }, () => rgb).flat()]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: size }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

/** A chunk of a PNG file: length, type, data and their checksum. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
