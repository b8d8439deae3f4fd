import { ToolError, type Context } from "mcpgen";
import * as store from "../store.js";
import type { Note } from "../store.js";

/** How found notes are ordered. */
export type Order = "newest" | "oldest" | "title";

/** What a new note says. */
export interface Draft {
  /**
   * One line.
   * @minLength 1
   * @maxLength 80
   */
  title: string;
  /** Markdown. */
  text: string;
  /** Lower-case words to find it by. */
  tags?: Set<string>;
  /** When it was written; now when absent. */
  created?: Date;
}

/**
 * Keep a note.
 * @tool
 * @title Add a note
 * @tag writing
 */
export function addNote(draft: Draft): Note {
  return store.keep({
    title: draft.title,
    text: draft.text,
    tags: draft.tags ?? new Set(),
    created: draft.created ?? new Date(),
  });
}

/**
 * Find notes by words in title and text.
 * @tool
 * @title Search notes
 * @readOnlyHint
 * @param query - Words that must all occur, in any order; empty finds all.
 * @param tag - Only notes with this tag.
 * @param limit - Most notes to return.
 * @minimum 1
 * @maximum 50
 */
export async function searchNotes(
  query: string,
  context: Context,
  tag?: string,
  limit = 10,
  order: Order = "newest",
): Promise<Note[]> {
  const words = query.toLowerCase().split(/\s+/);
  const found = store
    .all()
    .filter((note) => words.every((word) => `${note.title} ${note.text}`.toLowerCase().includes(word)))
    .filter((note) => tag === undefined || note.tags.has(tag));
  context.log.debug(`${found.length} notes found`);
  const by = {
    newest: (a: Note, b: Note) => b.created.getTime() - a.created.getTime(),
    oldest: (a: Note, b: Note) => a.created.getTime() - b.created.getTime(),
    title: (a: Note, b: Note) => a.title.localeCompare(b.title),
  };
  return Promise.resolve(found.sort(by[order]).slice(0, limit));
}

/**
 * Forget a note for good.
 * @tool
 * @title Delete a note
 * @destructiveHint
 * @idempotentHint
 * @tag writing
 * @param id - Number of the note.
 */
export function deleteNote(id: number): void {
  if (!store.forget(id)) throw new ToolError(`There is no note ${id}. searchNotes tells the numbers.`);
}

/**
 * How many notes there are, by tag.
 * @tool
 * @readOnlyHint
 */
export function countNotes(): { total: number; byTag: Map<string, number> } {
  const notes = store.all();
  const byTag = new Map<string, number>();
  for (const tag of notes.flatMap((note) => [...note.tags])) byTag.set(tag, (byTag.get(tag) ?? 0) + 1);
  return { total: notes.length, byTag };
}
