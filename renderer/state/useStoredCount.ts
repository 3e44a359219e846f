import { useEffect, useState } from 'react';
import type { TimeRange } from '../../shared/history/timeRange';
import { useApp } from './appContext';
import { atMostEvery } from './atMostEvery';

/** While history keeps coming, what is drawn from it is read again so often at most. */
const readEveryMs = 1_000;

/** Counts how often history of a range was brought here: whoever shows it reads it again then. Not more than once a second. */
export function useStoredCount({ startMs, endMs }: TimeRange): number {
  const { client } = useApp();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const { soon, stop } = atMostEvery(readEveryMs, () => setCount((before) => before + 1));
    const stopListening = client.on('history:stored', (stored) => {
      if (stored.startMs <= endMs && stored.endMs >= startMs) {
        soon();
      }
    });
    return () => {
      stop();
      stopListening();
    };
  }, [client, startMs, endMs]);
  return count;
}
