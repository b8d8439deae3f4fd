import type { GeneratedFile } from "../emitter/generated-file.js";

const known = new WeakMap<GeneratedFile, Buffer>();

/** A file's text in UTF-8. It is encoded once, though the lock file's digests and the disk both want it. */
export function fileBytes(file: GeneratedFile): Buffer {
  const encoded = known.get(file) ?? Buffer.from(file.text);
  known.set(file, encoded);
  return encoded;
}
