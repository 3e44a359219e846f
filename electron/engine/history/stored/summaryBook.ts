import { z } from 'zod';
import type { SeriesSummary } from '../../../../shared/history/historySource';
import type { HistoryCache } from './historyCache';

/** What a source said of its series is asked anew after this long. */
const freshMs = 30_000;

const summaryFields = z.object({
  unit: z.string(),
  description: z.string(),
  sampleCount: z.number().optional(),
  firstMs: z.number().optional(),
  lastMs: z.number().optional(),
  typicalPeriodMs: z.number().optional(),
});
const summaryRow = z.object({ name: z.string(), fields: z.string() });

function byName(left: SeriesSummary, right: SeriesSummary): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}

function summaryOf(row: unknown): SeriesSummary {
  const { name, fields } = summaryRow.parse(row);
  const { unit, description, sampleCount, firstMs, lastMs, typicalPeriodMs } = summaryFields.parse(JSON.parse(fields));
  return { name, unit, description, sampleCount, firstMs, lastMs, typicalPeriodMs };
}

/** What one source has said of its series, in memory and in the project file, so that it is known without the source. */
export class SummaryBook {
  readonly #cache: HistoryCache;
  readonly #statements;
  readonly #byName = new Map<string, SeriesSummary>();
  /** When the source was last asked of each, also of those that it does not hold, and of all. */
  readonly #askedMs = new Map<string, number>();
  #allAskedMs = -Infinity;

  constructor(cache: HistoryCache, sourceId: string) {
    this.#cache = cache;
    const db = cache.database;
    const put = db.prepare('INSERT OR REPLACE INTO cache_summary (source_id, name, fields) VALUES (?, ?, ?)');
    const remove = db.prepare('DELETE FROM cache_summary WHERE source_id = ? AND name = ?');
    this.#statements = {
      put: (name: string, fields: string): void => void put.run(sourceId, name, fields),
      remove: (name: string): void => void remove.run(sourceId, name),
    };
    for (const row of db.prepare('SELECT name, fields FROM cache_summary WHERE source_id = ?').all(sourceId)) {
      const summary = summaryOf(row);
      this.#byName.set(summary.name, summary);
    }
  }

  /** A series that is known to have samples, if any is. */
  anyName(): string | undefined {
    for (const { name, firstMs } of this.#byName.values()) {
      if (firstMs !== undefined) {
        return name;
      }
    }
    return undefined;
  }

  find(name: string): SeriesSummary | undefined {
    return this.#byName.get(name);
  }

  /** The named series in ascending order of their names, without those that are not known; undefined: all. */
  list(names: readonly string[] | undefined): readonly SeriesSummary[] {
    const asked =
      names === undefined ? [...this.#byName.values()] : [...new Set(names)].flatMap((name) => this.find(name) ?? []);
    return asked.sort(byName);
  }

  /** Whether anything was ever said of all of them, for instance in an earlier run. */
  knowsAll(names: readonly string[] | undefined): boolean {
    return names === undefined ? this.#byName.size > 0 : names.every((name) => this.hasAsked(name));
  }

  /** Whether the source has said that it holds the series, or that it does not. */
  hasAsked(name: string): boolean {
    return this.#allAskedMs > -Infinity || this.#byName.has(name) || this.#askedMs.has(name);
  }

  /** The names of which it was not asked lately; undefined: all of them. */
  staleOf(names: readonly string[] | undefined, nowMs: number): readonly string[] | undefined {
    const isFresh = (askedMs: number): boolean => Math.abs(nowMs - askedMs) < freshMs;
    if (isFresh(this.#allAskedMs)) {
      return [];
    }
    return names?.filter((name) => !isFresh(this.#askedMs.get(name) ?? -Infinity));
  }

  /** Takes over what the source has said when it was asked for these; undefined: for all it holds. */
  async remember(
    names: readonly string[] | undefined,
    summaries: readonly SeriesSummary[],
    nowMs: number,
  ): Promise<void> {
    const told = new Map(summaries.map((summary) => [summary.name, summary]));
    const changed = summaries.filter((summary) => JSON.stringify(this.find(summary.name)) !== JSON.stringify(summary));
    const gone = [...(names ?? this.#byName.keys())].filter((name) => !told.has(name) && this.#byName.has(name));
    changed.forEach((summary) => this.#byName.set(summary.name, summary));
    gone.forEach((name) => this.#byName.delete(name));
    names?.forEach((name) => this.#askedMs.set(name, nowMs));
    this.#allAskedMs = names === undefined ? nowMs : this.#allAskedMs;
    await this.#write(changed, gone);
  }

  #write(changed: readonly SeriesSummary[], gone: readonly string[]): Promise<void> {
    const writes = [
      ...gone.map((name) => () => this.#statements.remove(name)),
      ...changed.map(
        ({ name, ...fields }) =>
          () =>
            this.#statements.put(name, JSON.stringify(fields)),
      ),
    ];
    if (writes.length === 0) {
      return Promise.resolve();
    }
    let at = 0;
    return this.#cache.write((isDue) => {
      while (at < writes.length) {
        writes[at]?.();
        at += 1;
        if (isDue()) {
          return at === writes.length;
        }
      }
      return true;
    });
  }
}
