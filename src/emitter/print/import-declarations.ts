import { group, ifBroken, indent, join, line, type Doc } from "./doc.js";
import { identifier, isIdentifierName } from "./identifier.js";
import { printDoc } from "./print-doc.js";
import { stringLiteral } from "./string-literal.js";

/** An import of one name. */
export interface Import {
  /** Specifier of the module, as it is written. */
  readonly module: string;
  /** Name that the module exports; `*` for all of them. */
  readonly exported: string;
  /** Name that the importing module uses. */
  readonly local: string;
  /** True when only its type is used. */
  readonly isType: boolean;
}

/** Import declarations on lines of their own, one a module: packages first, then files, by code unit. */
export function printImports(imports: readonly Import[]): string {
  const modules = [...new Set(imports.map(({ module }) => module))].sort(byPlace);
  return modules
    .flatMap((module) => {
      const ofModule = imports.filter((one) => one.module === module);
      const whole = ofModule.filter((one) => one.exported === "*");
      const named = ofModule.filter((one) => one.exported !== "*");
      return [
        ...whole.map(({ local }) => `import * as ${identifier(local)} from ${stringLiteral(module)};`),
        ...(named.length === 0 ? [] : [printDoc(namedImport(module, named))]),
      ];
    })
    .join("\n");
}

function namedImport(module: string, imports: readonly Import[]): Doc {
  const isType = imports.every((one) => one.isType);
  const names = [...imports].sort(byName).map((one) => {
    const prefix = one.isType && !isType ? "type " : "";
    return (
      prefix + (one.exported === one.local ? identifier(one.local) : `${exportedName(one)} as ${identifier(one.local)}`)
    );
  });
  const list =
    names.length === 1
      ? ["{ ", ...names, " }"]
      : group(["{", indent([line, ...join([",", line], names)]), ifBroken(","), line, "}"]);
  return [`import ${isType ? "type " : ""}`, list, ` from ${stringLiteral(module)};`];
}

/** What stands before `as`: any name of an export's, `default` too, in quotes where it is none of TypeScript's. */
function exportedName({ exported }: Import): string {
  return isIdentifierName(exported) ? exported : stringLiteral(exported);
}

function byPlace(a: string, b: string): number {
  return Number(a.startsWith(".")) - Number(b.startsWith(".")) || byCodeUnit(a, b);
}

/** Values before types, each ignoring case. */
function byName(a: Import, b: Import): number {
  return (
    Number(a.isType) - Number(b.isType) ||
    byCodeUnit(a.exported.toLowerCase(), b.exported.toLowerCase()) ||
    byCodeUnit(a.exported, b.exported)
  );
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
