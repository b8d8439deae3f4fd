import type { FunctionAnswer } from "../../ir/binding.js";
import type { TypeShape, TypeView } from "./type-view.js";

/** What the value of a function means, as far as its type alone tells: everything else is JSON. */
export function answerOf(
  result: TypeView,
  mimeType: string | undefined,
  kind: "tool" | "resource" | "prompt",
): FunctionAnswer {
  const shape = result.shape();
  if (shape.kind === "nothing" || shape.kind === "never") return { kind: "nothing" };
  if (shape.kind === "known" && (shape.name === "Uint8Array" || shape.name === "Buffer")) {
    return { kind: "bytes", mimeType: mimeType ?? "application/octet-stream" };
  }
  const isContent = { tool: isContentBlock, resource: isResourceContents, prompt: isMessage }[kind];
  return isOf(shape, isContent, 0) ? { kind: "content" } : { kind: "json" };
}

/** True for one of them or a list, alternatives of them, and texts among them; not for texts alone. */
function isOf(shape: TypeShape, isOne: (shape: TypeShape) => boolean, depth: number): boolean {
  if (shape.kind === "array") return depth === 0 && isOf(shape.item.shape(), isOne, 1);
  if (shape.kind === "tuple")
    return depth === 0 && shape.elements.length > 0 && shape.elements.every((one) => isOf(one.type.shape(), isOne, 1));
  if (shape.kind !== "union") return isOne(shape);
  const members = shape.members.map((member) => member.shape());
  const others = members.filter((member) => member.kind !== "string" && member.kind !== "template");
  return others.length > 0 && others.every((member) => isOf(member, isOne, depth));
}

function isContentBlock(shape: TypeShape): boolean {
  const types = literalsOf(shape, "type");
  if (types === undefined) return false;
  return types.every((type) => {
    switch (type) {
      case "text":
        return has(shape, "text");
      case "image":
      case "audio":
        return has(shape, "data") && has(shape, "mimeType");
      case "resource":
        return has(shape, "resource");
      case "resource_link":
        return has(shape, "uri");
      default:
        return false;
    }
  });
}

function isResourceContents(shape: TypeShape): boolean {
  return has(shape, "uri") && (has(shape, "text") || has(shape, "blob"));
}

function isMessage(shape: TypeShape): boolean {
  const roles = literalsOf(shape, "role");
  return roles?.every((role) => role === "user" || role === "assistant") === true && has(shape, "content");
}

function memberOf(shape: TypeShape, name: string): TypeView | undefined {
  return shape.kind === "object" && "members" in shape
    ? shape.members.find((one) => one.name === name)?.type
    : undefined;
}

function has(shape: TypeShape, name: string): boolean {
  return memberOf(shape, name) !== undefined;
}

/** The constants that a member may be; undefined when it may be anything else. */
function literalsOf(shape: TypeShape, name: string): readonly unknown[] | undefined {
  const member = memberOf(shape, name)?.shape();
  if (member?.kind === "literal") return [member.value];
  if (member?.kind !== "union") return undefined;
  const values = member.members.map((one) => one.shape());
  return values.every((one) => one.kind === "literal") ? values.map((one) => one.value) : undefined;
}
