import { useMemo } from 'react';
import { gapsOf } from '../../shared/history/coverage';
import type { TimeRange } from '../../shared/history/timeRange';
import { useOffline } from '../state/playbackSession';
import { useLostSources } from '../state/useLostSources';

const nothing: readonly TimeRange[] = [];

/** What of a window is not stored here and cannot be read now: while all sources answer, nothing. */
export function useNotHere(window: TimeRange): readonly TimeRange[] {
  const isLost = useLostSources().length > 0;
  const coverage = useOffline((state) => state.coverage);
  return useMemo(
    () => (isLost && coverage !== undefined ? gapsOf(coverage.stored, window) : nothing),
    [isLost, coverage, window],
  );
}
