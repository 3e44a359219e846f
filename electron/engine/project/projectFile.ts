import { existsSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { type AppError, AppFailure } from '../../../shared/lib/appError';
import { invariant } from '../../../shared/lib/invariant';
import { err, ok, type Result } from '../../../shared/lib/result';
import { applyPatch } from '../../../shared/model/applyPatch';
import { checkPatch } from '../../../shared/model/checkPatch';
import { invertPatch } from '../../../shared/model/invertPatch';
import type { ModelEdit, ModelPatch } from '../../../shared/model/modelPatch';
import { type StandingPatch, undoPatch } from '../../../shared/model/undoPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { SymbolLookup } from '../../../shared/model/symbolLookup';
import { Journal, type JournalEntry } from './journal';
import { readRows, RowWriter } from './modelRows';
import { isFullySynchronous, type ProjectDatabase } from './projectDatabase';
import { type ProjectState, readState, writeState } from './projectState';
import { isStorageFailure, writeFailure } from './sqliteFailure';
import { UndoStack } from './undoStack';
import { nothingLeftWords, passedOverWords } from './undoWords';

/** Where undo and redo stand, as the menu shows it. */
export interface UndoState {
  /** Number of the last saved edit. */
  readonly revision: number;
  /** Undefined: nothing to take back. */
  readonly undoLabel: string | undefined;
  readonly redoLabel: string | undefined;
}

/** What an undo or redo did to the model; no patch where there was nothing to do. */
export interface UndoOutcome extends UndoState {
  readonly patch: ModelPatch | undefined;
  /** A sentence for each thing that was left as it is, since somebody else changed it meanwhile. */
  readonly kept: readonly string[];
}

/** A change that somebody else made. */
export interface RemoteChange {
  readonly patch: ModelPatch;
  /** Goes into the journal. */
  readonly label: string;
  /** What belongs to the change besides the model; runs in the same transaction. */
  readonly write: () => void;
}

/** What an open project file needs from outside. */
export interface ProjectFileParts {
  readonly path: string;
  readonly database: ProjectDatabase;
  readonly model: PlantModel;
  readonly lookup: SymbolLookup;
  readonly now: () => number;
  /** Called once, after the connection is closed. */
  readonly onClosed: () => void;
}

interface Step {
  readonly patch: ModelPatch;
  readonly kind: JournalEntry['kind'];
  readonly label: string;
  /** The undo position after the step. `on-top`: the step is a new edit. */
  readonly undoPosition: number | 'on-top';
  /** Runs in the step's transaction, after everything else. */
  readonly alongside: (step: WrittenStep) => void;
}

/** What an edit, undo or redo made of a plant, while it is being written. */
export interface WrittenStep {
  readonly before: PlantModel;
  readonly after: PlantModel;
  readonly patch: ModelPatch;
  readonly kind: JournalEntry['kind'];
  readonly label: string;
  /** When, milliseconds since the epoch. */
  readonly atMs: number;
}

/** An undo or redo as far as it goes. */
interface Travel extends StandingPatch {
  readonly kind: 'undo' | 'redo';
  readonly label: string;
  /** The undo position afterwards. */
  readonly undoPosition: number;
}

/** One open `*.sightglass` file. What an answer says is saved is on the disk. Made by `openProject`. */
export class ProjectFile {
  readonly path: string;
  /** The one connection; the historian's tables live in it too. */
  readonly database: ProjectDatabase;
  readonly #lookup: SymbolLookup;
  readonly #now: () => number;
  readonly #onClosed: () => void;
  readonly #journal: Journal;
  readonly #undoStack: UndoStack;
  readonly #rows: RowWriter;
  #model: PlantModel;
  #alongside: (step: WrittenStep) => void = () => undefined;
  #state: ProjectState;

  constructor(parts: ProjectFileParts) {
    this.path = parts.path;
    this.database = parts.database;
    this.#lookup = parts.lookup;
    this.#now = parts.now;
    this.#onClosed = parts.onClosed;
    this.#model = parts.model;
    this.#journal = new Journal(parts.database);
    this.#undoStack = new UndoStack(parts.database);
    this.#rows = new RowWriter(parts.database);
    this.#state = readState(parts.database, parts.path);
  }

  /**
   * From now on `write` runs inside the transaction of every edit, undo and redo, so that what follows from it is saved
   * together with it or not at all. What it throws undoes the edit; an `AppFailure` is the edit's answer.
   */
  alongside(write: (step: WrittenStep) => void): void {
    this.#alongside = write;
  }

  /** The model as it is saved. */
  readModel(): PlantModel {
    return this.#model;
  }

  undoState(): UndoState {
    return {
      revision: this.#state.revision,
      undoLabel: this.#labelAt(this.#state.undoPosition),
      redoLabel: this.#labelAt(this.#state.undoPosition + 1),
    };
  }

  /** Saves one gesture: rows, journal and undo in one transaction. An edit without changes saves nothing. */
  commit(edit: ModelEdit): Result<UndoState, AppError> {
    if (edit.patch.changes.length === 0) {
      return ok(this.undoState());
    }
    const { patch, label } = edit;
    const written = this.#take({ patch, kind: 'edit', label, undoPosition: 'on-top', alongside: this.#alongside });
    return written.ok ? ok(this.undoState()) : written;
  }

  /**
   * Saves what came from elsewhere, in one transaction with what belongs to it. It is in the journal but cannot be
   * undone here, and nothing that follows edits follows it. Without changes only `write` runs.
   */
  receive({ patch, label, write }: RemoteChange): Result<UndoState, AppError> {
    const { undoPosition } = this.#state;
    const written =
      patch.changes.length === 0
        ? this.#transact(write)
        : this.#take({ patch, kind: 'remote', label, undoPosition, alongside: write });
    return written.ok ? ok(this.undoState()) : written;
  }

  /** Takes the last edit back. */
  undo(): Result<UndoOutcome, AppError> {
    return this.#travel('undo');
  }

  /** Does again what was undone last. */
  redo(): Result<UndoOutcome, AppError> {
    return this.#travel('redo');
  }

  /** Writes a whole copy, history included, to another path. A file there is replaced when the copy is complete. */
  async saveCopy(path: string): Promise<Result<void, AppError>> {
    if (existsSync(path) && realpathSync(path) === realpathSync(this.path)) {
      return err({ code: 'file-exists', path });
    }
    const unfinished = `${path}.unfinished`;
    try {
      await this.database.backup(unfinished);
      renameSync(unfinished, path);
      return ok(undefined);
    } catch (error) {
      rmSync(unfinished, { force: true });
      return err(writeFailure(error));
    }
  }

  /** Moves everything from the WAL into the one file, so that the file alone is whole. For idle times. */
  checkpoint(): void {
    this.database.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** Closes the file. Nothing may be asked of it afterwards. */
  dispose(): void {
    if (this.database.open) {
      this.database.close();
      this.#onClosed();
    }
  }

  #labelAt(position: number): string | undefined {
    const sequence = this.#undoStack.sequenceAt(position);
    return sequence === undefined ? undefined : this.#journal.labelOf(sequence);
  }

  #travel(kind: 'undo' | 'redo'): Result<UndoOutcome, AppError> {
    const { undoPosition } = this.#state;
    const sequence = this.#undoStack.sequenceAt(kind === 'undo' ? undoPosition : undoPosition + 1);
    if (sequence === undefined) {
      return ok({ patch: undefined, kept: [], ...this.undoState() });
    }
    const edit = this.#journal.patchOf(sequence);
    const label = this.#journal.labelOf(sequence) ?? '';
    const position = undoPosition + (kind === 'undo' ? -1 : 1);
    const standing = undoPatch(this.#model, kind === 'undo' ? invertPatch(edit) : edit, this.#lookup);
    const written = standing.ok ? this.#travelBy({ ...standing.value, kind, label, undoPosition: position }) : standing;
    if (written.ok || written.error.code !== 'rule-broken') {
      return written;
    }
    // Left on top, it would keep every other step from being reached.
    return this.#travelBy({
      ...{ patch: { changes: [] }, kept: [passedOverWords(kind, label, written.error)] },
      ...{ kind, label, undoPosition: position },
    });
  }

  #travelBy(travel: Travel): Result<UndoOutcome, AppError> {
    const { patch, kind, label, undoPosition } = travel;
    const isEmpty = patch.changes.length === 0;
    const kept = isEmpty && travel.kept.length === 0 ? [nothingLeftWords(kind, label)] : travel.kept;
    const written = isEmpty ? this.#moveOnly(undoPosition) : this.#take({ ...travel, alongside: this.#alongside });
    return written.ok ? ok({ patch, kept, ...this.undoState() }) : written;
  }

  /** Nothing of the step can be done (any more): only the place in the undo stack moves. */
  #moveOnly(undoPosition: number): Result<void, AppError> {
    const state = { ...this.#state, undoPosition };
    const written = this.#transact(() => writeState(this.database, state));
    if (written.ok) {
      this.#state = state;
    }
    return written;
  }

  #take(step: Step): Result<void, AppError> {
    const checked = checkPatch(this.#model, step.patch, this.#lookup);
    if (!checked.ok) {
      return checked;
    }
    const after = applyPatch(this.#model, step.patch);
    return this.#transact(
      () => this.#write(step, after),
      (state) => {
        this.#state = state;
        this.#model = after;
      },
    );
  }

  /** Runs `write` in a transaction of its own; what it answers is `taken` once it is on the disk. */
  #transact<T>(write: () => T, taken: (written: T) => void = () => undefined): Result<void, AppError> {
    try {
      taken(this.database.transaction(write)());
    } catch (error) {
      if (error instanceof AppFailure) {
        return err(error.error);
      }
      if (!isStorageFailure(error)) {
        throw error;
      }
      this.#readAgain();
      return err(writeFailure(error));
    }
    invariant(isFullySynchronous(this.database), 'a commit is on the disk before it is answered');
    return ok(undefined);
  }

  #write(step: Step, after: PlantModel): ProjectState {
    const { revision, digest, journalHash, undoPosition } = this.#state;
    const sequence = revision + 1;
    const { kind, label, patch } = step;
    const atMs = this.#now();
    const entry: JournalEntry = { sequence, atMs, kind, label, patch };
    const state: ProjectState = {
      revision: sequence,
      digest: this.#rows.apply(patch, after, digest),
      journalHash: this.#journal.append(entry, journalHash),
      undoPosition: step.undoPosition === 'on-top' ? this.#undoStack.push(undoPosition, sequence) : step.undoPosition,
    };
    writeState(this.database, state);
    step.alongside({ before: this.#model, after, patch, kind, label, atMs });
    return state;
  }

  /** A commit that reported an error can be on the disk all the same, so the file is asked, not assumed. */
  #readAgain(): void {
    try {
      const state = readState(this.database, this.path);
      if (state.revision !== this.#state.revision) {
        this.#model = readRows(this.database, this.path).model;
      }
      this.#state = state;
    } catch (error) {
      if (!isStorageFailure(error) && !(error instanceof AppFailure)) {
        throw error;
      }
    }
  }
}
