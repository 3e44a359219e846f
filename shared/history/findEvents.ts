import type { Sensor } from '../model/plantModel';
import { quality, type SampleColumns } from './historySource';

/** What may happen to a sensor: its state changes, its value leaves its limits or comes back, its values stay away. */
export const historyEventKinds = ['state', 'above', 'below', 'normal', 'gap'] as const;
export type HistoryEventKind = (typeof historyEventKinds)[number];

/** Something that happened to one sensor, as far as its samples tell. */
export interface HistoryEvent {
  readonly kind: HistoryEventKind;
  /** The sample that tells it; of a gap, where it begins. */
  readonly timeMs: number;
  /** The end of a gap, exclusive; undefined while it goes on where the search ended. */
  readonly endMs?: number | undefined;
  /** The value from here on; of a gap the last one before it, NaN where there was none. */
  readonly value: number;
}

/** What makes an event of one sensor's samples. */
export interface EventRules extends Pick<Sensor, 'kind' | 'limitLowLow' | 'limitLow' | 'limitHigh' | 'limitHighHigh'> {
  /** Past this age a value is stale; Infinity where nothing is known to judge by. */
  readonly staleAfterMs: number;
}

/** True for sensors whose events are more than gaps. */
export function hasEventsOfItsOwn(rules: Omit<EventRules, 'staleAfterMs'>): boolean {
  const { kind, limitLowLow, limitLow, limitHigh, limitHighHigh } = rules;
  return kind === 'state' || [limitLowLow, limitLow, limitHigh, limitHighHigh].some((limit) => limit !== undefined);
}

/** A value this near to a limit, as a part of it, lies on it: what is left over when units are converted. */
const onLimitPart = 1e-9;

/**
 * Which limit a value is past: 1 and 2 above high and high high, -1 and -2 below low and low low, 0 within. On a limit
 * is within.
 */
export function limitZoneOf(rules: Omit<EventRules, 'kind' | 'staleAfterMs'>, value: number): -2 | -1 | 0 | 1 | 2 {
  const { limitLowLow, limitLow, limitHigh, limitHighHigh } = rules;
  const isPast = (limit: number | undefined, sign: 1 | -1): boolean =>
    limit !== undefined && (value - limit) * sign > Math.abs(limit) * onLimitPart;
  if (isPast(limitHighHigh, 1)) {
    return 2;
  }
  if (isPast(limitHigh, 1)) {
    return 1;
  }
  if (isPast(limitLowLow, -1)) {
    return -2;
  }
  return isPast(limitLow, -1) ? -1 : 0;
}

/** What going from one zone to another tells: a limit was passed outwards, or the value is back within; else nothing. */
function crossingOf(from: number, to: number): 'above' | 'below' | 'normal' | undefined {
  if (from === to) {
    return undefined;
  }
  if (to === 0) {
    return 'normal';
  }
  const isOutwards = Math.sign(from) !== Math.sign(to) || Math.abs(to) > Math.abs(from);
  return isOutwards ? (to > 0 ? 'above' : 'below') : undefined;
}

/**
 * Finds the events of one sensor in its samples, given in time order and corrected. The sample before the first one,
 * where there is one, goes in first: an event needs a value before it.
 */
export class EventFinder {
  readonly #rules: EventRules;
  readonly #events: HistoryEvent[] = [];
  #sampleMs: number | undefined;
  #gapMs: number | undefined;
  /** The last value that was no gap and not bad. */
  #known = NaN;

  constructor(rules: EventRules) {
    this.#rules = rules;
  }

  /** How many events were found so far. */
  count(): number {
    return this.#events.length;
  }

  /** Adds samples that follow those added before. */
  add({ timesMs, values, qualities }: SampleColumns): void {
    for (let index = 0; index < timesMs.length; index += 1) {
      const isBad = qualities[index] === quality.bad;
      const value = values[index] ?? NaN;
      const timeMs = timesMs[index] ?? NaN;
      this.#followGap(timeMs, Number.isNaN(value) && !isBad);
      this.#sampleMs = timeMs;
      if (!isBad && !Number.isNaN(value)) {
        this.#follow(timeMs, value);
      }
    }
  }

  /** The events in time order; a gap that has not ended before `endMs` is left open. */
  finish(endMs: number): readonly HistoryEvent[] {
    const gapMs = this.#gapBefore(endMs);
    return gapMs === undefined ? this.#events : [...this.#events, { kind: 'gap', timeMs: gapMs, value: this.#known }];
  }

  /** Where the gap began that lasts up to a moment; undefined: there is a value then. */
  #gapBefore(timeMs: number): number | undefined {
    if (this.#gapMs !== undefined || this.#sampleMs === undefined) {
      return this.#gapMs;
    }
    const staleMs = this.#sampleMs + this.#rules.staleAfterMs;
    return staleMs < timeMs ? staleMs : undefined;
  }

  #followGap(timeMs: number, isMissing: boolean): void {
    const gapMs = this.#gapBefore(timeMs);
    if (isMissing) {
      this.#gapMs = gapMs ?? timeMs;
      return;
    }
    if (gapMs !== undefined) {
      this.#events.push({ kind: 'gap', timeMs: gapMs, endMs: timeMs, value: this.#known });
    }
    this.#gapMs = undefined;
  }

  #follow(timeMs: number, value: number): void {
    const before = this.#known;
    this.#known = value;
    if (Number.isNaN(before)) {
      return;
    }
    if (this.#rules.kind === 'state') {
      // States are read as whole numbers, so they differ as such.
      if (Math.round(value) !== Math.round(before)) {
        this.#events.push({ kind: 'state', timeMs, value });
      }
      return;
    }
    const kind = crossingOf(limitZoneOf(this.#rules, before), limitZoneOf(this.#rules, value));
    if (kind !== undefined) {
      this.#events.push({ kind, timeMs, value });
    }
  }
}

/** The events of one sensor in samples that are all at hand; see `EventFinder`. */
export function findEvents(rules: EventRules, samples: SampleColumns, endMs: number): readonly HistoryEvent[] {
  const finder = new EventFinder(rules);
  finder.add(samples);
  return finder.finish(endMs);
}
