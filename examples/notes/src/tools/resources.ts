import { ToolError } from "mcpgen";
import * as store from "../store.js";

/**
 * Titles of all notes, one a line.
 * @resource `notes://index`
 * @title All notes
 * @audience assistant
 */
export function index(): string {
  return store
    .all()
    .map(({ id, title }) => `${id}. ${title}`)
    .join("\n");
}

/**
 * One note as Markdown.
 * @resource `notes://note/{id}{?heading}`
 * @mimeType text/markdown
 * @param id - Number of the note.
 * @param heading - Level of its heading.
 */
export function note(id: number, heading = 1): string {
  const found = store.find(id);
  if (found === undefined) throw new ToolError(`There is no note ${id}.`);
  return `${"#".repeat(heading)} ${found.title}\n\n${found.text}\n`;
}
