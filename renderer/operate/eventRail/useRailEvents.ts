import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { SensorId } from '../../../shared/model/ids';
import { createWindowClock } from '../../playback/runnerClock';
import { useApp } from '../../state/appContext';
import { useHistory } from '../../state/playbackSession';
import { useStoredCount } from '../../state/useStoredCount';
import { EventFeed, type EventFeedState } from './eventFeed';

/** The events of some sensors about the window. The last ones stay until others are here. */
export function useRailEvents(sensorIds: readonly SensorId[], window: TimeRange, range: TimeRange): EventFeedState {
  const { client } = useApp();
  const extent = useHistory((state) => state.extent);
  const feed = useMemo(() => new EventFeed(client, createWindowClock()), [client]);
  const storedCount = useStoredCount(window);
  // A new object whenever there is more to be found: what was answered before is out of date then.
  const asOf = useMemo(() => ({ extent, storedCount }), [extent, storedCount]);
  useEffect(() => feed.want({ sensorIds, window, range, asOf }), [feed, sensorIds, window, range, asOf]);
  useEffect(() => () => feed.dispose(), [feed]);
  return useStore(feed.store);
}
