// @ts-check

/**
 * Bars of how long each contestant took, on a scale that has a tenth, one and ten seconds at equal distances; a group for each
 * thing that was measured.
 *
 * @param {readonly import("./report.mjs").Section[]} sections
 * @returns {string} an SVG image
 */
export function chart(sections) {
  const groups = sections
    .filter(({ name }) => ["generation", "output", "start-others"].includes(name))
    .flatMap(({ name, rows = [] }) => groupsOf(name === "start-others" ? "start and list" : "generation", rows));
  const [left, width, line] = [330, 420, 20];
  const times = groups.flatMap(({ bars }) => bars.map(({ seconds }) => seconds));
  const [least, most] = [Math.min(...times, 0.1), Math.max(...times, 1)];
  const at = (/** @type {number} */ seconds) =>
    (width * Math.log(seconds / (least / 2))) / Math.log(most / (least / 2));
  const lines = [];
  let y = 30;
  for (const { title, bars } of groups) {
    lines.push(`<text x="10" y="${y}" font-weight="bold">${escaped(title)}</text>`);
    y += line;
    for (const { label, seconds, isOurs } of bars) {
      const shown = seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(1)} s`;
      lines.push(
        `<text x="${left - 8}" y="${y}" text-anchor="end">${escaped(label)}</text>`,
        `<rect x="${left}" y="${y - 12}" width="${at(seconds).toFixed(1)}" height="15" fill="${isOurs ? "#2563eb" : "#9ca3af"}"/>`,
        `<text x="${(left + at(seconds) + 6).toFixed(1)}" y="${y}">${shown}</text>`,
      );
      y += line;
    }
    y += line / 2;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + width + 90}" height="${y}" font-family="sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#ffffff"/>
${lines.join("\n")}
</svg>
`;
}

/**
 * @param {string} what
 * @param {readonly import("./report.mjs").Row[]} rows
 */
function groupsOf(what, rows) {
  /** @type {Map<string, { title: string, bars: { label: string, seconds: number, isOurs: boolean }[] }>} */
  const groups = new Map();
  for (const row of rows) {
    if (row.ours === undefined || row.theirs === undefined || row.peer.startsWith("mcpgen")) continue;
    const title = `${row.what}: ${what}`;
    const group = groups.get(title) ?? { title, bars: [{ label: "mcpgen", seconds: row.ours, isOurs: true }] };
    group.bars.push({ label: row.peer, seconds: row.theirs, isOurs: false });
    groups.set(title, group);
  }
  return [...groups.values()];
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
