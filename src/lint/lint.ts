import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { lintNames } from "./lint-names.js";
import { lintPortability } from "./lint-portability.js";
import { lintSize } from "./lint-size.js";
import { lintSuspicion } from "./lint-suspicion.js";
import { lintTexts } from "./lint-texts.js";
import type { LintedServer } from "./linted-component.js";

/** The rules, gravest first. */
const rules: readonly ((server: LintedServer, diagnostics: Diagnostics) => void)[] = [
  lintSuspicion,
  lintSize,
  lintNames,
  lintTexts,
  lintPortability,
];

/** Reports what a client or a model will stumble over. */
export function lint(server: LintedServer, diagnostics: Diagnostics): void {
  for (const rule of rules) rule(server, diagnostics);
}
