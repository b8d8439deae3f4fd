// @ts-check

/**
 * `docs/reliability.md`.
 *
 * @param {readonly import("./run.mjs").Part[]} parts
 * @param {string} machine
 * @param {string} minutes that the run took
 */
export function reliabilityPage(parts, machine, minutes) {
  const date = new Date().toISOString().slice(0, 10);
  return `# Reliability

\`npm run faults\` breaks what a generated server and mcpgen itself depend on, and writes this page. Everything stays on loopback; the
server is the petstore's, in a process of its own.

${date}: ${machine}; ${minutes} minutes

${parts.map(section).join("\n")}`;
}

/** @param {import("./run.mjs").Part} part */
function section({ name, about, seen, findings }) {
  const rows = findings.map(({ what, expected, figures, holds }) => {
    const verdict = holds === "unproven" ? "unproven" : holds ? "yes" : "**no**";
    return `| ${[what, expected, figures, verdict].map(cell).join(" | ")} |`;
  });
  return `## ${name}

${about}

| fault | expected | seen | holds |
| --- | --- | --- | --- |
${rows.join("\n")}

What a client sees: ${seen}
`;
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
}
