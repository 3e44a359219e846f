import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { SensorId } from '../../../shared/model/ids';
import { createWindowClock } from '../../playback/runnerClock';
import { useApp } from '../../state/appContext';
import { useHistory } from '../../state/playbackSession';
import { EventFeed, type EventFeedState } from './eventFeed';

/** The events of some sensors about the window. The last ones stay until others are here. */
export function useRailEvents(sensorIds: readonly SensorId[], window: TimeRange, range: TimeRange): EventFeedState {
  const { client } = useApp();
  const extent = useHistory((state) => state.extent);
  const feed = useMemo(() => new EventFeed(client, createWindowClock()), [client]);
  useEffect(() => feed.want({ sensorIds, window, range, asOf: extent }), [feed, sensorIds, window, range, extent]);
  useEffect(() => () => feed.dispose(), [feed]);
  return useStore(feed.store);
}
