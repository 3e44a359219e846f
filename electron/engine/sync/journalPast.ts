import { AppFailure } from '../../../shared/lib/appError';
import type { PlantModel, Sensor } from '../../../shared/model/plantModel';
import type { LoggedChange } from '../../../shared/sync/logEntry';
import type { ProjectDatabase } from '../project/projectDatabase';
import type { PastEntry, PastSource } from './pastSource';

interface JournalRow {
  readonly sequence: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly label: string;
  readonly changes: string;
}

/** What the history of a plant of no tenant is read from. */
export interface JournalPastParts {
  readonly database: ProjectDatabase;
  readonly model: () => PlantModel;
  /** The last saved edit. */
  readonly revision: () => number;
  /** Who works on this machine. */
  readonly person: string;
}

/** The words of a journal entry: an undone edit keeps its own. */
function labelOf({ kind, label }: JournalRow): string {
  return kind === 'undo' ? `Undo: ${label}` : kind === 'redo' ? `Redo: ${label}` : label;
}

/** The project's journal as the history of its plant. The replay does not follow it. */
export class JournalPast implements PastSource {
  readonly #parts: JournalPastParts;
  readonly #noSensors: ReadonlyMap<string, Sensor> = new Map();

  constructor(parts: JournalPastParts) {
    this.#parts = parts;
  }

  head(): number {
    return this.#parts.revision();
  }

  headModel(): PlantModel {
    return this.#parts.model();
  }

  firstKnown(): number {
    return 1;
  }

  *entries(before: number | undefined): Iterable<PastEntry> {
    let below = before ?? this.head() + 1;
    const page = this.#parts.database.prepare<[number], JournalRow>(
      "SELECT sequence, at_ms, kind, label, patch -> '$.changes' AS changes FROM journal WHERE sequence < ? ORDER BY sequence DESC LIMIT 200",
    );
    for (let rows = page.all(below); rows.length > 0; rows = page.all(below)) {
      for (const row of rows) {
        below = row.sequence;
        yield this.#entryOf(row);
      }
    }
  }

  pending(): readonly PastEntry[] {
    return [];
  }

  changesOf(seq: number): readonly LoggedChange[] {
    const text = this.#parts.database
      .prepare<[number], string>("SELECT patch -> '$.changes' FROM journal WHERE sequence = ?")
      .pluck()
      .get(seq);
    if (text === undefined) {
      throw new AppFailure({ code: 'not-found', what: `revision ${seq}` });
    }
    return JSON.parse(text) as readonly LoggedChange[];
  }

  timeline(): readonly [] {
    return [];
  }

  formerSensors(): ReadonlyMap<string, Sensor> {
    return this.#noSensors;
  }

  reach(): Promise<void> {
    return Promise.resolve();
  }

  identity(): string {
    return 'journal';
  }

  #entryOf(row: JournalRow): PastEntry {
    return {
      seq: row.sequence,
      id: `journal-${row.sequence}`,
      by: this.#parts.person,
      atMs: row.at_ms,
      madeAtMs: row.at_ms,
      label: labelOf(row),
      changesText: row.changes,
    };
  }
}
