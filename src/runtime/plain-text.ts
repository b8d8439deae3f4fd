/** Terminal escape sequences: CSI, OSC up to its terminator, and the two-character ones. */
// eslint-disable-next-line no-control-regex -- these are the characters to remove
const escapeSequences = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -~])|\u009B[0-?]*[ -/]*[@-~]/g;

/** Control characters other than tab and newline. */
// eslint-disable-next-line no-control-regex -- these are the characters to remove
const controlCharacters = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** Text that may come from elsewhere, made safe for a terminal and a model: no escape sequences, no control characters. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(escapeSequences, "").replace(controlCharacters, "");
}
