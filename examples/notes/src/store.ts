/** A note, as the store keeps it. */
export interface Note {
  id: number;
  title: string;
  text: string;
  tags: Set<string>;
  created: Date;
}

const notes = new Map<number, Note>();

/** Keeps a note and gives it its number. */
export function keep(note: Omit<Note, "id">): Note {
  const kept = { id: notes.size + 1, ...note };
  notes.set(kept.id, kept);
  return kept;
}

/** All notes, in the order in which they were kept. */
export function all(): Note[] {
  return [...notes.values()];
}

/** One note, or undefined. */
export function find(id: number): Note | undefined {
  return notes.get(id);
}

/** Forgets a note; false when there was none. */
export function forget(id: number): boolean {
  return notes.delete(id);
}
