import type { PlantModel, Sensor } from '../../../shared/model/plantModel';
import type { RevisionTime } from '../../../shared/sync/past/revisionInForce';
import type { LoggedChange } from '../../../shared/sync/logEntry';

/** One revision as it is kept, its changes still to be read. */
export interface PastEntry {
  /** Undefined: not confirmed yet. */
  readonly seq: number | undefined;
  readonly id: string;
  readonly by: string;
  /** When it came into force, by the clock that decides that. */
  readonly atMs: number;
  /** The author's clock. */
  readonly madeAtMs: number;
  readonly label: string;
  /** The changes as JSON, so that a list that is searched reads only what it shows. */
  readonly changesText: string;
}

/** Where the history of a plant is kept: the log of its tenant, or its own journal. */
export interface PastSource {
  /** The last revision; 0 before the first. */
  head(): number;
  /** The plant after it. */
  headModel(): PlantModel;
  /** The oldest revision whose changes are here; 1 when all are. */
  firstKnown(): number;
  /** Newest first, those before `before` (exclusive; undefined: all), pending ones not among them. */
  entries(before: number | undefined): Iterable<PastEntry>;
  /** What is not confirmed yet, newest first. */
  pending(): Iterable<PastEntry>;
  /** The changes of a revision that is here. */
  changesOf(seq: number): readonly LoggedChange[];
  /** When revisions came into force, ascending: those that the replay follows. */
  timeline(): readonly RevisionTime[];
  /** Sensors that were deleted, as they were defined last. */
  formerSensors(): ReadonlyMap<string, Sensor>;
  /**
   * Brings the changes of all revisions from this one on here. Rejects with an `AppFailure` where they are elsewhere and
   * cannot be had now.
   */
  reach(seq: number): Promise<void>;
  /** Another text when the log is another one than before, not only a longer one. */
  identity(): string;
}
