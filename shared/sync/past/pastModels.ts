import { invariant } from '../../lib/invariant';
import type { PlantModel } from '../../model/plantModel';
import type { LoggedChange } from '../logEntry';
import { ModelWalk } from './modelWalk';

/** So many revisions apart are the states that are kept: half of it is the longest walk from one of them. */
const apart = 500;

/** Where the revisions' changes are read. */
export interface PastLog {
  /** What a revision changed. It is there, from `first` to the head that was told. */
  changesOf(seq: number): readonly LoggedChange[];
}

interface Kept {
  readonly seq: number;
  readonly model: PlantModel;
}

/**
 * Finds the plant as of any revision. States that a long walk comes by are kept, so that the next walk begins near
 * where it goes; they share everything that is the same in them.
 */
export class PastModels {
  readonly #log: PastLog;
  #head: Kept;
  readonly #kept = new Map<number, PlantModel>();
  /** The last one asked for: people go step by step. */
  #last: Kept | undefined;

  /** `head` is the plant after its last revision. */
  constructor(log: PastLog, head: Kept) {
    this.#log = log;
    this.#head = head;
  }

  /** There are more revisions now. What is kept of older ones stays true. */
  headIs(head: Kept): void {
    invariant(head.seq >= this.#head.seq, 'a log only grows');
    this.#head = head;
  }

  /** The plant after revision `seq`, at most the head's. Whoever asks knows that the changes down to it are there. */
  at(seq: number): PlantModel {
    const from = this.#nearest(seq);
    if (from.seq === seq) {
      return from.model;
    }
    const model = from.seq > seq ? this.#walkBack(from, seq) : this.#walkForth(from, seq);
    this.#last = { seq, model };
    return model;
  }

  /**
   * Works out one more of the states that are kept, newest first, down to revision `oldest`; false: all are there. For
   * whenever there is nothing else to do.
   */
  prepareStep(oldest: number): boolean {
    let wanted = Math.floor((this.#head.seq - 1) / apart) * apart;
    while (wanted > oldest && this.#kept.has(wanted)) {
      wanted -= apart;
    }
    if (wanted <= oldest) {
      return false;
    }
    this.#kept.set(wanted, this.#walkBack(this.#nearest(wanted), wanted));
    return true;
  }

  #nearest(seq: number): Kept {
    let best = this.#head;
    const offer = (kept: Kept): void => {
      if (Math.abs(kept.seq - seq) < Math.abs(best.seq - seq)) {
        best = kept;
      }
    };
    this.#kept.forEach((model, at) => offer({ seq: at, model }));
    if (this.#last !== undefined) {
      offer(this.#last);
    }
    return best;
  }

  #walkBack(from: Kept, to: number): PlantModel {
    let walk = new ModelWalk(from.model);
    for (let seq = from.seq; seq > to; seq -= 1) {
      walk.back(this.#log.changesOf(seq));
      const reached = seq - 1;
      if (reached % apart === 0 && reached > to && !this.#kept.has(reached)) {
        const model = walk.model();
        this.#kept.set(reached, model);
        walk = new ModelWalk(model);
      }
    }
    return walk.model();
  }

  #walkForth(from: Kept, to: number): PlantModel {
    const walk = new ModelWalk(from.model);
    for (let seq = from.seq + 1; seq <= to; seq += 1) {
      walk.forth(this.#log.changesOf(seq));
    }
    return walk.model();
  }
}
