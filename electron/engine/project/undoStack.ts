import type { ProjectDatabase } from './projectDatabase';

/** How many edits can be taken back. */
const longestStack = 1_000;

/** The edits that can be undone and redone, in the file, so that they survive a restart. Positions count up from 1. */
export class UndoStack {
  readonly #database: ProjectDatabase;

  constructor(database: ProjectDatabase) {
    this.#database = database;
  }

  /** The journal sequence of the edit at a position; undefined where there is none. */
  sequenceAt(position: number): number | undefined {
    return this.#database
      .prepare<[number], number>('SELECT sequence FROM undo_entry WHERE position = ?')
      .pluck()
      .get(position);
  }

  /** Puts a new edit on top: what was undone before it can no longer be redone. Answers its position. */
  push(position: number, sequence: number): number {
    const next = position + 1;
    this.#database
      .prepare('DELETE FROM undo_entry WHERE position > ? OR position <= ?')
      .run(position, next - longestStack);
    this.#database.prepare('INSERT INTO undo_entry (position, sequence) VALUES (?, ?)').run(next, sequence);
    return next;
  }
}
