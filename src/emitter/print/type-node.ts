/** A TypeScript type, as far as generated code needs them. `typeDoc` lays one out. */
export type TypeNode = SimpleType | ReferenceType | ArrayType | TupleType | UnionType | IntersectionType | ObjectType;

/** A keyword or a literal. */
export interface SimpleType {
  readonly kind: "simple";
  readonly text: string;
}

/** A named type with its arguments. */
export interface ReferenceType {
  readonly kind: "reference";
  readonly name: string;
  readonly arguments: readonly TypeNode[];
}

export interface ArrayType {
  readonly kind: "array";
  readonly items: TypeNode;
}

/** `[A, B?, ...C[]]`. */
export interface TupleType {
  readonly kind: "tuple";
  readonly items: readonly { readonly type: TypeNode; readonly optional: boolean }[];
  /** Type of the items behind them; absent when there are none. */
  readonly rest?: TypeNode;
}

/** At least two members, none of them a union. */
export interface UnionType {
  readonly kind: "union";
  readonly members: readonly TypeNode[];
}

/** At least two members, none of them an intersection. */
export interface IntersectionType {
  readonly kind: "intersection";
  readonly members: readonly TypeNode[];
}

export interface ObjectType {
  readonly kind: "object";
  readonly members: readonly TypeMember[];
}

export type TypeMember = PropertyMember | IndexMember;

/** `name?: type;`. */
export interface PropertyMember {
  readonly kind: "property";
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeNode;
  /** What the property is for; empty when there is nothing to say. */
  readonly comment: string;
  readonly deprecated: boolean;
}

/** `[key: string]: type;`. */
export interface IndexMember {
  readonly kind: "index";
  readonly type: TypeNode;
}

export const unknownType: SimpleType = { kind: "simple", text: "unknown" };
export const neverType: SimpleType = { kind: "simple", text: "never" };
export const nullType: SimpleType = { kind: "simple", text: "null" };

export function reference(name: string, ...args: readonly TypeNode[]): ReferenceType {
  return { kind: "reference", name, arguments: args };
}

/** A union without repetitions and without unions in it; one member stands for itself. */
export function union(members: readonly TypeNode[]): TypeNode {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  if (flat.some((member) => member === unknownType)) return unknownType;
  const distinct = distinctTypes(flat.filter((member) => member !== neverType));
  return distinct.length > 1 ? { kind: "union", members: distinct } : (distinct[0] ?? neverType);
}

/** An intersection; members that say nothing are left out. */
export function intersection(members: readonly TypeNode[]): TypeNode {
  const flat = members.flatMap((member) => (member.kind === "intersection" ? member.members : [member]));
  if (flat.some((member) => member === neverType)) return neverType;
  const distinct = distinctTypes(flat.filter((member) => member !== unknownType));
  return distinct.length > 1 ? { kind: "intersection", members: distinct } : (distinct[0] ?? unknownType);
}

/** Types without repetitions of keywords, literals and plain names. */
function distinctTypes(types: readonly TypeNode[]): TypeNode[] {
  const seen = new Set<string>();
  return types.filter((type) => {
    const key =
      type.kind === "simple"
        ? type.text
        : type.kind === "reference" && type.arguments.length === 0
          ? `${type.name} `
          : undefined;
    if (key === undefined) return true;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
