import fc from "fast-check";
import ts from "typescript";
import { isTemplateSyntax } from "../hostile/source-shape.js";
import { describe, expect, it } from "vitest";
import type { GeneratedFile } from "../../src/emitter/generated-file.js";
import { emitted, emittedWithRuntime, ownFiles } from "./emitted.js";
import { hostileProgram } from "./hostile-program.js";
import { hostilePieces } from "./hostile-text.js";
import { importProject } from "./imported-project.js";
import { asPrettierWrites } from "./prettier-agreement.js";

/** Every kind of syntax that generated code is made of. A document that broke out of a literal would bring others. */
const known: ReadonlySet<unknown> = new Set(
  (
    "SourceFile EndOfFileToken ImportDeclaration ImportClause NamedImports NamespaceImport ImportSpecifier VariableStatement " +
    "VariableDeclarationList VariableDeclaration InterfaceDeclaration TypeAliasDeclaration ClassDeclaration Constructor MethodDeclaration " +
    "FunctionDeclaration Parameter PropertyDeclaration PropertySignature IndexSignature PropertyAssignment ShorthandPropertyAssignment " +
    "SpreadAssignment SpreadElement ComputedPropertyName BindingElement ObjectBindingPattern Block ReturnStatement ExpressionStatement " +
    "Identifier StringLiteral NumericLiteral PrefixUnaryExpression TrueKeyword FalseKeyword NullKeyword ThisKeyword ArrayLiteralExpression " +
    "ObjectLiteralExpression CallExpression NewExpression AwaitExpression PropertyAccessExpression ElementAccessExpression ArrowFunction " +
    "EqualsGreaterThanToken BinaryExpression EqualsToken ParenthesizedExpression TypeReference ArrayType TupleType OptionalType RestType UnionType " +
    "IntersectionType ParenthesizedType LiteralType TypeLiteral TypeQuery StringKeyword NumberKeyword BooleanKeyword UnknownKeyword NeverKeyword " +
    "VoidKeyword TypeOperator ExportKeyword ReadonlyKeyword AsyncKeyword QuestionToken DotDotDotToken ExpressionWithTypeArguments HeritageClause"
  )
    .split(" ")
    .map((name) => Object.entries(ts.SyntaxKind).find(([kind]) => kind === name)?.[1]),
);

function unknownSyntax({ path, text }: GeneratedFile): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS);
  const { diagnostics } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2023 },
  });
  const found = (diagnostics ?? []).map(
    ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
  );
  const visit = (node: ts.Node): void => {
    if (!known.has(node.kind) && !isTemplateSyntax(path, node)) found.push(`${path}: ${ts.SyntaxKind[node.kind]}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What a reader would not see, or would see in another order. */
const invisible =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]|\p{Cs}/u;

describe("whatever a document says", () => {
  it("the sources are plain declarations in prettier's form, and hide nothing", async () => {
    await fc.assert(
      fc.asyncProperty(hostileProgram, async (program) => {
        for (const file of ownFiles(await emitted(program))) {
          // The first test is a template without a place for anything of the document's.
          if (file.path.endsWith(".ts") && file.path !== "src/server.test.ts") {
            expect(unknownSyntax(file)).toEqual([]);
            expect(file.text, file.path).not.toMatch(invisible);
          }
          if (/\.ts$|README\.md|\.prettierrc|package\.json/.test(file.path))
            expect(file.text, file.path).toBe(await asPrettierWrites(file.text, file.path));
        }
      }),
      { numRuns: Number(process.env["RUNS"] ?? 8) },
    );
    // Prettier lays out three hundred files; ten seconds, and minutes where a dozen programs share two processors.
  }, 300_000);

  it("importing them runs none of it", async () => {
    const [program] = fc.sample(hostileProgram, { numRuns: 1, seed: 7 });
    if (program === undefined) throw new Error("no program was made");
    const everyPiece = hostilePieces.join("");
    const server = { ...program.server, title: everyPiece, version: everyPiece, instructions: everyPiece };
    const project = await importProject(await emittedWithRuntime({ ...program, server }));
    try {
      await project.load("src/server");
      await project.load("src/settings");
      await project.load("src/mcp-client");
    } finally {
      await project.remove();
    }
    expect("PWN" in globalThis).toBe(false);
  });
});
