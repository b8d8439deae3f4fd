import { docComment } from "./comment.js";
import { printDoc, printWidth } from "./print-doc.js";
import { propertyName } from "./property-key.js";
import { stringWidth } from "./string-width.js";
import { memberTypeDoc, needsParentheses, type Position } from "./type-doc.js";
import type { ObjectType, PropertyMember, ReferenceType, TypeMember, TypeNode } from "./type-node.js";

/** `export interface name { … }`, without a doc for the members that fit on their line. */
export function printInterface(name: string, members: readonly TypeMember[]): string {
  return `export interface ${name} ${block(members, 0)}`;
}

function block(members: readonly TypeMember[], indent: number): string {
  if (members.length === 0) return "{}";
  let text = "{\n";
  for (const member of members) text += `${memberText(member, indent + 2)};\n`;
  return `${text}${" ".repeat(indent)}}`;
}

/** A member with its comment, and a semicolon behind it. */
function memberText(member: TypeMember, indent: number): string {
  const space = " ".repeat(indent);
  if (member.kind === "index") return `${space}${printDoc([memberTypeDoc(member), ";"], { indent }).slice(0, -1)}`;
  let text = "";
  // The width of the comment does not follow the indentation: a moved property keeps its lines.
  for (const line of docComment({ text: member.comment, deprecated: member.deprecated }, 8))
    text += `${space}${line}\n`;
  return `${text}${space}${propertyText(member, indent)}`;
}

function propertyText(member: PropertyMember, indent: number): string {
  const head = `${propertyName(member.name)}${member.optional ? "?: " : ": "}`;
  const flat = flatType(member.type, "annotation");
  if (flat !== undefined && indent + stringWidth(head) + stringWidth(flat) < printWidth) return head + flat;
  const { type } = member;
  const object = type.kind === "array" ? type.items : type;
  if (isTall(object) && indent + stringWidth(head) < printWidth / 2) {
    return `${head}${block(object.members, indent)}${type.kind === "array" ? "[]" : ""}`;
  }
  return printDoc([memberTypeDoc(member), ";"], { indent }).slice(0, -1);
}

/** Whether a type is a literal with properties, which can grow. */
function isTall(type: TypeNode): type is ObjectType {
  return type.kind === "object" && type.members.some((member) => member.kind === "property");
}

/** A type on one line; `undefined` for one with properties, which have lines of their own. */
export function flatType(type: TypeNode, position: Position): string | undefined {
  switch (type.kind) {
    case "simple":
      return type.text;
    case "reference":
      return flatReference(type);
    case "array": {
      const items = flatType(type.items, "element");
      return items === undefined ? undefined : `${items}[]`;
    }
    case "union":
    case "intersection": {
      const text = flatTypes(type.members, "member", type.kind === "union" ? " | " : " & ");
      return text !== undefined && needsParentheses(position) ? `(${text})` : text;
    }
    case "object":
      return type.members.length === 0 ? "{}" : undefined;
    case "tuple":
      return undefined;
  }
}

function flatReference({ name, arguments: args }: ReferenceType): string | undefined {
  if (args.length === 0) return name;
  const text = flatTypes(args, "argument", ", ");
  return text === undefined ? undefined : `${name}<${text}>`;
}

function flatTypes(types: readonly TypeNode[], position: Position, separator: string): string | undefined {
  const parts: string[] = [];
  for (const type of types) {
    const part = flatType(type, position);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts.join(separator);
}
