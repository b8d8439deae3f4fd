import * as store from "../store.js";

/** Tags that begin so. */
export function tagsLike(value: string): string[] {
  const tags = new Set(store.all().flatMap((note) => [...note.tags]));
  return [...tags].filter((tag) => tag.startsWith(value)).sort();
}

/**
 * Look back on what was noted.
 * @prompt
 * @title Review of notes
 * @param tag - Which notes.
 * @param tone - How to write.
 * @param days - How far to look back.
 * @complete tag tagsLike
 */
export function review(tag: string, tone: "brief" | "friendly" | "formal" = "brief", days = 7): string {
  const since = Date.now() - days * 86_400_000;
  const notes = store.all().filter((note) => note.tags.has(tag) && note.created.getTime() >= since);
  const list = notes.map(({ title, text }) => `- ${title}: ${text}`).join("\n");
  return `Write a ${tone} review of these ${notes.length} notes of the last ${days} days:\n${list}`;
}
