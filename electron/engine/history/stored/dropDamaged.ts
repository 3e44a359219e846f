import { DamagedSamplesError } from '../../../../shared/history/byteCursor';
import { rewritePieces } from '../../../../shared/history/coveredPieces';
import type { HistoryStore } from '../historyStore';
import { chunkAtOrBefore, type StoredSeries } from '../seriesIndex';
import { levelBucketMs, rebuildTiles } from '../tilePyramid';
import type { CoverageEdit } from './coverageLedger';

function isDamaged(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof DamagedSamplesError) {
      return true;
    }
    throw error;
  }
}

function dropDamagedTiles(store: HistoryStore, series: StoredSeries): void {
  levelBucketMs.forEach((_, level) => {
    for (const [startMs, id] of [...store.tilesOf(series, level)]) {
      if (isDamaged(() => store.readTile(id))) {
        store.putTile(series, { level, startMs }, undefined);
      }
    }
  });
}

/** Takes away what does not read back of a series, with what it covered: it can be read from its source again. */
export function dropDamaged(store: HistoryStore, key: string, edit: CoverageEdit): void {
  const series = store.findSeries(key);
  if (series === undefined) {
    return;
  }
  dropDamagedTiles(store, series);
  const damaged = store.chunksOf(series).filter((entry) => isDamaged(() => store.readChunk(entry, false)));
  const [first] = damaged;
  const last = damaged[damaged.length - 1];
  if (first === undefined || last === undefined) {
    return;
  }
  for (const { startMs, endMs } of damaged) {
    store.replaceChunks(series, { index: chunkAtOrBefore(store.chunksOf(series), startMs), replaced: 1 }, []);
    edit.put(
      key,
      rewritePieces(edit.piecesOf(key), { startMs, endMs: endMs + 1 }, () => undefined),
    );
  }
  store.summarise(series);
  const changed = { firstMs: first.startMs, lastMs: last.endMs };
  rebuildTiles(store, series, { changed, backlog: [], moreToCome: false });
}
