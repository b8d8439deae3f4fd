/** Escape sequences of terminals: CSI, OSC up to its terminator, and those of two characters. */
const escapes = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B(?:\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -~])/g;

/** Text from elsewhere, made safe for a terminal and a model. */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(escapes, "")
    .replace(/(?![\n\t])\p{Cc}/gu, "");
}
