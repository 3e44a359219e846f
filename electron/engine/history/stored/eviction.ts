import { type CoveredPiece, rewritePieces } from '../../../../shared/history/coveredPieces';
import type { TimeRange } from '../../../../shared/history/timeRange';
import type { HistoryStore } from '../historyStore';
import { chunkAtOrBefore, type ChunkEntry } from '../seriesIndex';
import { rebuildTiles } from '../tilePyramid';
import type { CoverageEdit, CoverageLedger } from './coverageLedger';
import type { ProtectedStretches } from './protectedStretches';

const dayMs = 86_400_000;
/** A long history is evicted in at most this many steps in time, for all its series alike. */
const mostSteps = 128;

/** What an eviction works on. */
export interface EvictionGround {
  readonly store: HistoryStore;
  readonly ledger: CoverageLedger;
  readonly stretches: ProtectedStretches;
  /** The moment that was asked for last: what lies furthest from it goes first. */
  readonly askedMs: number;
}

/** Chunks of one series that may go: those that reach into the range and were not used after `usedAtMs`. */
export interface Victim {
  readonly key: string;
  readonly range: TimeRange;
  readonly usedAtMs: number;
}

interface Member {
  readonly key: string;
  readonly range: TimeRange;
}

/** Pieces that hold samples, by when they were last used, the oldest first. Without infinite ends. */
function piecesByUse({ store, ledger }: EvictionGround): readonly (readonly [number, readonly Member[]])[] {
  const groups = new Map<number, Member[]>();
  for (const [key, coverage] of ledger.all()) {
    const { firstMs = Infinity, lastMs = -Infinity } = store.findSeries(key) ?? {};
    for (const piece of coverage.pieces()) {
      const range = { startMs: Math.max(piece.startMs, firstMs), endMs: Math.min(piece.endMs, lastMs + 1) };
      if (range.startMs < range.endMs) {
        const group = groups.get(piece.usedAtMs) ?? [];
        group.push({ key, range });
        groups.set(piece.usedAtMs, group);
      }
    }
  }
  return [...groups].sort(([left], [right]) => left - right);
}

/** Stretches of about a day that make up the span of all members, the one furthest from a moment first. */
function stepsOf(members: readonly Member[], askedMs: number): readonly TimeRange[] {
  const startMs = members.reduce((least, { range }) => Math.min(least, range.startMs), Infinity);
  const endMs = members.reduce((most, { range }) => Math.max(most, range.endMs), -Infinity);
  const widthMs = Math.max(dayMs, Math.ceil((endMs - startMs) / mostSteps / dayMs) * dayMs);
  const steps: TimeRange[] = [];
  for (let fromMs = Math.floor(startMs / widthMs) * widthMs; fromMs < endMs; fromMs += widthMs) {
    steps.push({ startMs: fromMs, endMs: fromMs + widthMs });
  }
  const distance = (step: TimeRange): number => Math.abs((step.startMs + step.endMs) / 2 - askedMs);
  return steps.sort((left, right) => distance(right) - distance(left));
}

/** What may go, in the order in which it should: least recently used first, then furthest from what is looked at. */
export function* victimsOf(ground: EvictionGround): Generator<Victim> {
  for (const [usedAtMs, members] of piecesByUse(ground)) {
    for (const step of stepsOf(members, ground.askedMs)) {
      for (const { key, range } of members) {
        const startMs = Math.max(range.startMs, step.startMs);
        const endMs = Math.min(range.endMs, step.endMs);
        if (startMs < endMs) {
          yield { key, range: { startMs, endMs }, usedAtMs };
        }
      }
    }
  }
}

/** Takes whole chunks away, so that nothing is packed anew, with all that was known between their samples. */
export function evict(ground: EvictionGround, victim: Victim, edit: CoverageEdit): void {
  const { store, stretches } = ground;
  const { key, range, usedAtMs } = victim;
  const series = store.findSeries(key);
  if (series === undefined) {
    return;
  }
  const pieces: readonly CoveredPiece[] = edit.piecesOf(key);
  const mayGo = ({ startMs, endMs }: ChunkEntry): boolean =>
    !stretches.isProtected(key, startMs, endMs) &&
    !pieces.some((piece) => piece.usedAtMs > usedAtMs && piece.startMs <= endMs && startMs < piece.endMs);
  const chunks = store.chunksOf(series);
  const going = chunks
    .slice(Math.max(0, chunkAtOrBefore(chunks, range.startMs)), chunkAtOrBefore(chunks, range.endMs - 1) + 1)
    .filter((entry) => entry.endMs >= range.startMs && mayGo(entry));
  const [first] = going;
  const last = going[going.length - 1];
  if (first === undefined || last === undefined) {
    return;
  }
  let left = pieces;
  for (const { startMs, endMs } of going) {
    const index = chunkAtOrBefore(chunks, startMs);
    const nextMs = chunks[index + 1]?.startMs ?? endMs + 1;
    // What is known between two chunks is worth nothing alone, and would leave a row for every chunk that went.
    const endOfGapMs = stretches.isProtected(key, startMs, nextMs - 1) ? endMs + 1 : nextMs;
    store.replaceChunks(series, { index, replaced: 1 }, []);
    left = rewritePieces(left, { startMs, endMs: endOfGapMs }, () => undefined);
  }
  store.summarise(series);
  const changed = { firstMs: first.startMs, lastMs: last.endMs };
  rebuildTiles(store, series, { changed, backlog: [], moreToCome: false });
  edit.put(key, left);
}
