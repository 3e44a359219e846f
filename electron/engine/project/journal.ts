import { createHash } from 'node:crypto';
import { AppFailure } from '../../../shared/lib/appError';
import { invariant } from '../../../shared/lib/invariant';
import { modelPatchSchema } from '../../../shared/model/modelPatchSchema';
import type { EntityChange, ModelPatch } from '../../../shared/model/modelPatch';
import type { ProjectDatabase } from './projectDatabase';

/** What the journal says happened. */
export interface JournalEntry {
  readonly sequence: number;
  readonly atMs: number;
  /** `remote`: it came from the tenant's service. */
  readonly kind: 'edit' | 'undo' | 'redo' | 'remote';
  /** The words of the undo menu. */
  readonly label: string;
  readonly patch: ModelPatch;
}

interface JournalRow {
  readonly sequence: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly label: string;
  readonly patch: string;
  readonly hash: string;
}

/** What the first entry is chained to. */
export const journalStart = '';

function entryHash(previous: string, row: Omit<JournalRow, 'hash'>): string {
  const text = JSON.stringify([previous, row.sequence, row.at_ms, row.kind, row.label, row.patch]);
  return createHash('sha256').update(text).digest('hex');
}

/** JSON leaves out keys that hold `undefined`; a field change has both of its sides again afterwards. */
function patchFromText(text: string): ModelPatch {
  const patch = modelPatchSchema.parse(JSON.parse(text));
  const changes = patch.changes.map((change): EntityChange => {
    if (change.change !== 'update') {
      return change;
    }
    const sides = Object.entries(change.fields).map(([path, { before, after }]) => [path, { before, after }] as const);
    return { ...change, fields: Object.fromEntries(sides) };
  });
  return { changes };
}

/** How many entries at the end of the journal are checked when a file is opened. */
const checkedAtOpen = 500;

/** The list of everything that was done to the plant, each entry chained to the one before. */
export class Journal {
  readonly #database: ProjectDatabase;

  constructor(database: ProjectDatabase) {
    this.#database = database;
  }

  /** To be called inside a transaction. Answers the hash of the new end. */
  append(entry: JournalEntry, previousHash: string): string {
    const row = {
      sequence: entry.sequence,
      at_ms: Math.round(entry.atMs),
      kind: entry.kind,
      label: entry.label,
      patch: JSON.stringify(entry.patch),
    };
    const hash = entryHash(previousHash, row);
    this.#database
      .prepare('INSERT INTO journal (sequence, at_ms, kind, label, patch, hash) VALUES (?, ?, ?, ?, ?, ?)')
      .run(row.sequence, row.at_ms, row.kind, row.label, row.patch, hash);
    return hash;
  }

  /** The patch of an entry that is known to be there. */
  patchOf(sequence: number): ModelPatch {
    const text = this.#database
      .prepare<[number], string>('SELECT patch FROM journal WHERE sequence = ?')
      .pluck()
      .get(sequence);
    invariant(text !== undefined, `journal entry ${sequence} is there`);
    return patchFromText(text);
  }

  labelOf(sequence: number): string | undefined {
    return this.#database
      .prepare<[number], string>('SELECT label FROM journal WHERE sequence = ?')
      .pluck()
      .get(sequence);
  }

  /** Checks that the newest entries follow on each other and end where the file says. Throws an `AppFailure`. */
  check(end: { readonly path: string; readonly revision: number; readonly hash: string }): void {
    const { path, revision, hash } = end;
    const rows = this.#database
      .prepare<[number], JournalRow>('SELECT * FROM journal WHERE sequence > ? ORDER BY sequence')
      .all(revision - checkedAtOpen - 1);
    const [first] = rows;
    const start = Math.max(1, revision - checkedAtOpen);
    const isWhole =
      rows.length === Math.max(0, revision - start + 1) && (first === undefined || first.sequence === start);
    let previous = first === undefined || first.sequence === 1 ? journalStart : undefined;
    const isChained = rows.every((row) => {
      // Of the oldest row looked at, only its own hash is taken: the row before it is not read.
      const isRight = previous === undefined || entryHash(previous, row) === row.hash;
      previous = row.hash;
      return isRight;
    });
    if (!isWhole || !isChained || (previous ?? journalStart) !== hash) {
      throw new AppFailure({ code: 'damaged-project', path, detail: 'its journal does not hold together' });
    }
  }
}
