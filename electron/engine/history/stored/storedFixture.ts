import Database from 'better-sqlite3';
import type { FixtureSeries } from '../sourceConformance';
import { ensureCacheTables } from './cacheTables';
import { HandClock } from './handClock';
import { HistoryCache } from './historyCache';
import { ScriptedRemote } from './scriptedRemote';
import { type StoredSource, storedSource, type StoredSourceOptions } from './storedSource';

/** A stored source over a scripted remote, and all that a test turns. */
export interface StoredFixture {
  readonly db: Database.Database;
  readonly clock: HandClock;
  readonly remote: ScriptedRemote;
  cache: HistoryCache;
  source: StoredSource;
  /** Closes the cache and opens it again on the same database, as after a restart. */
  restart(): void;
  dispose(): void;
}

/** How the fixture is made. */
export interface StoredFixtureOptions extends Partial<StoredSourceOptions> {
  readonly nowMs: number;
  readonly limitBytes?: number;
}

/** Makes a stored source over a remote that holds these series. */
export function storedFixture(series: readonly FixtureSeries[], options: StoredFixtureOptions): StoredFixture {
  const db = new Database(':memory:');
  ensureCacheTables(db);
  const clock = new HandClock(options.nowMs);
  const remote = new ScriptedRemote(series);
  const open = (): { cache: HistoryCache; source: StoredSource } => {
    const limitBytes = options.limitBytes ?? 1e9;
    const cache = new HistoryCache(db, { limitBytes, now: () => clock.now() });
    return { cache, source: storedSource(remote, cache, { sourceId: 'one', clock, ...options }) };
  };
  const close = (): void => {
    fixture.source.dispose();
    fixture.cache.dispose();
  };
  const fixture: StoredFixture = {
    db,
    clock,
    remote,
    ...open(),
    restart: () => {
      close();
      Object.assign(fixture, open());
    },
    dispose: () => {
      close();
      db.close();
    },
  };
  return fixture;
}
