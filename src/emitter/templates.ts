import Handlebars from "handlebars";
import type { Host } from "../host.js";

/** A template's text, filled in from a flat view. */
export type Template<View> = (view: View) => string;

/**
 * How templates are compiled. They lay out and nothing else: they get text that is printed already, so nothing is escaped, and a
 * field that a view lacks is an error.
 */
export const templateOptions = { noEscape: true, strict: true, knownHelpersOnly: true, preventIndent: true } as const;

/**
 * Reads a template of `generator-templates/`. The packaged command line has them compiled in: `scripts/bundle-cli.mjs` puts its own
 * module in the place of this one.
 *
 * @param path below `generator-templates/`, without `.hbs`
 */
export async function readTemplate<View>(host: Pick<Host, "asset">, path: string): Promise<Template<View>> {
  const source = await host.asset(`generator-templates/${path}.hbs`);
  const compiled = Handlebars.compile<View>(source, templateOptions);
  return (view) => compiled(view);
}
