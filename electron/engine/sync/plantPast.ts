import type { Revision, RevisionFilter, RevisionMoment } from '../../../shared/contract/syncCalls';
import { AppFailure } from '../../../shared/lib/appError';
import { diffModels } from '../../../shared/model/diffModels';
import type { ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel, Sensor } from '../../../shared/model/plantModel';
import type { LoggedChange } from '../../../shared/sync/logEntry';
import type { RevisionTime } from '../../../shared/sync/past/revisionInForce';
import { PastModels } from '../../../shared/sync/past/pastModels';
import { changesComponent } from './componentHistory';
import type { PastEntry, PastSource } from './pastSource';

/** A page of revisions, newest first. */
export interface RevisionPage {
  readonly revisions: readonly Revision[];
  /** There are no older ones anywhere. */
  readonly complete: boolean;
}

function changesIn({ changesText }: PastEntry): readonly LoggedChange[] {
  return JSON.parse(changesText) as readonly LoggedChange[];
}

function revisionOf(entry: PastEntry): Revision {
  const counts = { create: 0, update: 0, delete: 0 };
  changesIn(entry).forEach(({ change }) => (counts[change] += 1));
  const { seq, id, by, atMs, madeAtMs, label } = entry;
  const told = {
    id,
    by,
    atMs,
    madeAtMs,
    label,
    created: counts.create,
    changed: counts.update,
    deleted: counts.delete,
  };
  return seq === undefined ? told : { seq, ...told };
}

function isMeant(entry: PastEntry, { by, text, componentId, untilMs }: RevisionFilter): boolean {
  return (
    (untilMs === undefined || entry.atMs <= untilMs) &&
    (by === undefined || entry.by === by) &&
    (text === undefined || entry.label.toLowerCase().includes(text.toLowerCase())) &&
    (componentId === undefined ||
      // Most entries do not name it at all, and reading them would be most of the work.
      (entry.changesText.includes(componentId) && changesComponent(changesIn(entry), componentId)))
  );
}

function notThere(seq: number): AppFailure {
  return new AppFailure({ code: 'not-found', what: `revision ${seq}` });
}

/** The history of the open plant: its revisions, the plant as of each, and what each changed. */
export class PlantPast {
  readonly #source: () => PastSource;
  #models: { readonly past: PastModels; readonly identity: string; readonly source: PastSource } | undefined;
  #isFetching = false;
  #ever: { readonly today: ReadonlyMap<string, Sensor>; readonly former: ReadonlyMap<string, Sensor> } | undefined;
  #sensors: ReadonlyMap<string, Sensor> = new Map();

  /** `source` is asked at every question: a plant that is published has another history from then on. */
  constructor(source: () => PastSource) {
    this.#source = source;
  }

  /** Revisions older than `before` (exclusive), newest first; without it pending ones come first. */
  revisions(asked: {
    readonly before?: number | undefined;
    readonly most: number;
    readonly filter?: RevisionFilter | undefined;
  }): RevisionPage {
    const { before, most, filter = {} } = asked;
    const source = this.#source();
    const revisions: Revision[] = [];
    const take = (entries: Iterable<PastEntry>): boolean => {
      for (const entry of entries) {
        if (isMeant(entry, filter)) {
          if (revisions.length >= most) {
            return false;
          }
          revisions.push(revisionOf(entry));
        }
      }
      return true;
    };
    // What is pending has no number that a next page could go on from: it is on the first page, as far as that goes.
    if (before === undefined) {
      take(source.pending());
    }
    const isExhausted = take(source.entries(before));
    return { revisions, complete: isExhausted && source.firstKnown() <= 1 };
  }

  /** The plant as of a revision or a moment. Rejects with an `AppFailure` where that cannot be told. */
  async modelAt(moment: RevisionMoment): Promise<{ readonly model: PlantModel; readonly seq: number }> {
    const seq = moment.by === 'seq' ? moment.seq : this.#seqInForce(moment.timeMs);
    return { model: await this.#modelAfter(seq), seq };
  }

  /** When each revision came into force, ascending; empty for a plant of no tenant. */
  timeline(): readonly RevisionTime[] {
    return this.#source().timeline();
  }

  /** What a revision changed, as far as this program understands it. Rejects as `modelAt` does. */
  async patchOf(seq: number): Promise<ModelPatch> {
    const after = await this.#modelAfter(seq);
    return diffModels(await this.#modelAfter(seq - 1), after);
  }

  /** The changes of a revision with its label, for taking it back. Rejects as `modelAt` does. */
  async entry(seq: number): Promise<{ readonly label: string; readonly changes: readonly LoggedChange[] }> {
    const source = this.#source();
    await source.reach(seq);
    const [entry] = source.entries(seq + 1);
    if (entry?.seq !== seq) {
      throw notThere(seq);
    }
    return { label: entry.label, changes: changesIn(entry) };
  }

  /** The sensors of today and, as they were defined last, those of before. */
  sensorsEver(today: ReadonlyMap<string, Sensor>): ReadonlyMap<string, Sensor> {
    const former = this.#source().formerSensors();
    if (former.size === 0) {
      return today;
    }
    if (this.#ever?.today !== today || this.#ever.former !== former) {
      this.#ever = { today, former };
      this.#sensors = new Map([...former, ...today]);
    }
    return this.#sensors;
  }

  /**
   * Fetches what is older than anything that is here, unless that is under way. True when more is here afterwards; when
   * it cannot be had now, it is asked for again the next time.
   */
  async fetchOlder(): Promise<boolean> {
    const source = this.#source();
    if (source.firstKnown() <= 1 || this.#isFetching) {
      return false;
    }
    this.#isFetching = true;
    try {
      await source.reach(1);
      return true;
    } catch (error) {
      if (error instanceof AppFailure || (error instanceof Error && error.name === 'AbortError')) {
        return false;
      }
      throw error;
    } finally {
      this.#isFetching = false;
    }
  }

  /** Works out, bit by bit, the states that make every later look quick. Answers false when there is no more to do. */
  prepareStep(): boolean {
    return this.#pastModels().prepareStep(Math.max(0, this.#source().firstKnown() - 1));
  }

  #seqInForce(timeMs: number): number {
    const source = this.#source();
    const timeline = source.timeline();
    const [first] = timeline;
    if (first !== undefined) {
      return timeline.findLast(({ atMs }) => atMs <= timeMs)?.seq ?? first.seq;
    }
    for (const { seq, atMs } of source.entries(undefined)) {
      if (atMs <= timeMs) {
        return seq ?? 0;
      }
    }
    return 0;
  }

  async #modelAfter(seq: number): Promise<PlantModel> {
    const source = this.#source();
    if (seq < 0 || seq > source.head()) {
      throw notThere(seq);
    }
    await source.reach(seq + 1);
    return this.#pastModels().at(seq);
  }

  #pastModels(): PastModels {
    const source = this.#source();
    const head = { seq: source.head(), model: source.headModel() };
    const identity = source.identity();
    if (this.#models?.source !== source || this.#models.identity !== identity) {
      this.#models = { past: new PastModels(source, head), identity, source };
    } else {
      this.#models.past.headIs(head);
    }
    return this.#models.past;
  }
}
