import fc from "fast-check";

/** A document to compile, and under which name. */
export interface HostileDocument {
  /** Path as given to the compiler; its stem and the title decide the provider's name. */
  readonly path: string;
  /** The document's text: JSON, or YAML where that is what the name says. */
  readonly text: string;
  /** Other files beside it by path, which it refers to. */
  readonly others: Readonly<Record<string, string>>;
  /** False when values of wrong types were put into it afterwards. */
  readonly sound: boolean;
  /** What stands in it. */
  readonly features: ReadonlySet<string>;
  readonly outputSchemas: "relaxed" | "strict" | "none";
}

/** Environment variable that names the file which code out of a document would write. */
export const markerVariable = "MCPGEN_HOSTILE_MARKER";

const setsGlobal = "globalThis.PWNED=1";
const writesFile = `import("node:fs").then(f=>f.writeFileSync(process.env.${markerVariable},"x"))`;

/** Text that ends the literal, comment, template or tag that it stands in, and goes on with code. */
const breakouts = [setsGlobal, writesFile].flatMap((code) => [
  `*/;${code};/*`,
  `*/\n${code}\n/*`,
  `";${code};//`,
  `';${code};//`,
  `\`;${code};//`,
  `\\";${code};//`,
  `\\\\";${code};//`,
  `\${${code}}`,
  `"+(${code})+"`,
  `'+(${code})+'`,
  `\`+(${code})+\``,
  `\n${code}\n//`,
  `\r${code}\r//`,
  `\u2028${code}\u2028//`,
  `\u2029${code}\u2029//`,
  `"]:(${code}),["`,
  `)},call:()=>{${code}`,
  `/;${code};/`,
  `}${code}{`,
  `{{constructor.constructor('${code}')()}}`,
  `{{{lookup this "x"}}}${code}`,
  `</script><script>${code}</script>`,
  `\\u0022;${code};//`,
  `1;${code}`,
]);

/** Pieces that have broken generators, or that deceive a reader. */
const pieces = [
  "*/",
  "/*",
  "//",
  "/**",
  "\n",
  "\r",
  "\r\n",
  "\u2028",
  "\u2029",
  "\u0085",
  "`",
  "${x}",
  '"',
  "'",
  "\\",
  "\\\\",
  "</script>",
  "<script>alert(1)</script>",
  "<!-- hidden -->",
  "-->",
  "<img src=x onerror=alert(1)>",
  "[x](javascript:alert(1))",
  "[x](http://evil.example/)",
  "![x](http://evil.example/x.png)",
  "[x]: http://evil.example/",
  "<http://evil.example/>",
  "# heading",
  "\n\n---\n\n",
  "```\n",
  "| a | b |",
  "&lt;script&gt;",
  "../",
  "../../../../etc/passwd",
  "..\\..\\",
  "/etc/passwd",
  "C:\\",
  "CON",
  "aux.json",
  ".",
  "..",
  "\0",
  "\u001b[31m",
  "\b",
  "\ud800",
  "\udc00",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u200d",
  "\ufeff",
  "\u00ad",
  "\u{e0041}\u{e0042}",
  "\u{e0100}",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "then",
  "eval",
  "globalThis",
  "process",
  "default",
  "class",
  "await",
  "arguments",
  "http",
  "args",
  "options",
  "path",
  "json",
  "schemas",
  "results",
  "runtime",
  "settings",
  "server",
  "index",
  "api",
  "$ref",
  "@ts-nocheck",
  "@ts-ignore",
  "@jsx x",
  "/ <reference path='x' />",
  "prettier-ignore",
  "{",
  "}",
  "{x}",
  "{?x}",
  "{.x*}",
  "%2e%2e%2f",
  "%",
  "~1~0",
  "#",
  "?a=b",
  "a b",
  "Ä日本語é",
  "👨‍👩‍👧",
  "\u212a",
  "ı",
  "ſ",
  "x".repeat(300),
  "word ".repeat(60),
  "(a+)+$",
  "[",
  "a{99999}",
  "",
] as const;

const plain = ["pet", "id", "name", "Status", "list_all", "createThing", "X-Key", "v1", "Tag One", "get"] as const;

/** Text for any string of a document. */
const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...breakouts) },
  { weight: 3, arbitrary: fc.constantFrom(...pieces) },
  { weight: 2, arbitrary: fc.constantFrom(...plain) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(...pieces, ...breakouts, ...plain), { minLength: 2, maxLength: 4 })
      .map((some) => some.join("")),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 16 }) },
);

/** Texts and decisions, in an order that shrinks. */
class Tape {
  readonly #texts: readonly string[];
  readonly #choices: readonly number[];
  #text = 0;
  #choice = 0;

  constructor(texts: readonly string[], choices: readonly number[]) {
    this.#texts = texts;
    this.#choices = choices;
  }

  text(): string {
    return this.#texts[this.#text++ % this.#texts.length] ?? "";
  }

  number(below: number): number {
    return (this.#choices[this.#choice++ % this.#choices.length] ?? 0) % below;
  }

  chance(percent: number): boolean {
    return this.number(100) < percent;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.number(list.length)] ?? list[0];
  }

  many<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.number(most - least + 1) }, make);
  }

  /** An object whose member names are hostile; `__proto__` becomes an own member. */
  map<T>(least: number, most: number, make: () => T, name = () => this.text()): Record<string, T> {
    return Object.fromEntries(this.many(least, most, () => [name(), make()] as const));
  }

  /** What is there by chance only. */
  maybe(members: Readonly<Record<string, () => unknown>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(members).flatMap(([key, make]) => (this.chance(45) ? [[key, make()] as const] : [])),
    );
  }
}

type Version = "2.0" | "3.0" | "3.1" | "3.2";

/** Where schemas and some path items of a document of several files lie. */
const otherFile = "shared.json";

/** Servers that are not out on the net, in the ways in which that can be written. */
const privateServers: [string, ...string[]] = [
  "http://localhost:3000",
  "http://127.0.0.1/",
  "http://169.254.169.254/latest/meta-data",
  "http://[::ffff:127.0.0.1]/",
  "http://2852039166/",
  "https://10.0.0.1\r\nX-Evil: 1",
  "http://user:word@192.168.0.1/",
  "file:///etc/passwd",
];

/** Builds one document in one version. */
class Model {
  readonly #tape: Tape;
  readonly #version: Version;
  readonly #components: readonly string[];
  readonly #schemes: readonly string[];
  readonly #isSplit: boolean;
  readonly #items: unknown[] = [];
  /** True while what is made stands in the other file. */
  #isElsewhere = false;
  readonly features = new Set<string>();

  constructor(tape: Tape, version: Version, isSplit: boolean) {
    this.#tape = tape;
    this.#version = version;
    this.#isSplit = isSplit;
    this.features.add(`version ${version}`);
    if (isSplit) this.features.add("several files");
    this.#components = [...new Set(tape.many(1, 4, () => tape.text()))];
    this.#schemes = [...new Set(tape.many(0, 3, () => tape.text()))];
  }

  /** The document, and what the other file holds if there is one. */
  files(): { readonly document: Record<string, unknown>; readonly other: Record<string, unknown> | undefined } {
    const document = this.#document();
    const schemas = this.#schemas();
    if (!this.#isSplit) return { document: this.#withSchemas(document, schemas), other: undefined };
    return { document, other: { schemas, items: this.#items } };
  }

  #schemas(): Record<string, unknown> {
    return this.#elsewhere(() => Object.fromEntries(this.#components.map((name) => [name, this.#schema(2)])));
  }

  #withSchemas(document: Record<string, unknown>, schemas: Record<string, unknown>): Record<string, unknown> {
    if (this.#version === "2.0") return { ...document, definitions: schemas };
    return { ...document, components: { ...Object(document["components"]), schemas } };
  }

  #elsewhere<T>(make: () => T): T {
    const before = this.#isElsewhere;
    this.#isElsewhere = this.#isSplit;
    const made = make();
    this.#isElsewhere = before;
    return made;
  }

  /** Says that something stands in the document. */
  #note<T>(feature: string, value: T): T {
    this.features.add(feature);
    return value;
  }

  #document(): Record<string, unknown> {
    const tape = this.#tape;
    const info = {
      title: tape.text(),
      version: tape.text(),
      ...tape.maybe({
        description: () => tape.text(),
        summary: () => tape.text(),
        termsOfService: () => tape.text(),
        contact: () => ({ name: tape.text(), url: tape.text() }),
        license: () => ({ name: tape.text() }),
      }),
    };
    const paths = Object.fromEntries(
      tape.many(2, 5, () => {
        const parameter = tape.text().replace(/[{}/]/g, "") || "id";
        const tail = tape.chance(60) ? `/{${parameter}}` : "";
        const own = tail === "" ? undefined : parameter;
        if (!this.#isSplit || tape.chance(70)) return [`/${tape.text()}${tail}`, this.#pathItem(own)] as const;
        this.#items.push(this.#elsewhere(() => this.#pathItem(own)));
        const $ref = `${otherFile}#/items/${String(this.#items.length - 1)}`;
        return [`/${tape.text()}${tail}`, this.#note("path items elsewhere", { $ref })] as const;
      }),
    );
    const rest = {
      paths,
      security: this.#security(),
      tags: tape.many(0, 2, () => ({ name: tape.text(), description: tape.text() })),
      ...tape.maybe({
        "x-mcp": () => this.#extension(),
        externalDocs: () => ({ url: tape.text(), description: tape.text() }),
      }),
    };
    const schemes = Object.fromEntries(this.#schemes.map((name) => [name, this.#scheme()]));
    if (this.#version === "2.0") {
      const swagger = {
        host: tape.chance(50) ? "api.example.com" : tape.text(),
        basePath: tape.text(),
        schemes: ["https"],
      };
      return { swagger: "2.0", info, ...swagger, ...rest, securityDefinitions: schemes };
    }
    return {
      openapi: { "3.0": "3.0.3", "3.1": "3.1.0", "3.2": "3.2.0" }[this.#version],
      info,
      servers: tape.many(0, 2, () => this.#server()),
      ...rest,
      ...(this.#isLate() ? tape.maybe({ webhooks: () => this.#webhooks() }) : {}),
      components: {
        securitySchemes: schemes,
        ...tape.maybe({ callbacks: () => this.#callbacks(), links: () => this.#links() }),
      },
    };
  }

  /** OpenAPI 3.1 and later. */
  #isLate(): boolean {
    return this.#version === "3.1" || this.#version === "3.2";
  }

  #webhooks(): Record<string, unknown> {
    return this.#note(
      "webhooks",
      this.#tape.map(1, 2, () => this.#pathItem(undefined, false)),
    );
  }

  /** Requests that the API makes: to addresses out of its own requests, which nobody may follow. */
  #callbacks(): Record<string, unknown> {
    const tape = this.#tape;
    const expression = () =>
      tape.pick(["{$request.body#/url}", `{$request.query.${tape.text()}}`, "http://169.254.169.254/", tape.text()]);
    return this.#note(
      "callbacks",
      tape.map(1, 2, () => tape.map(1, 1, () => this.#pathItem(undefined, false), expression)),
    );
  }

  #links(): Record<string, unknown> {
    const tape = this.#tape;
    return this.#note(
      "links",
      tape.map(1, 2, () => ({
        ...(tape.chance(50) ? { operationId: tape.text() } : { operationRef: `#/paths/~1${tape.text()}/get` }),
        ...tape.maybe({
          parameters: () => tape.map(1, 2, () => `$response.body#/${tape.text()}`),
          requestBody: () => this.#value(1),
          description: () => tape.text(),
          server: () => this.#server(),
        }),
      })),
    );
  }

  /** `isOuter` is false for those within callbacks, which have none of their own. */
  #pathItem(parameter: string | undefined, isOuter = true): Record<string, unknown> {
    const tape = this.#tape;
    const methods: [string, ...string[]] = ["get", "post", "put", "delete", "patch", "head", "options", "trace"];
    if (this.#version === "2.0") methods.pop();
    if (this.#version === "3.2") methods.push("query");
    const own =
      parameter === undefined ? [] : [{ ...this.#parameterBase("path"), name: parameter, in: "path", required: true }];
    return {
      parameters: own,
      ...tape.maybe({ summary: () => tape.text(), "x-mcp": () => this.#extension() }),
      ...Object.fromEntries(tape.many(1, 2, () => [tape.pick(methods), this.#operation(isOuter)] as const)),
      ...(this.#version === "3.2" && tape.chance(20)
        ? { additionalOperations: this.#note("additionalOperations", { [tape.text()]: this.#operation(false) }) }
        : {}),
      ...(this.#version !== "2.0" && tape.chance(15)
        ? { servers: this.#note("servers of a path", [this.#server()]) }
        : {}),
    };
  }

  #operation(isOuter: boolean): Record<string, unknown> {
    const tape = this.#tape;
    const isSwagger = this.#version === "2.0";
    const parameters = tape.many(0, 4, () => this.#parameter());
    return {
      ...tape.maybe({
        operationId: () => tape.text(),
        summary: () => tape.text(),
        description: () => tape.text(),
        tags: () => tape.many(1, 2, () => tape.text()),
        deprecated: () => true,
        security: () => this.#security(),
        "x-mcp": () => this.#extension(),
        ...(isSwagger
          ? { consumes: () => [this.#mediaType()], produces: () => [this.#mediaType()] }
          : {
              requestBody: () => this.#note("requestBody", this.#body()),
              servers: () => this.#note("servers of an operation", [this.#server()]),
            }),
      }),
      ...(isOuter && !isSwagger && tape.chance(15) ? { callbacks: this.#callbacks() } : {}),
      parameters:
        isSwagger && tape.chance(40)
          ? [...parameters, { name: tape.text(), in: "body", description: tape.text(), schema: this.#schema(2) }]
          : parameters,
      responses: {
        [tape.pick(["200", "201", "2XX", "default"])]: this.#response(),
        ...(tape.chance(20) ? { [tape.pick(["201", "202", "204"])]: this.#response() } : {}),
        ...(tape.chance(30) ? { [tape.text()]: this.#response() } : {}),
      },
    };
  }

  #parameter(): Record<string, unknown> {
    const tape = this.#tape;
    const place = tape.pick(this.#version === "2.0" ? ["query", "header", "formData"] : ["query", "header", "cookie"]);
    if (this.#version !== "2.0" && tape.chance(5)) return this.#wholeQuery();
    return this.#note(`${place} parameters`, { ...this.#parameterBase(place), name: tape.text(), in: place });
  }

  /** OpenAPI 3.2. */
  #wholeQuery(): Record<string, unknown> {
    const tape = this.#tape;
    const mediaType = tape.chance(70) ? "application/x-www-form-urlencoded" : this.#mediaType();
    const encoding = tape.map(1, 2, () => ({ style: "deepObject", contentType: tape.text() }));
    this.features.add("querystring");
    return { name: tape.text(), in: "querystring", content: { [mediaType]: { schema: this.#schema(2), encoding } } };
  }

  #parameterBase(place: string): Record<string, unknown> {
    const tape = this.#tape;
    const texts = tape.maybe({ description: () => tape.text(), deprecated: () => true });
    if (this.#version === "2.0") {
      const { description: _description, ...type } = this.#scalar();
      return { ...texts, ...type, ...tape.maybe({ required: () => place !== "query" }) };
    }
    if (tape.chance(15)) return { ...texts, content: { [this.#mediaType()]: { schema: this.#schema(1) } } };
    return {
      ...texts,
      schema: this.#schema(1),
      ...tape.maybe({
        required: () => tape.chance(50),
        explode: () => tape.chance(50),
        style: () =>
          place === "query"
            ? this.#note("styles", tape.pick(["form", "deepObject", "pipeDelimited", "spaceDelimited"]))
            : place === "cookie"
              ? tape.pick(["form", "cookie"])
              : undefined,
        example: () => tape.text(),
        examples: () => tape.map(1, 2, () => ({ summary: tape.text(), value: tape.text() })),
      }),
    };
  }

  #body(): Record<string, unknown> {
    const tape = this.#tape;
    return {
      ...tape.maybe({ description: () => tape.text(), required: () => true }),
      content: Object.fromEntries(
        tape.many(1, 2, () => {
          const media: [string, unknown] = [
            this.#mediaType(),
            {
              schema: this.#schema(2),
              ...tape.maybe({
                example: () => tape.text(),
                encoding: () =>
                  tape.map(1, 2, () => ({
                    contentType: tape.text(),
                    headers: tape.map(0, 1, () => ({ schema: this.#schema(0) })),
                    style: tape.pick(["form", "deepObject", "pipeDelimited"]),
                    explode: tape.chance(50),
                  })),
              }),
            },
          ];
          return media;
        }),
      ),
    };
  }

  #response(): Record<string, unknown> {
    const tape = this.#tape;
    const description = tape.text();
    const headers = tape.map(0, 1, () =>
      this.#version === "2.0" ? { type: "string", description: tape.text() } : { schema: this.#schema(0) },
    );
    if (this.#version === "2.0") return { description, headers, ...tape.maybe({ schema: () => this.#schema(2) }) };
    return {
      description,
      headers,
      content: tape.map(
        0,
        2,
        () => this.#answer(),
        () => (tape.chance(12) ? this.#eventType() : this.#mediaType()),
      ),
      ...(tape.chance(12) ? { links: this.#links() } : {}),
    };
  }

  /** What a response holds; in OpenAPI 3.2 that may be said of each item of a stream. */
  #answer(): Record<string, unknown> {
    if (this.#version !== "3.2" || !this.#tape.chance(20)) return { schema: this.#schema(2) };
    return this.#note("itemSchema", { itemSchema: this.#schema(2), prefixEncoding: [this.#value(1)] });
  }

  #eventType(): string {
    const type = this.#tape.pick(["text/event-stream", "application/x-ndjson", "application/json-seq"]);
    return this.#note(type, type);
  }

  #mediaType(): string {
    const tape = this.#tape;
    return tape.chance(30)
      ? tape.text()
      : tape.pick([
          "application/json",
          `application/${tape.text()}+json`,
          "multipart/form-data",
          "application/x-www-form-urlencoded",
          "text/plain",
          "application/octet-stream",
          `application/json; profile="${tape.text()}"`,
        ]);
  }

  #server(): Record<string, unknown> {
    const tape = this.#tape;
    const name = tape.text().replace(/[{}]/g, "") || "region";
    const url = tape.pick([
      "https://api.example.com/v1",
      `https://{${name}}.example.com/v1`,
      `https://api.example.com/${tape.text()}`,
      `https://${tape.text()}/`,
      tape.pick(privateServers),
      tape.text(),
    ]);
    if (url.includes("{")) this.features.add("server variables");
    return {
      url,
      ...tape.maybe({ description: () => tape.text() }),
      ...(url.includes("{")
        ? {
            variables: {
              [name]: { default: tape.text(), enum: tape.many(1, 3, () => tape.text()), description: tape.text() },
            },
          }
        : {}),
    };
  }

  #security(): readonly unknown[] {
    const [first, ...others] = this.#schemes;
    if (first === undefined) return [];
    const tape = this.#tape;
    return tape.many(0, 2, () => ({ [tape.pick([first, ...others])]: tape.many(0, 1, () => tape.text()) }));
  }

  #scheme(): Record<string, unknown> {
    const tape = this.#tape;
    const description = tape.text();
    const place = tape.pick(["header", "query"]);
    if (this.#version === "2.0") {
      return tape.pick<Record<string, unknown>>([
        { type: "basic", description },
        { type: "apiKey", description, in: place, name: tape.text() },
        {
          type: "oauth2",
          description,
          flow: "application",
          tokenUrl: tape.text(),
          scopes: { [tape.text()]: tape.text() },
        },
      ]);
    }
    const flow = {
      tokenUrl: tape.chance(50) ? "https://id.example.com/token" : tape.text(),
      scopes: { [tape.text()]: tape.text() },
    };
    return tape.pick<Record<string, unknown>>([
      { type: "http", description, scheme: tape.pick(["bearer", "basic", tape.text()]), bearerFormat: tape.text() },
      { type: "apiKey", description, in: tape.pick(["header", "query", "cookie"]), name: tape.text() },
      { type: "oauth2", description, flows: { clientCredentials: flow } },
      { type: "openIdConnect", description, openIdConnectUrl: tape.text() },
      { type: "mutualTLS", description },
    ]);
  }

  #extension(): Record<string, unknown> {
    const tape = this.#tape;
    return tape.maybe({
      as: () => tape.pick(["tool", "resource", "template", tape.text()]),
      name: () => tape.text(),
      title: () => tape.text(),
      description: () => tape.text(),
      tags: () => tape.many(1, 2, () => tape.text()),
      annotations: () => tape.map(0, 2, () => tape.chance(50)),
      arguments: () =>
        tape.map(0, 2, () => ({
          name: tape.text(),
          description: tape.text(),
          default: this.#value(1),
          hide: tape.chance(30),
        })),
    });
  }

  /** A reference to a component, a scalar, or something made of schemas. */
  #schema(depth: number): unknown {
    const tape = this.#tape;
    const [first, ...others] = this.#components;
    if (first !== undefined && tape.chance(25)) return { $ref: this.#reference(tape.pick([first, ...others])) };
    if (depth === 0 || tape.chance(35)) return this.#scalar();
    const inner = () => this.#schema(depth - 1);
    const texts = this.#texts();
    switch (tape.number(7)) {
      case 0:
        return { type: "array", items: inner(), ...texts };
      case 1: {
        const keyword = tape.pick(this.#version === "2.0" ? ["allOf"] : ["oneOf", "anyOf", "allOf", "not"]);
        return { [keyword]: this.#note(keyword, keyword === "not" ? inner() : [inner(), inner()]), ...texts };
      }
      case 2:
        return { type: "object", additionalProperties: inner(), ...texts };
      case 3:
        if (!this.#isLate()) return inner();
        return this.#note("prefixItems", { type: "array", prefixItems: [inner(), inner()], ...texts });
      case 4:
        return this.#discriminated(depth);
      default: {
        const properties = tape.map(1, 4, inner);
        const required = Object.keys(properties).filter(() => tape.chance(40));
        return { type: "object", properties, ...(required.length > 0 ? { required } : {}), ...texts };
      }
    }
  }

  #discriminated(depth: number): unknown {
    const tape = this.#tape;
    const kind = this.#note("discriminator", tape.text());
    const [first, second] = this.#components;
    if (this.#version !== "2.0" && first !== undefined && second !== undefined && tape.chance(40)) {
      const mapping = { [tape.text()]: this.#reference(first), [tape.text()]: tape.text() };
      const oneOf = [first, second].map((name) => ({ $ref: this.#reference(name) }));
      return { oneOf, discriminator: { propertyName: kind, ...tape.maybe({ mapping: () => mapping }) } };
    }
    const variants = tape.many(2, 3, () => tape.text());
    return {
      ...(this.#version === "2.0" ? { type: "object" } : {}),
      [this.#version === "2.0" ? "allOf" : "oneOf"]: variants.map((variant) => ({
        type: "object",
        title: tape.text(),
        required: [kind],
        properties: { [kind]: { type: "string", enum: [variant] }, [tape.text()]: this.#schema(depth - 1) },
      })),
      ...(this.#version === "2.0" ? {} : { discriminator: { propertyName: kind } }),
    };
  }

  #scalar(): Record<string, unknown> {
    const tape = this.#tape;
    switch (tape.number(6)) {
      case 0:
        return {
          type: "integer",
          ...tape.maybe({ minimum: () => 0, maximum: () => 9e99, multipleOf: () => 1, default: () => 3 }),
          ...this.#texts(),
        };
      case 1:
        return { type: "string", enum: [...new Set(tape.many(1, 4, () => tape.text()))], ...this.#texts() };
      case 2:
        return this.#isLate() ? { const: this.#value(1), ...this.#texts() } : { type: "boolean", ...this.#texts() };
      case 3:
        return { type: "string", pattern: tape.text(), ...this.#texts() };
      default:
        return {
          type: "string",
          ...tape.maybe({
            format: () => tape.text(),
            pattern: () => tape.text(),
            default: () => tape.text(),
            maxLength: () => 20,
            nullable: () => true,
          }),
          ...this.#texts(),
        };
    }
  }

  #texts(): Record<string, unknown> {
    const tape = this.#tape;
    return tape.maybe({
      title: () => tape.text(),
      description: () => tape.text(),
      example: () => this.#value(1),
      [`x-${tape.text()}`]: () => this.#value(1),
    });
  }

  #value(depth: number): unknown {
    const tape = this.#tape;
    switch (tape.number(depth === 0 ? 3 : 5)) {
      case 0:
        return tape.number(1000) - 500;
      case 1:
        return tape.chance(50);
      case 3:
        return tape.many(0, 2, () => this.#value(depth - 1));
      case 4:
        return tape.map(0, 2, () => this.#value(depth - 1));
      default:
        return tape.text();
    }
  }

  #reference(component: string): string {
    const escaped = component.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("%", "%25");
    this.features.add("$ref");
    if (this.#isSplit) return `${this.#isElsewhere ? "" : otherFile}#/schemas/${escaped}`;
    return `#/${this.#version === "2.0" ? "definitions" : "components/schemas"}/${escaped}`;
  }
}

/** Puts values of any type where the format wants others. */
function damaged(value: unknown, tape: Tape): unknown {
  if (tape.chance(3)) {
    return tape.pick<unknown>([
      tape.text(),
      null,
      -1,
      true,
      [],
      {},
      [tape.text()],
      { [tape.text()]: tape.text() },
      { $ref: tape.text() },
      { $ref: "#/paths" },
      "1;globalThis.PWNED=1",
    ]);
  }
  if (Array.isArray(value)) return value.map((item) => damaged(item, tape));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [tape.chance(1) ? tape.text() : key, damaged(member, tape)]),
  );
}

/** JSON in ASCII, so that YAML reads the very same. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A document of any of the versions with hostile text in every string; most are sound, some have wrong types too. */
export const hostileDocument: fc.Arbitrary<HostileDocument> = fc
  .record({
    version: fc.constantFrom<Version>("2.0", "3.0", "3.1", "3.2"),
    isSplit: fc.nat({ max: 99 }).map((percent) => percent < 15),
    texts: fc.array(hostileText, { minLength: 211, maxLength: 211 }),
    choices: fc.array(fc.nat({ max: 99_999 }), { minLength: 503, maxLength: 503 }),
    sound: fc.nat({ max: 99 }).map((percent) => percent < 88),
    path: fc.constantFrom(
      "openapi.json",
      "api.json",
      "runtime.json",
      "a*/`${globalThis.PWNED=1}\n</script>.json",
      "docs/api.yaml",
    ),
    outputSchemas: fc.constantFrom<HostileDocument["outputSchemas"]>("relaxed", "strict", "none"),
  })
  .map(({ version, isSplit, texts, choices, sound, path: asked, outputSchemas }) => {
    const tape = new Tape(texts, choices);
    // The other file lies beside it.
    const path = isSplit ? "api.json" : asked;
    const model = new Model(tape, version, isSplit);
    const { document: built, other } = model.files();
    // What must be there for anything to be read at all stays as it is.
    const document = sound
      ? built
      : Object.fromEntries(
          Object.entries(built).map(([key, value]) =>
            key === "openapi" || key === "swagger" ? [key, value] : [key, damaged(value, tape)],
          ),
        );
    const text = path.endsWith(".yaml") ? `# YAML\n${asciiJson(document)}\n` : JSON.stringify(document);
    const others = other === undefined ? {} : { [otherFile]: JSON.stringify(sound ? other : damaged(other, tape)) };
    return { path, text, others, sound, features: model.features, outputSchemas };
  });
