import { useEffect, useState } from 'react';
import type { OfflineEstimate } from '../../../shared/contract/offlineCalls';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { AppError } from '../../../shared/lib/appError';
import type { SensorId } from '../../../shared/model/ids';
import { useApp } from '../../state/appContext';

/** While somebody types, the estimate is asked for this long after the last key. */
const settleMs = 200;

/** What taking a range offline would mean, as far as it is known by now. */
export interface Estimated {
  readonly estimate?: OfflineEstimate;
  readonly failure?: AppError;
}

/** Asks what a range of some sensors would mean, anew whenever they change. The old answer goes at once. */
export function useEstimate(sensorIds: readonly SensorId[], range: TimeRange | undefined): Estimated {
  const { client } = useApp();
  const [estimated, setEstimated] = useState<Estimated>({});
  const { startMs, endMs } = range ?? {};
  useEffect(() => {
    setEstimated({});
    if (startMs === undefined || endMs === undefined || sensorIds.length === 0) {
      return undefined;
    }
    const controller = new AbortController();
    const ask = async (): Promise<void> => {
      const request = { sensorIds: [...sensorIds], startMs, endMs };
      const answer = await client.call('offline:estimate', request, { signal: controller.signal });
      if (!controller.signal.aborted) {
        setEstimated(answer.ok ? { estimate: answer.value } : { failure: answer.error });
      }
    };
    const timer = window.setTimeout(() => void ask(), settleMs);
    return () => {
      window.clearTimeout(timer);
      controller.abort();
    };
  }, [client, sensorIds, startMs, endMs]);
  return estimated;
}
