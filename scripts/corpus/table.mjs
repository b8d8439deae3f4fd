// @ts-check

/**
 * What came of one document; figures are absent where it did not get that far.
 *
 * @typedef {object} Outcome
 * @property {string} name
 * @property {number} [operations] in the document
 * @property {number} [components] that clients see
 * @property {string[]} skipped operations that did not become a component, with the diagnostics that say why
 * @property {Record<string, number>} diagnostics number by code
 * @property {number} [seconds] of compilation
 * @property {number} [megabytes] peak of compilation
 * @property {Record<string, number>} typecheck seconds by version of TypeScript
 * @property {number} [startMs] from spawn to the answer to `tools/list`
 * @property {number} [listBytes] of the answer to `tools/list`
 * @property {number} [sourceRatio] bytes of generated source beside the runtime to bytes of the document as JSON
 * @property {import("./calls/check-calls.mjs").CallOutcome} [calls]
 * @property {string[]} failures
 */

/** @typedef {{ readonly title: string, readonly width: number, readonly show: (outcome: Outcome) => string | undefined }} Column */

export class Table {
  /** @type {readonly Column[]} */
  #columns;

  /**
   * @param {readonly { name: string }[]} documents
   * @param {{ compilers: readonly { version: string }[], hasCalls: boolean }} options
   */
  constructor(documents, { compilers, hasCalls }) {
    const longest = Math.max(8, ...documents.map(({ name }) => name.length));
    this.#columns = [
      { title: "document", width: -longest, show: ({ name }) => name },
      { title: "ops", width: 5, show: ({ operations }) => operations?.toString() },
      { title: "comp", width: 5, show: ({ components }) => components?.toString() },
      { title: "skip", width: 4, show: ({ skipped }) => (skipped.length > 0 ? String(skipped.length) : "") },
      { title: "s", width: 5, show: ({ seconds }) => seconds?.toFixed(1) },
      { title: "MB", width: 5, show: ({ megabytes }) => megabytes?.toFixed(0) },
      ...compilers.map(({ version }) => ({
        title: `tsc ${version}`,
        width: 7,
        show: (/** @type {Outcome} */ { typecheck }) => typecheck[version]?.toFixed(1),
      })),
      { title: "start ms", width: 8, show: ({ startMs }) => startMs?.toFixed(0) },
      { title: "list B", width: 9, show: ({ listBytes }) => listBytes?.toString() },
      { title: "src/doc", width: 7, show: ({ sourceRatio }) => sourceRatio?.toFixed(2) },
      ...(hasCalls
        ? [
            {
              title: "calls",
              width: 11,
              show: (/** @type {Outcome} */ { calls }) => calls && `${calls.right}/${calls.made}`,
            },
          ]
        : []),
      { title: "", width: -6, show: ({ failures }) => (failures.length > 0 ? "FAILED" : "ok") },
      { title: "diagnostics", width: -1, show: ({ diagnostics }) => codes(diagnostics) },
    ];
  }

  header() {
    return this.#line(({ title }) => title);
  }

  /** @param {Outcome} outcome */
  row(outcome) {
    const shown = outcome.failures.slice(0, 10).map((failure) => `    ✗ ${failure.slice(0, 600)}`);
    const more = outcome.failures.length > 10 ? [`    ✗ and ${outcome.failures.length - 10} more`] : [];
    const skipped = outcome.skipped.map((reason) => `    − skipped ${reason}`);
    const unfit = outcome.calls?.unfit.map((reason) => `    ? not called ${reason.slice(0, 200)}`) ?? [];
    return [this.#line(({ show }) => show(outcome) ?? ""), ...skipped, ...unfit, ...shown, ...more].join("\n");
  }

  /** @param {ReturnType<typeof totals>} summary */
  footer({ documents, failed, operations, components, skipped, diagnostics, calls }) {
    const lines = [
      "",
      `${documents} documents, ${failed} failed; ${operations} operations, ${components} components, ${skipped} skipped (${((100 * skipped) / Math.max(operations, 1)).toFixed(2)} %)`,
      `diagnostics: ${codes(diagnostics)}`,
    ];
    if (calls !== undefined) {
      lines.push(
        `calls: ${calls.right} of ${calls.made} right; not called: ${codes(calls.left)}`,
        "requests compared, by kind:",
      );
      for (const [kind, count] of Object.entries(calls.kinds).sort()) lines.push(`  ${kind.padEnd(44)} ${count}`);
    }
    return lines.join("\n");
  }

  /** @param {(column: Column) => string} cell */
  #line(cell) {
    return this.#columns
      .map((column) => (column.width < 0 ? cell(column).padEnd(-column.width) : cell(column).padStart(column.width)))
      .join("  ")
      .trimEnd();
  }
}

/** @param {readonly Outcome[]} outcomes */
export function totals(outcomes) {
  const sum = (/** @type {(outcome: Outcome) => number | undefined} */ of) =>
    outcomes.reduce((total, outcome) => total + (of(outcome) ?? 0), 0);
  const calls = outcomes.flatMap((outcome) => outcome.calls ?? []);
  return {
    documents: outcomes.length,
    failed: outcomes.filter(({ failures }) => failures.length > 0).length,
    operations: sum(({ operations }) => operations),
    components: sum(({ components }) => components),
    skipped: sum(({ skipped }) => skipped.length),
    diagnostics: added(outcomes.map(({ diagnostics }) => diagnostics)),
    ...(calls.length > 0 && {
      calls: {
        made: calls.reduce((total, { made }) => total + made, 0),
        right: calls.reduce((total, { right }) => total + right, 0),
        left: added(calls.map(({ left }) => left)),
        kinds: added(calls.map(({ kinds }) => kinds)),
      },
    }),
  };
}

/**
 * @param {readonly Record<string, number>[]} counts
 * @returns {Record<string, number>}
 */
function added(counts) {
  /** @type {Record<string, number>} */
  const all = {};
  for (const [key, count] of counts.flatMap((one) => Object.entries(one))) all[key] = (all[key] ?? 0) + count;
  return all;
}

/** @param {Record<string, number>} counts */
function codes(counts) {
  return Object.entries(counts)
    .map(([code, count]) => `${code} ${count}`)
    .join(", ");
}
