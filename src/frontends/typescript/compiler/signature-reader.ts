import { ts } from "@ts-morph/common";
import type { JsonValue } from "../../../ir/json.js";
import type { Origin } from "../../../ir/origin.js";
import type { DeclaredParameter, Signature } from "../declared-function.js";
import { constantValue } from "./constant-value.js";
import { leadingComment } from "./leading-comment.js";
import { isReference } from "./type-kinds.js";
import type { TypeReader } from "./type-reader.js";

/** Reads how functions are called. */
export class SignatureReader {
  readonly #types: TypeReader;

  constructor(types: TypeReader) {
    this.#types = types;
  }

  /** The first call signature of a type; undefined for what cannot be called. */
  read(type: ts.Type, origin: Origin): Signature | undefined {
    const [signature, ...others] = type.getCallSignatures();
    if (signature === undefined) return undefined;
    const declaration: ts.SignatureDeclaration | undefined = signature.getDeclaration();
    return {
      parameters: signature.getParameters().flatMap((symbol) => this.#parameter(symbol, origin)),
      ...this.#result(signature, declaration, origin),
      overloads: others.length + 1,
    };
  }

  #result(
    signature: ts.Signature,
    declaration: ts.SignatureDeclaration | undefined,
    origin: Origin,
  ): Pick<Signature, "result" | "returns" | "mayBeNothing"> {
    const types = this.#types;
    const given = signature.getReturnType();
    const awaited = types.awaited(given);
    const isPromise = awaited !== given;
    const written = declaration?.type;
    const node = isPromise ? firstArgument(written) : written;
    const place = written && this.#isUsers(written) ? types.names.origin(written) : origin;
    const item = this.#iterated(awaited);
    if (item !== undefined) {
      return {
        result: types.view(types.awaited(item), place, firstArgument(node)),
        returns: "iterable",
        mayBeNothing: false,
      };
    }
    return {
      result: types.view(awaited, place, node),
      returns: isPromise ? "promise" : "value",
      mayBeNothing: types.mayBeNothing(awaited),
    };
  }

  /** What comes out of a generator or a stream, piece by piece. */
  #iterated(type: ts.Type): ts.Type | undefined {
    if (!isReference(type) || !this.#types.provenance.isIterable(type.getSymbol())) return undefined;
    return this.#types.checker.getTypeArguments(type)[0];
  }

  #parameter(symbol: ts.Symbol, origin: Origin): readonly DeclaredParameter[] {
    const { checker } = this.#types;
    const declaration = parameterDeclaration(symbol);
    const type = checker.getTypeOfSymbol(symbol);
    const isRest = declaration?.dotDotDotToken !== undefined || isTransientRest(symbol);
    if (isRest && checker.isTupleType(type)) return this.#elements(type, declaration, origin);
    return [this.#declared(type, declaration, origin, { name: symbol.name, isRest })];
  }

  /** `(...args: [a: string, b?: number])`: parameters of their own. */
  #elements(type: ts.Type, rest: ts.ParameterDeclaration | undefined, origin: Origin): readonly DeclaredParameter[] {
    if (!isReference(type) || !isTuple(type.target)) return [];
    const { elementFlags, labeledElementDeclarations } = type.target;
    return this.#types.checker.getTypeArguments(type).map((element, index) => {
      const label = labeledElementDeclarations?.[index];
      const flags = elementFlags[index] ?? ts.ElementFlags.Required;
      const isRest = (flags & ts.ElementFlags.Variable) !== 0;
      const name =
        label !== undefined && ts.isIdentifier(label.name)
          ? label.name.text
          : `${rest !== undefined && ts.isIdentifier(rest.name) ? rest.name.text : "argument"}_${String(index)}`;
      const declaration = label !== undefined && ts.isParameter(label) ? label : undefined;
      const comment = label && leadingComment(label, this.#types.names);
      const declared = this.#declared(element, declaration, origin, { name, isRest });
      return {
        ...declared,
        ...(comment && { comment }),
        isOptional: declared.isOptional || (flags & ts.ElementFlags.Optional) !== 0,
      };
    });
  }

  #declared(
    type: ts.Type,
    declaration: ts.ParameterDeclaration | undefined,
    origin: Origin,
    { name, isRest }: { readonly name: string; readonly isRest: boolean },
  ): DeclaredParameter {
    const types = this.#types;
    const isPattern = declaration !== undefined && !ts.isIdentifier(declaration.name);
    const isOwn = declaration !== undefined && this.#isUsers(declaration);
    const place = isOwn ? types.names.origin(declaration.name) : origin;
    const initializer = declaration?.initializer;
    const members = new Map<string, JsonValue | undefined>();
    if (declaration !== undefined && ts.isObjectBindingPattern(declaration.name))
      this.#memberDefaults(declaration.name, members);
    return {
      name: isPattern ? undefined : name,
      type: types.view(type, place, declaration?.type),
      isOptional: declaration?.questionToken !== undefined || initializer !== undefined || types.mayBeNothing(type),
      isRest,
      isContext: types.isContext(withoutNothing(type).getSymbol()),
      default: initializer && constantValue(initializer, types.checker),
      memberDefaults: members,
      comment: isOwn ? leadingComment(declaration, types.names) : undefined,
      origin: place,
    };
  }

  #memberDefaults(pattern: ts.ObjectBindingPattern, found: Map<string, JsonValue | undefined>): void {
    for (const { name, propertyName, initializer } of pattern.elements) {
      const key = propertyName ?? name;
      if (initializer === undefined || !(ts.isIdentifier(key) || ts.isStringLiteralLike(key))) continue;
      found.set(key.text, constantValue(initializer, this.#types.checker));
    }
  }

  #isUsers(node: ts.Node): boolean {
    return this.#types.provenance.source(node.getSourceFile()) === "user";
  }
}

function withoutNothing(type: ts.Type): ts.Type {
  if (!type.isUnion()) return type;
  const rest = type.types.filter((member) => (member.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0);
  const [only] = rest;
  return only !== undefined && rest.length === 1 ? only : type;
}

function parameterDeclaration(symbol: ts.Symbol): ts.ParameterDeclaration | undefined {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  return declaration !== undefined && ts.isParameter(declaration) ? declaration : undefined;
}

/** The rest parameter of a signature that the checker made. */
function isTransientRest(symbol: ts.Symbol): boolean {
  const checkFlags = "links" in symbol && isRecord(symbol.links) ? symbol.links["checkFlags"] : undefined;
  return typeof checkFlags === "number" && (checkFlags & restParameter) !== 0;
}

/** `CheckFlags.RestParameter` of the compiler, which has no public name. */
const restParameter = 1 << 15;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isTuple(type: ts.Type): type is ts.TupleType {
  return "elementFlags" in type;
}

function firstArgument(node: ts.TypeNode | undefined): ts.TypeNode | undefined {
  return node !== undefined && ts.isTypeReferenceNode(node) ? node.typeArguments?.[0] : undefined;
}
