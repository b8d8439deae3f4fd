import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { capText } from "../ir/cap-text.js";
import { mapChildren } from "../ir/map-schema.js";
import type { NamedType } from "../ir/named-type.js";
import type { Program, Provider } from "../ir/program.js";
import type { ObjectSchema, Schema } from "../ir/schema.js";
import { SchemaLimiter } from "./limit-schema.js";

/** Bytes of all components together that clients can be expected to load: about 750,000 tokens, far beyond any model. */
const budget = 3_000_000;

/** What is given up in one go. */
interface Step {
  /** Characters of an argument's description. */
  readonly argument: number;
  /** Characters of the descriptions inside an argument; 0 leaves them out. */
  readonly nested: number;
  /** Most bytes of a named schema that are written out more than once. */
  readonly inlineLimit: number;
  /** Most bytes of the largest schemas, which lose depth. */
  readonly structure: number;
}

const steps: readonly Step[] = [
  { argument: 600, nested: 300, inlineLimit: 20_480, structure: Infinity },
  { argument: 300, nested: 120, inlineLimit: 20_480, structure: Infinity },
  { argument: 200, nested: 60, inlineLimit: 4_096, structure: Infinity },
  { argument: 120, nested: 0, inlineLimit: 1_024, structure: Infinity },
];

/** What has to be enough. */
const lastStep: Step = { argument: 120, nested: 0, inlineLimit: 1_024, structure: 6_000 };

/** Whether all components of a program together take more bytes than a number of them. */
type Exceeds = (program: Program, bytes: number) => boolean;

/**
 * Keeps a very large surface loadable. `exceeds` tells whether a program's components take more bytes than that, as clients load
 * them; where they do, descriptions inside the schemas are shortened, the innermost first, and said to be.
 */
export function fitSurface(program: Program, exceeds: Exceeds, diagnostics: Diagnostics): Program {
  if (!exceeds(program, budget)) return program;
  const { step, program: fitted } = leastShortened(program, exceeds);
  diagnostics.report("program/shortened-descriptions", undefined, {
    megabytes: budget / 1e6,
    argument: step.argument,
    nested: step.nested,
    depth: Number.isFinite(step.structure),
  });
  return fitted;
}

/**
 * The first step that is enough, found by halving: each leaves less than the one before it. The last of them comes first: where
 * that does not help, as with an API of a thousand operations, nor do the others.
 */
function leastShortened(program: Program, exceeds: Exceeds): { readonly step: Step; readonly program: Program } {
  let known = steps;
  let enough: { step: Step; program: Program } | undefined;
  while (known.length > 0) {
    const middle = enough === undefined ? known.length - 1 : Math.floor(known.length / 2);
    const step = known[middle] ?? lastStep;
    const candidate = { step, program: shortenAll(program, step) };
    const fits = !exceeds(candidate.program, budget);
    if (fits) enough = candidate;
    known = fits ? known.slice(0, middle) : known.slice(middle + 1);
  }
  return enough ?? { step: lastStep, program: shortenAll(program, lastStep) };
}

function shortenAll(program: Program, step: Step): Program {
  return { ...program, providers: program.providers.map((provider) => shorten(provider, step)) };
}

function shorten(provider: Provider, step: Step): Provider {
  const limiter = new SchemaLimiter(new Map(provider.types.map((type) => [type.name, type.schema])), step.structure);
  const limited = (type: NamedType) => (Number.isFinite(step.structure) ? limiter.limited(type.name) : type.schema);
  return {
    ...provider,
    inlineLimit: step.inlineLimit,
    types: provider.types.map((type) => ({ ...type, schema: cap(limited(type), step.nested, step.nested) })),
    components: provider.components.map((component) =>
      component.kind === "tool" || component.kind === "template" || component.kind === "prompt"
        ? { ...component, input: shortenInput(component.input, step) }
        : component,
    ),
  };
}

function shortenInput(input: ObjectSchema, step: Step): ObjectSchema {
  return {
    ...input,
    properties: input.properties.map((property) => ({
      ...property,
      schema: cap(property.schema, step.argument, step.nested),
    })),
  };
}

/** The schema with its description cut to `own` characters and those inside it to `nested`; 0 leaves them out, titles and examples with them. */
function cap(schema: Schema, own: number, nested: number): Schema {
  const inner = mapChildren(schema, (child) => cap(child, nested, nested));
  if (own > 0)
    return inner.description === undefined ? inner : { ...inner, description: capText(inner.description, own) };
  const { title: _title, description: _description, examples: _examples, ...bare } = inner;
  return bare;
}
