import { flatWidth, isConcat, type Doc, type GroupId } from "./doc.js";
import { stringWidth } from "./string-width.js";

/** How wide a line may be: `printWidth` of the generated `.prettierrc`. */
export const printWidth = 120;

/** Where a doc is printed. */
export interface Place {
  /** Columns that the lines after the first one are indented by. */
  readonly indent?: number;
  /** Columns that are taken already on the first line; default: `indent`. */
  readonly column?: number;
}

/** A doc on its way to the output. */
interface Command {
  readonly doc: Doc;
  readonly indent: number;
  /** True when its lines are spaces. */
  readonly flat: boolean;
}

/**
 * The text of a doc, its lines broken as prettier breaks them. The first line is not indented: the caller has printed what
 * stands before it.
 */
export function printDoc(doc: Doc, { indent = 0, column = indent }: Place = {}): string {
  const brokenGroups = new Set<GroupId>();
  const commands: Command[] = [{ doc, indent, flat: false }];
  const output = new Output(column);

  for (let command = commands.pop(); command !== undefined; command = commands.pop()) {
    const { doc, indent, flat } = command;
    if (typeof doc === "string") {
      output.write(doc, stringWidth(doc));
    } else if (isConcat(doc)) {
      for (let index = doc.length - 1; index >= 0; index -= 1) commands.push({ doc: doc[index] ?? "", indent, flat });
    } else {
      switch (doc.kind) {
        case "line":
          if (!flat || doc.hard) output.breakLine(indent);
          else if (!doc.soft) output.write(" ", 1);
          break;
        case "indent": {
          const applies = doc.id === undefined || brokenGroups.has(doc.id);
          commands.push({ doc: doc.contents, indent: applies ? indent + doc.columns : indent, flat });
          break;
        }
        case "if-broken":
          commands.push({ doc: flat ? doc.flat : doc.broken, indent, flat });
          break;
        case "lazy":
          if (flat || fits(doc, commands, output.left)) output.write(doc.flat, doc.width);
          else commands.push({ doc: doc.expand(), indent, flat: false });
          break;
        case "block":
          output.writeBlock(doc.text(indent), indent + 1);
          break;
        case "group": {
          const isFlat = !doc.broken && (flat || fits(doc.contents, commands, output.left));
          if (doc.id !== undefined && isFlat) brokenGroups.delete(doc.id);
          if (doc.id !== undefined && !isFlat) brokenGroups.add(doc.id);
          commands.push({ doc: doc.contents, indent, flat: isFlat });
          break;
        }
        case "choice": {
          const fitting = doc.states
            .slice(0, flat ? 1 : -1)
            .find((state) => flat || fits(state, commands, output.left));
          commands.push({ doc: fitting ?? lastState(doc.states), indent, flat: fitting !== undefined });
          break;
        }
        case "fill":
          output.fill(doc.words, indent);
          break;
      }
    }
  }
  return output.text;
}

/** What is printed so far. */
class Output {
  readonly #pieces: string[] = [];
  #position: number;

  constructor(position: number) {
    this.#position = position;
  }

  get text(): string {
    return this.#pieces.join("");
  }

  /** Columns that are left on this line. */
  get left(): number {
    return printWidth - this.#position;
  }

  write(piece: string, width: number): void {
    this.#pieces.push(piece);
    this.#position += width;
  }

  /** Text over several lines, of which the last takes so many columns. */
  writeBlock(text: string, columns: number): void {
    this.#pieces.push(text);
    this.#position = columns;
  }

  breakLine(indent: number): void {
    const last = this.#pieces.pop() ?? "";
    this.#pieces.push(last.replace(/ +$/, ""), `\n${" ".repeat(indent)}`);
    this.#position = indent;
  }

  fill(words: readonly string[], indent: number): void {
    for (const [index, word] of words.entries()) {
      const width = stringWidth(word);
      if (index > 0 && width + 1 > this.left) this.breakLine(indent);
      else if (index > 0) this.write(" ", 1);
      this.write(word, width);
    }
  }
}

/**
 * True when the doc on one line, and what follows it up to the next line that can break, is no wider than `width`. Groups
 * that must break do so, which ends the line.
 */
function fits(doc: Doc, following: readonly Command[], width: number): boolean {
  const ownWidth = flatWidth(doc);
  const pending: { readonly doc: Doc; readonly flat: boolean }[] = ownWidth === Infinity ? [{ doc, flat: true }] : [];
  let rest = following.length;
  let left = ownWidth === Infinity ? width : width - ownWidth;
  while (left >= 0) {
    let next = pending.pop();
    if (next === undefined) {
      rest -= 1;
      next = following[rest];
      if (next === undefined) return true;
    }
    const { doc, flat } = next;
    if (typeof doc === "string") {
      left -= stringWidth(doc);
    } else if (isConcat(doc)) {
      for (let index = doc.length - 1; index >= 0; index -= 1) pending.push({ doc: doc[index] ?? "", flat });
    } else if (flat && doc.width !== Infinity) {
      left -= doc.width;
    } else {
      switch (doc.kind) {
        case "line":
          return true;
        case "block":
          return doc.open.length <= left;
        case "indent":
          pending.push({ doc: doc.contents, flat });
          break;
        case "if-broken":
          pending.push({ doc: flat ? doc.flat : doc.broken, flat });
          break;
        case "lazy":
          pending.push({ doc: doc.expand(), flat });
          break;
        case "group":
          pending.push({ doc: doc.contents, flat: flat && !doc.broken });
          break;
        case "choice":
          pending.push({ doc: flat ? doc.states[0] : lastState(doc.states), flat });
          break;
        case "fill":
          left -= doc.width;
          break;
      }
    }
  }
  return false;
}

function lastState([first, ...others]: readonly [Doc, ...Doc[]]): Doc {
  return others.at(-1) ?? first;
}
