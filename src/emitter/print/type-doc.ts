import { docComment } from "./comment.js";
import { group, hardline, ifBroken, indent, indentIfBroken, join, line, softline, type Doc } from "./doc.js";
import { propertyName } from "./property-key.js";
import type { ReferenceType, TupleType, TypeMember, TypeNode, UnionType } from "./type-node.js";

/** Where a type stands, as far as that decides how it breaks. */
export type Position = "annotation" | "alias" | "element" | "argument" | "tuple" | "member";

/** A type, with the places where prettier would break it. */
export function typeDoc(type: TypeNode, position: Position = "annotation"): Doc {
  switch (type.kind) {
    case "simple":
      return type.text;
    case "reference":
      return [type.name, typeArgumentsDoc(type)];
    case "array":
      return [typeDoc(type.items, "element"), "[]"];
    case "tuple":
      return tupleDoc(type);
    case "union":
      return unionDoc(type, position);
    case "intersection":
      return intersectionDoc(type.members, position);
    case "object":
      return objectDoc(type.members);
  }
}

/** `export type name = type;` */
export function typeAliasDoc(name: string, type: TypeNode): Doc {
  const left = `export type ${name}`;
  const value = typeDoc(type, "alias");
  if (type.kind === "union" && !hugs(type)) return [group([left, " =", group(indent([line, value]))]), ";"];
  const id = Symbol("alias");
  return [group([left, " =", group(indent(line), { id }), indentIfBroken(value, id)]), ";"];
}

/** `<A, B>` */
function typeArgumentsDoc({ arguments: args }: ReferenceType): Doc {
  const [first] = args;
  if (first === undefined) return "";
  const docs = args.map((arg) => typeDoc(arg, "argument"));
  if (args.length === 1 && isHuggable(first)) return ["<", ...docs, ">"];
  return group(["<", indent([softline, ...join([",", line], docs)]), softline, ">"]);
}

function tupleDoc({ items, rest }: TupleType): Doc {
  const count = items.length + (rest === undefined ? 0 : 1);
  if (count === 0) return "[]";
  const docs = items.map(({ type, optional }): Doc => {
    if (optional) return [typeDoc(type, "element"), "?"];
    return typeDoc(type, count > 1 ? "tuple" : "argument");
  });
  if (rest !== undefined) docs.push(["...", typeDoc({ kind: "array", items: rest })]);
  return group([
    "[",
    indent([
      softline,
      ...join(
        [",", line],
        docs.map((doc) => group(doc)),
      ),
    ]),
    ifBroken(","),
    softline,
    "]",
  ]);
}

function unionDoc(type: UnionType, position: Position): Doc {
  if (hugs(type)) {
    const members = join(
      " | ",
      type.members.map((member) => typeDoc(member, "member")),
    );
    return needsParentheses(position) ? ["(", ...members, ")"] : members;
  }
  const members = type.members.map((member, index): Doc => {
    return [index === 0 ? ifBroken("| ") : [line, "| "], indent(typeDoc(member, "member"))];
  });
  const inner = group(members);
  switch (position) {
    case "element":
    case "member":
      return ["(", group([indent([softline, inner]), softline]), ")"];
    case "tuple":
      return group([indent([ifBroken(["(", softline]), inner]), softline, ifBroken(")")]);
    case "alias":
    case "argument":
      return inner;
    case "annotation":
      return group(indent([softline, inner]));
  }
}

function intersectionDoc(types: readonly TypeNode[], position: Position): Doc {
  let wasIndented = false;
  const docs = types.map((type, index): Doc => {
    const doc = typeDoc(type, "member");
    const previous = types[index - 1];
    if (previous === undefined) return doc;
    const isObject = type.kind === "object";
    const wasObject = previous.kind === "object";
    if (isObject && wasObject) return [" & ", wasIndented ? indent(doc) : doc];
    if (!isObject && !wasObject) return indent([" &", line, doc]);
    if (index > 1) wasIndented = true;
    return [" & ", index > 1 ? indent(doc) : doc];
  });
  return needsParentheses(position) ? ["(", group(docs), ")"] : group(docs);
}

/** A type literal; one with properties can grow, so it is broken over lines. */
function objectDoc(members: readonly TypeMember[]): Doc {
  if (members.length === 0) return "{}";
  const broken = members.some((member) => member.kind === "property");
  const lines = members.map((member, index) => [
    line,
    memberDoc(member),
    index < members.length - 1 ? ";" : ifBroken(";"),
  ]);
  return group(["{", indent(lines), line, "}"], { broken });
}

/** A member of an interface or a type literal, with its comment. */
function memberDoc(member: TypeMember): Doc {
  if (member.kind === "index") return memberTypeDoc(member);
  // The width of the comment does not follow the indentation: a moved property keeps its lines.
  const comment = docComment({ text: member.comment, deprecated: member.deprecated }, 8);
  return [...comment.flatMap((text) => [text, hardline]), memberTypeDoc(member)];
}

/** A member without its comment. */
export function memberTypeDoc(member: TypeMember): Doc {
  const type = typeDoc(member.type);
  if (member.kind === "index") return group(["[", group([indent([softline, "key: string"]), softline]), "]: ", type]);
  return group([propertyName(member.name), member.optional ? "?: " : ": ", type]);
}

/** As prettier asks: an object or a named type beside nothing but `null` stays beside it. */
function hugs({ members }: UnionType): boolean {
  const big = members.find((member) => member.kind === "object" || member.kind === "reference");
  return (
    big !== undefined &&
    members.every((member) => member === big || (member.kind === "simple" && member.text === "null"))
  );
}

function isHuggable(type: TypeNode): boolean {
  switch (type.kind) {
    case "simple":
    case "object":
      return true;
    case "reference":
      return type.arguments.length === 0;
    case "union":
      return hugs(type);
    default:
      return false;
  }
}

/** Whether a union or an intersection is put in parentheses there. */
export function needsParentheses(position: Position): boolean {
  return position === "element" || position === "member";
}
