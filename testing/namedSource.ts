import type { HistorySource } from '../shared/history/historySource';

/** A source whose series go by other names: `keyOf` says how the source itself calls what is asked for. */
export function namedSource(
  source: HistorySource,
  keyOf: (name: string) => string,
  nameOf: (key: string) => string,
): HistorySource {
  return {
    describe: async (signal, names) => {
      const found = await source.describe(signal, names?.map(keyOf));
      return found
        .map((summary) => ({ ...summary, name: nameOf(summary.name) }))
        .sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
    },
    readSnapshot: (names, timeMs, signal) => source.readSnapshot(names.map(keyOf), timeMs, signal),
    readRaw: (names, range, signal) => source.readRaw(names.map(keyOf), range, signal),
    readBuckets: (...[names, range, bucketMs, signal]) => source.readBuckets(names.map(keyOf), range, bucketMs, signal),
    readFrames: (names, grid, signal) => source.readFrames(names.map(keyOf), grid, signal),
  };
}
