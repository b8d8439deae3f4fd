import { ts } from "@ts-morph/common";
import type { Origin } from "../../../ir/origin.js";
import type { TypeName } from "../type-view.js";
import { leadingComment } from "./leading-comment.js";
import type { Environment, Settled } from "./mentions.js";
import { isInstance, isReference } from "./type-kinds.js";
import { isGenericDeclaration } from "./type-nodes.js";
import type { TypeReader } from "./type-reader.js";

const { SymbolFlags, TypeFlags } = ts;

/** The name of a type, where its author gave it one. */
export function typeName(reader: TypeReader, { type, environment }: Settled, origin: Origin): TypeName | undefined {
  const alias = type.aliasSymbol;
  if (alias !== undefined && reader.provenance.of(alias) === "user") {
    const declaration = alias.declarations?.[0];
    return (
      declaration && nameOf(reader, alias, alias.name, type.aliasTypeArguments ?? [], declaration, environment, origin)
    );
  }
  const symbol = type.getSymbol();
  const flags = SymbolFlags.Interface | SymbolFlags.Class | SymbolFlags.Enum;
  if (symbol === undefined || (symbol.flags & flags) === 0 || reader.provenance.isBuiltIn(symbol)) return undefined;
  if ((type.flags & (TypeFlags.Object | TypeFlags.Enum | TypeFlags.Union)) === 0) return undefined;
  if (!type.isUnion() && !isInstance(type, symbol)) return undefined;
  const declaration = symbol.declarations?.[0];
  if (declaration === undefined) return undefined;
  const base = symbol.name === "default" ? stem(declaration.getSourceFile().fileName) : symbol.name;
  return nameOf(reader, symbol, base, typeArguments(reader, type, declaration), declaration, environment, origin);
}

function typeArguments(reader: TypeReader, type: ts.Type, declaration: ts.Declaration): readonly ts.Type[] {
  if (!isReference(type)) return [];
  const count = isGenericDeclaration(declaration) ? (declaration.typeParameters?.length ?? 0) : 0;
  return reader.checker.getTypeArguments(type).slice(0, count);
}

function nameOf(
  reader: TypeReader,
  symbol: ts.Symbol,
  base: string,
  given: readonly ts.Type[],
  declaration: ts.Declaration,
  environment: Environment,
  origin: Origin,
): TypeName {
  const parameters = isGenericDeclaration(declaration) ? (declaration.typeParameters ?? []) : [];
  const comment = (symbol.declarations ?? [])
    .map((one) => leadingComment(ts.isVariableDeclaration(one) ? one.parent.parent : one, reader.names))
    .find((one) => one !== undefined);
  return {
    base,
    comment,
    origin: reader.names.origin(ts.getNameOfDeclaration(declaration) ?? declaration),
    arguments: given.map((argument, index) => {
      const parameter = parameters[index];
      const own = parameter && reader.checker.getSymbolAtLocation(parameter.name);
      const mention = own && environment.get(own);
      return reader.view(argument, origin, mention?.node, mention?.environment);
    }),
  };
}

function stem(path: string): string {
  return (path.split("/").at(-1) ?? "").replace(/\.[^.]*$/, "");
}
