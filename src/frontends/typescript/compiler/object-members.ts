import { ts } from "@ts-morph/common";
import type { Origin } from "../../../ir/origin.js";
import type { Member } from "../type-view.js";
import { isBrand } from "./is-brand.js";
import { leadingComment } from "./leading-comment.js";
import type { Mention, Settled } from "./mentions.js";
import { typeNodeOf } from "./type-nodes.js";
import type { TypeReader } from "./type-reader.js";

const { SymbolFlags } = ts;

/** A property; none for what is private, for methods of classes and for brands. */
export function membersOf(
  reader: TypeReader,
  property: ts.Symbol,
  owner: ts.Type,
  settled: Settled,
  template: Mention | undefined,
  origin: Origin,
): readonly Member[] {
  const { name, flags } = property;
  if ((flags & SymbolFlags.Prototype) !== 0) return [];
  const declarations = property.declarations ?? [];
  const declaration = property.valueDeclaration ?? declarations[0];
  const named = declaration && ts.getNameOfDeclaration(declaration);
  if (named !== undefined && ts.isPrivateIdentifier(named)) return [];
  const isOfClass = declaration !== undefined && ts.isClassLike(declaration.parent);
  if (declaration !== undefined) {
    const modifiers = ts.getCombinedModifierFlags(declaration);
    if ((modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0) return [];
    if (isOfClass && (flags & (SymbolFlags.Method | SymbolFlags.Accessor)) !== 0) return [];
  }
  if (owner.isIntersection() && owner.types.some((part) => isBrand(part) && part.getProperty(name))) return [];
  const place = placeOf(reader, declaration, origin);
  const type = reader.checker.getTypeOfSymbol(property);
  if (name.startsWith("__@")) {
    const symbolKey = { kind: "unsupported", why: "symbolKey", what: reader.checker.symbolToString(property) } as const;
    const view = reader.view(type, place);
    return [
      {
        name: reader.checker.symbolToString(property),
        isOptional: false,
        comment: undefined,
        origin: place,
        type: {
          key: `${view.key}@`,
          name: undefined,
          comments: [],
          text: view.text,
          origin: place,
          shape: () => symbolKey,
        },
      },
    ];
  }
  const isOptional = (flags & SymbolFlags.Optional) !== 0 || reader.mayBeNothing(type);
  const written = typeNodeOf(declaration);
  const mention = written ? { node: written, environment: settled.environment } : template;
  return [
    {
      name,
      isOptional,
      comment: declarations.map((one) => leadingComment(one, reader.names)).find((one) => one !== undefined),
      origin: place,
      type: reader.view(type, place, mention?.node, mention?.environment),
    },
  ];
}

/** Where a member is declared, when that is in the user's own files. */
function placeOf(reader: TypeReader, declaration: ts.Declaration | undefined, otherwise: Origin): Origin {
  if (declaration === undefined || reader.provenance.source(declaration.getSourceFile()) !== "user") return otherwise;
  return reader.names.origin(ts.getNameOfDeclaration(declaration) ?? declaration);
}
