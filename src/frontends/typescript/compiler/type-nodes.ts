import { ts } from "@ts-morph/common";

type GenericDeclaration = ts.InterfaceDeclaration | ts.ClassLikeDeclaration | ts.TypeAliasDeclaration;

export function isGenericDeclaration(node: ts.Node): node is GenericDeclaration {
  return ts.isInterfaceDeclaration(node) || ts.isClassLike(node) || ts.isTypeAliasDeclaration(node);
}

export function typeArgumentsOf(node: ts.Node): readonly ts.TypeNode[] {
  return ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node) || ts.isImportTypeNode(node)
    ? (node.typeArguments ?? [])
    : [];
}

/** How the type of a member is written. */
export function typeNodeOf(declaration: ts.Declaration | undefined): ts.TypeNode | undefined {
  if (declaration === undefined) return undefined;
  if (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration) || ts.isParameter(declaration)) {
    return declaration.type;
  }
  return ts.isGetAccessor(declaration) ? declaration.type : undefined;
}

/** What a written union is a choice of; parentheses and unions within it are the same choice. */
export function alternatives(node: ts.TypeNode): readonly ts.TypeNode[] {
  if (ts.isParenthesizedTypeNode(node)) return alternatives(node.type);
  return ts.isUnionTypeNode(node) ? node.types.flatMap(alternatives) : [node];
}

export function elementNode(node: ts.TypeNode): ts.TypeNode {
  if (ts.isNamedTupleMember(node)) return node.type;
  return ts.isOptionalTypeNode(node) || ts.isRestTypeNode(node) ? node.type : node;
}

export function arrayElement(node: ts.TypeNode): ts.TypeNode | undefined {
  return ts.isArrayTypeNode(node) ? node.elementType : undefined;
}

export function isSpread(node: ts.TypeNode): boolean {
  return ts.isRestTypeNode(node) || (ts.isNamedTupleMember(node) && node.dotDotDotToken !== undefined);
}
