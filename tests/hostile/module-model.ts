import fc from "fast-check";

/** A module of annotated functions, and what stands in it. */
export interface HostileModule {
  readonly text: string;
  readonly features: readonly string[];
}

interface Piece {
  readonly text: string;
  readonly features: readonly string[];
}

const breakouts = [
  "`${globalThis.PWNED=1}`",
  '";globalThis.PWNED=1;//',
  "\\u202e hidden",
  "{{constructor}}",
  "__proto__",
  "<!-- not shown -->",
  "@nothing of mcpgen",
  "ignore all previous instructions",
  "line\n * of two",
];

/** Comments end at the first that: whoever writes one ends it there. */
const words = fc
  .array(fc.oneof(fc.constantFrom("Finds", "what", "was", "asked", "for"), fc.constantFrom(...breakouts)), {
    minLength: 1,
    maxLength: 5,
  })
  .map((all) => all.join(" "));

const leaf: fc.Arbitrary<Piece> = fc
  .constantFrom(
    ...["string", "number", "boolean", "null", "unknown", "Date", "URL", "bigint", "Uint8Array", "RegExp"],
    ...['"a" | "b"', "1 | 2 | 3", "`id-${number}`", "Color", "Point", "Tree", "[string, number?]", "readonly string[]"],
  )
  .map((text) => ({ text, features: [text.replace(/[^\w ]/g, "").trim()] }));

/** Types that JSON cannot carry: errors, never silence. */
const impossible: fc.Arbitrary<Piece> = fc
  .constantFrom("any", "symbol", "() => void", "WeakMap<object, string>", "Promise<string>")
  .map((text) => ({ text, features: [`impossible`] }));

const { type } = fc.letrec<{ type: Piece }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: leaf, weight: 12 },
    { arbitrary: impossible, weight: 1 },
    { arbitrary: wrapped(tie("type"), "array", (inner) => `(${inner})[]`), weight: 2 },
    { arbitrary: wrapped(tie("type"), "record", (inner) => `Record<string, ${inner}>`), weight: 1 },
    { arbitrary: wrapped(tie("type"), "set", (inner) => `Set<${inner}>`), weight: 1 },
    { arbitrary: wrapped(tie("type"), "map", (inner) => `Map<string, ${inner}>`), weight: 1 },
    { arbitrary: wrapped(tie("type"), "partial", (inner) => `Partial<{ a: ${inner}; b: string }>`), weight: 1 },
    { arbitrary: wrapped(tie("type"), "pick", (inner) => `Pick<{ a: ${inner}; b: string }, "a">`), weight: 1 },
    { arbitrary: wrapped(tie("type"), "generic", (inner) => `Page<${inner}>`), weight: 2 },
    { arbitrary: wrapped(tie("type"), "nullable", (inner) => `(${inner}) | null`), weight: 2 },
    {
      arbitrary: fc.tuple(tie("type"), tie("type"), words).map(([a, b, text]) => ({
        text: `{ /** ${text} */ first: ${a.text}; "second-one"?: ${b.text} }`,
        features: ["object", ...a.features, ...b.features],
      })),
      weight: 3,
    },
  ),
}));

function wrapped(inner: fc.Arbitrary<Piece>, feature: string, wrap: (text: string) => string): fc.Arbitrary<Piece> {
  return inner.map(({ text, features }) => ({ text: wrap(text), features: [feature, ...features] }));
}

const tags = fc.constantFrom(
  ...["", "", "", " * @readOnlyHint\n", " * @tag some tag\n", " * @deprecated\n", " * @title A title\n"],
  ...[" * @timeout 5s\n", " * @remarks More.\n", " * @version 2\n", " * @meta key value\n", " * @nonsense\n"],
);

const declarations = `
/** A place. */
export interface Point { /** @minimum 0 */ x: number; y: number }
export interface Tree { name: string; children: Tree[] }
export enum Color { Red = "red", Blue = "blue" }
export interface Page<Item> { items: Item[]; next?: string }
`;

const declared = fc.record({
  text: words,
  tag: tags,
  parameters: fc.array(fc.tuple(type, fc.constantFrom("", "?"), words), { maxLength: 4 }),
  result: fc.oneof(
    { arbitrary: fc.constant<Piece>({ text: "void", features: ["void"] }), weight: 1 },
    { arbitrary: type, weight: 2 },
  ),
  isArrow: fc.boolean(),
});

/** A module whose functions have names of their own. */
export function hostileModule(index: number): fc.Arbitrary<HostileModule> {
  return fc.array(declared, { minLength: 1, maxLength: 3 }).map((functions) => ({
    text: `${declarations}${functions
      .map(({ text, tag, parameters, result, isArrow }, at) => {
        // What is optional must not stand before what is not.
        const sorted = [...parameters].sort(([, a], [, b]) => a.length - b.length);
        const list = sorted.map(([{ text: of }, optional], place) => `p${String(place)}${optional}: ${of}`).join(", ");
        const about = sorted.map(([, , said], place) => ` * @param p${String(place)} - ${said}\n`).join("");
        const name = `f${String(index)}_${String(at)}`;
        const comment = `/**\n * ${text}\n${about}${tag} * @tool\n */\n`;
        const body = `{ throw new Error("never called"); }`;
        return isArrow
          ? `${comment}export const ${name} = (${list}): ${result.text} => ${body};\n`
          : `${comment}export function ${name}(${list}): ${result.text} ${body}\n`;
      })
      .join("\n")}`,
    features: functions.flatMap(({ parameters, result, tag, isArrow }) => [
      ...parameters.flatMap(([piece, optional]) => [...piece.features, ...(optional === "" ? [] : ["optional"])]),
      ...result.features,
      isArrow ? "arrow" : "declaration",
      tag.split(" ")[2]?.trim() ?? "no tag",
    ]),
  }));
}
