// @ts-check

/**
 * @typedef {{ label: string, seconds: number, isOurs: boolean }} Mark
 * @typedef {{ title: string, marks: Mark[] }} Group
 */

const [left, right, width, line, top] = [300, 130, 480, 22, 74];
const [blue, grey, faint] = ["#2563eb", "#6b7280", "#e5e7eb"];

/**
 * How long each contestant took, as points on a scale on which every line is ten times the one before: a group for each thing that
 * was measured, the fastest first. Points and not bars, because such a scale has no zero that a bar could begin at.
 *
 * @param {readonly import("./report.mjs").Section[]} sections
 * @returns {string} an SVG image
 */
export function chart(sections) {
  const rowsOf = (/** @type {readonly string[]} */ names) =>
    sections.filter(({ name }) => names.includes(name)).flatMap(({ rows = [] }) => rows);
  const groups = [
    ...groupsOf("From a document to a project", rowsOf(["generation", "output"])),
    ...groupsOf("From spawn to the list of tools", rowsOf(["start-others"])),
  ];
  const times = groups.flatMap(({ marks }) => marks.map(({ seconds }) => seconds));
  const least = 10 ** Math.floor(Math.log10(Math.min(...times, 0.1)));
  const most = 10 ** Math.ceil(Math.log10(Math.max(...times, 1)));
  const at = (/** @type {number} */ seconds) => left + (width * Math.log(seconds / least)) / Math.log(most / least);

  let y = top;
  const body = groups.map(({ title, marks }) => {
    const [ours] = marks.filter(({ isOurs }) => isOurs);
    const lines = [text(10, (y += line), title, 'font-weight="bold"')];
    for (const mark of marks.toSorted((one, other) => one.seconds - other.seconds)) {
      y += line;
      const [x, colour] = [at(mark.seconds), mark.isOurs ? blue : grey];
      const ratio = ours === undefined || mark === ours ? "" : ` · ${timesAsMuch(mark.seconds / ours.seconds)}`;
      lines.push(
        text(left - 12, y, mark.label, `text-anchor="end"${mark.isOurs ? ` fill="${blue}"` : ""}`),
        `<line x1="${left}" y1="${y - 5}" x2="${x.toFixed(1)}" y2="${y - 5}" stroke="${colour}" stroke-width="2" stroke-opacity="0.35"/>`,
        `<circle cx="${x.toFixed(1)}" cy="${y - 5}" r="6" fill="${colour}"/>`,
        text(x + 12, y, `${shown(mark.seconds)}${ratio}`, mark.isOurs ? `fill="${blue}"` : ""),
      );
    }
    y += line / 2;
    return lines.join("\n");
  });

  const ticks = [];
  for (let seconds = least; seconds <= most * 1.01; seconds *= 10) {
    const x = at(seconds).toFixed(1);
    ticks.push(
      `<line x1="${x}" y1="${top}" x2="${x}" y2="${y}" stroke="${faint}"/>`,
      text(at(seconds), top - 8, shown(seconds), `text-anchor="middle" fill="${grey}"`),
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + width + right}" height="${y + 10}" viewBox="0 0 ${left + width + right} ${y + 10}" font-family="sans-serif" font-size="13">
<title>mcpgen and its peers: time, less is better</title>
<rect width="100%" height="100%" fill="#ffffff"/>
${text(10, 24, "Time, less is better", 'font-size="16" font-weight="bold"')}
${text(10, 44, "Medians. Each vertical line is ten times the one before. ×: as much time as mcpgen takes.", `fill="${grey}"`)}
${ticks.join("\n")}
${body.join("\n")}
</svg>
`;
}

/**
 * Rows of one thing, told by the words before the first comma, stand together, whichever bench they are of.
 *
 * @param {string} what
 * @param {readonly import("./report.mjs").Row[]} rows
 * @returns {Group[]}
 */
function groupsOf(what, rows) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const row of rows) {
    if (row.ours === undefined || row.theirs === undefined) continue;
    const [subject = ""] = row.what.split(/,(?! ?\d)/);
    const [key = ""] = subject.split(", ");
    const group = groups.get(key) ?? { title: `${what}: ${subject}`, marks: [] };
    groups.set(key, group);
    const add = (/** @type {Mark} */ mark) => {
      if (!group.marks.some(({ label }) => label === mark.label)) group.marks.push(mark);
    };
    if (row.peer === "mcpgen, not bundled") {
      add({ label: "mcpgen, bundled", seconds: row.ours, isOurs: true });
      add({ label: "mcpgen", seconds: row.theirs, isOurs: true });
      // What the others are compared with comes first.
      group.marks.reverse();
    } else {
      add({ label: "mcpgen", seconds: row.ours, isOurs: true });
      add({ label: row.peer, seconds: row.theirs, isOurs: false });
    }
  }
  return [...groups.values()];
}

/** @param {number} seconds */
function shown(seconds) {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Number(seconds.toPrecision(3))} s`;
}

/** @param {number} ratio */
function timesAsMuch(ratio) {
  return `${ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)}×`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content
 * @param {string} [attributes]
 */
function text(x, y, content, attributes = "") {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x.toFixed(1)}" y="${y}"${attributes && ` ${attributes}`}>${escaped}</text>`;
}
