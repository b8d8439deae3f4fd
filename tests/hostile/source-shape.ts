import ts from "typescript";

/** Every kind of syntax that generated code is made of. A document that broke out of a literal would bring others. */
const kinds: ReadonlySet<unknown> = new Set(
  (
    "SourceFile EndOfFileToken ImportDeclaration ImportClause NamedImports NamespaceImport ImportSpecifier VariableStatement " +
    "VariableDeclarationList VariableDeclaration InterfaceDeclaration TypeAliasDeclaration ClassDeclaration Constructor MethodDeclaration " +
    "FunctionDeclaration Parameter PropertyDeclaration PropertySignature IndexSignature PropertyAssignment ShorthandPropertyAssignment " +
    "SpreadAssignment SpreadElement ComputedPropertyName BindingElement ObjectBindingPattern Block ReturnStatement ExpressionStatement " +
    "Identifier StringLiteral NumericLiteral PrefixUnaryExpression TrueKeyword FalseKeyword NullKeyword ThisKeyword ArrayLiteralExpression " +
    "ObjectLiteralExpression CallExpression NewExpression AwaitExpression PropertyAccessExpression ElementAccessExpression ArrowFunction " +
    "EqualsGreaterThanToken BinaryExpression EqualsToken ParenthesizedExpression TypeReference ArrayType TupleType OptionalType RestType UnionType " +
    "IntersectionType ParenthesizedType LiteralType TypeLiteral TypeOperator TypeQuery StringKeyword NumberKeyword BooleanKeyword UnknownKeyword " +
    "NeverKeyword VoidKeyword ExportKeyword ReadonlyKeyword AsyncKeyword QuestionToken DotDotDotToken ExpressionWithTypeArguments HeritageClause"
  )
    .split(" ")
    // By number: some kinds have a second name in the enumeration, such as `FirstStatement`.
    .map((name) => Object.entries(ts.SyntaxKind).find(([key]) => key === name)?.[1]),
);

/** Types that two templates write as they stand; nothing of a document's is printed into them. */
const templateKinds: ReadonlySet<unknown> = new Set([
  ts.SyntaxKind.ConditionalType,
  ts.SyntaxKind.FunctionType,
  ts.SyntaxKind.IndexedAccessType,
  ts.SyntaxKind.InferType,
  ts.SyntaxKind.MappedType,
  ts.SyntaxKind.NamedTupleMember,
  ts.SyntaxKind.ObjectKeyword,
  ts.SyntaxKind.TypeParameter,
]);

/** True for syntax that stands in such a template. */
export function isTemplateSyntax(path: string, { kind, parent }: ts.Node): boolean {
  // The one module that is loaded late.
  if (kind === ts.SyntaxKind.ImportKeyword)
    return path.endsWith("/provider.ts") && parent.getText() === 'import("./client.js")';
  return /^src\/(?:mcp-client|overrides)\.ts$/.test(path) && templateKinds.has(kind);
}

/** What generated code calls: functions of the runtime by name, and a few methods. */
const callees: readonly RegExp[] = [
  /^(?:httpTool|httpResource|httpTemplate|wrapResult|changedArguments|eventProgress|staticProvider|resourceSources|readResource|readTemplate|buildServer|serve|createServer|connect|readSettings)$/,
  /^(?:parseEnvironment|serverSettings|z\.object|variable\.[a-zA-Z]+|variable\.[a-zA-Z]+\("…"\)\.(?:default|optional))$/,
  /^(?:json|form|multipart|text|binary|field|part|fieldsOf|partsOf|others|path|query|header|cookie|styledPath|styledQuery|queryString|templatedServer|apiKey|bearer|basic|authorization|oauth2|mutualTls)$/,
  /^this\.(?:http\.send|connection\.(?:callTool|close))$/,
  // The default of arguments whose type has a member that objects inherit.
  /^(?:http\.(?:during|redact)|Object\.create)$/,
];

/** Packages that generated code imports from. */
const packages = new Set(["zod"]);

/** A module's text is what the emitter means it to be: gives what is not so, in words. */
export function foreignSyntax(path: string, text: string): readonly string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS);
  const found: string[] = [];
  const say = (what: string, node?: ts.Node): void => {
    found.push(`${path}: ${what}${node === undefined ? "" : `: ${node.getText(file).slice(0, 120)}`}`);
  };

  for (const { messageText } of syntaxErrors(file)) say(ts.flattenDiagnosticMessageText(messageText, " "));
  checkDirectives(file, say);
  const bound = bindings(file);

  const visit = (node: ts.Node): void => {
    if (!kinds.has(node.kind) && !isTemplateSyntax(path, node)) say(ts.SyntaxKind[node.kind], node);
    if (ts.isImportDeclaration(node)) checkImport(node, say);
    if (ts.isCallExpression(node)) checkCall(node, path, bound, say);
    if (
      ts.isNewExpression(node) &&
      !/^(?:HttpClient|Client|(?:\(await import\("\.\/client\.js"\)\)\.)?[A-Z_$][\w$]*Client\w*)$/.test(
        node.expression.getText(file),
      )
    )
      say("new", node);
    if (ts.isComputedPropertyName(node) && !ts.isStringLiteral(node.expression)) say("computed name", node);
    if (ts.isElementAccessExpression(node) && !ts.isStringLiteral(node.argumentExpression)) say("element", node);
    if (ts.isBinaryExpression(node) && !/^this\.[\w$]+ =\s/.test(node.getText(file))) say("operator", node);
    if (ts.isExpressionStatement(node) && ts.isSourceFile(node.parent) && path !== "src/main.ts")
      say("statement", node);
    if (ts.isIdentifier(node) && isValue(node) && !bound.has(node.text) && !isGlobal(node.text, path))
      say("free name", node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function checkDirectives(file: ts.SourceFile, say: (what: string) => void): void {
  const types = file.typeReferenceDirectives.map(({ fileName }) => fileName);
  if (types.some((name) => name !== "node")) say(`reference to types of ${types.join()}`);
  if (file.referencedFiles.length + file.libReferenceDirectives.length + file.amdDependencies.length > 0)
    say("reference");
  // The first lines are where `@ts-nocheck` counts; `@ts-ignore` counts everywhere.
  if ("checkJsDirective" in file && file.checkJsDirective !== undefined) say("@ts-nocheck");
  if ("commentDirectives" in file && file.commentDirectives !== undefined) say("@ts-ignore");
}

function syntaxErrors(file: ts.SourceFile): readonly ts.Diagnostic[] {
  // Not in the public types, and a hundred times faster than a program.
  return (file as ts.SourceFile & { readonly parseDiagnostics: readonly ts.Diagnostic[] }).parseDiagnostics;
}

function checkImport(node: ts.ImportDeclaration, say: (what: string, node: ts.Node) => void): void {
  const specifier = ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : "";
  if (!packages.has(specifier) && !/^\.{1,2}(?:\/[\w.-]+)+\.js$/.test(specifier)) say("import", node);
}

function checkCall(
  node: ts.CallExpression,
  path: string,
  bound: ReadonlySet<string>,
  say: (what: string, node: ts.Node) => void,
): void {
  const name = calleeText(node.expression);
  if (isTemplateSyntax(path, node.expression)) return;
  if (callees.some((known) => known.test(name))) return;
  // A binding is renamed with an underscore where the document took its name.
  if (callees.some((known) => known.test(name.replace(/_+$/, ""))) && bound.has(name)) return;
  const [first = "", ...rest] = name.split(".");
  const isOperation = /^src\/[^/]+\/(?:tools|resources)\//.test(path) && rest.length === 2 && bound.has(first);
  const isProvider = path === "src/server.ts" && rest.length === 0 && /Provider_?$/.test(first) && bound.has(first);
  if (!isOperation && !isProvider) say("call", node);
}

/** `a.b.c`, with calls in between as `("…")`; anything else as it stands, which matches nothing. */
function calleeText(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return "this";
  if (ts.isPropertyAccessExpression(node)) return `${calleeText(node.expression)}.${node.name.text}`;
  if (ts.isCallExpression(node)) return `${calleeText(node.expression)}("…")`;
  return `?${node.getText()}`;
}

/** Names that the module declares or imports, anywhere. */
function bindings(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const declares =
      ts.isImportSpecifier(node) ||
      ts.isNamespaceImport(node) ||
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node);
    if (declares && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** True for a name that is evaluated: neither a declaration's, nor a member's, nor a type's. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent) || ts.isParameter(parent) || ts.isVariableDeclaration(parent))
    return parent.initializer === node;
  return ts.isExpression(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isSpreadAssignment(parent);
}

function isGlobal(name: string, path: string): boolean {
  return name === "undefined" || name === "Object" || (name === "process" && path === "src/settings.ts");
}
