/** Escape sequences of terminals: CSI, OSC up to its terminator, and those of two characters. */
// eslint-disable-next-line no-control-regex -- these are the characters to remove
const escapes = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B(?:\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -~])/g;

/** Text that may come from elsewhere, made safe for a terminal and a model: no escape sequences, no control characters. */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(escapes, "")
    .replace(/(?![\n\t])\p{Cc}/gu, "");
}
