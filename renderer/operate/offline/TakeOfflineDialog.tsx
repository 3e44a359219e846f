import { type ReactElement, useMemo, useState } from 'react';
import type { TimeRange } from '../../../shared/history/timeRange';
import { type AppError, explainError } from '../../../shared/lib/appError';
import { spanWords } from '../../../shared/playback/storedWords';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { Segmented } from '../../components/Segmented';
import { useApp, useModel, useSession } from '../../state/appContext';
import { useOffline, usePlaybackSession, useZoneClock } from '../../state/playbackSession';
import styles from './Offline.module.css';
import { OfflineEstimateTable } from './OfflineEstimateTable';
import { chosenRange, type ChosenRange, typedRangeOf } from './offlineRange';
import { OfflineRangeFields, type RangeFields } from './OfflineRangeFields';
import { roomProblem, sensorCountWords } from './offlineWords';
import { useEstimate } from './useEstimate';
import { type SensorChoice, useOfflineSensors } from './useOfflineSensors';

const sensorTitles: Readonly<Record<SensorChoice, string>> = {
  sheet: 'This sheet',
  selection: 'Selection',
  all: 'All with a data source',
};
const noHistory: ChosenRange = { ok: false, field: undefined, problem: 'There is no history to take offline yet' };

/** The times that the fields name. The timeline is looked at once, so that in live the dialog stands still. */
function useChosenRange(fields: RangeFields): ChosenRange {
  const { store } = usePlaybackSession();
  const clock = useZoneClock();
  const [playback] = useState(() => store.getState().playback);
  return useMemo(() => {
    if (playback === undefined) {
      return noHistory;
    }
    const { window, range, timeMs } = playback;
    return chosenRange(fields.choice, fields, { window, range, playheadMs: timeMs, clock });
  }, [playback, fields, clock]);
}

function useJobName(choice: SensorChoice): (range: TimeRange) => string {
  const clock = useZoneClock();
  const sheetId = useSession((state) => state.sheetId);
  const sheet = useModel((state) => (sheetId === undefined ? undefined : state.model?.sheets.get(sheetId)?.name));
  const title = choice === 'sheet' ? (sheet ?? '') : choice === 'all' ? 'All sensors' : `Selection on ${sheet ?? ''}`;
  return (range) => `${title.slice(0, 120)}, ${spanWords(range, clock)}`.trim();
}

/** Which sensors and times are to be kept here, and what that means, before it starts. */
export function TakeOfflineDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { client } = useApp();
  const { offline, store } = usePlaybackSession();
  const clock = useZoneClock();
  const kept = useOffline((state) => state.kept);
  const sensors = useOfflineSensors();
  const [choice, setChoice] = useState<SensorChoice>(sensors.sheet.length > 0 ? 'sheet' : 'all');
  const [fields, setFields] = useState<RangeFields>(() => {
    const window = store.getState().playback?.window;
    const typed = window === undefined ? { from: '', to: '' } : typedRangeOf(window, clock);
    return { choice: 'window', ...typed };
  });
  const [failure, setFailure] = useState<AppError>();
  const chosen = useChosenRange(fields);
  const range = chosen.ok ? chosen.range : undefined;
  const { estimate, failure: notEstimated } = useEstimate(sensors[choice], range);
  const nameOf = useJobName(choice);
  const noSensors = sensors[choice].length === 0 ? 'None of these sensors has a data source' : undefined;
  const problem = chosen.ok ? (noSensors ?? roomProblem(estimate, kept)) : chosen.problem;

  const start = async (): Promise<void> => {
    if (range !== undefined) {
      const request = { sensorIds: [...sensors[choice]], ...range, name: nameOf(range) };
      const answer = await client.call('offline:start', request);
      if (answer.ok) {
        offline.setState({ kept: answer.value, dialog: 'offline-history' });
      } else {
        setFailure(answer.error);
      }
    }
  };
  const choices = (['sheet', 'selection', 'all'] as const).map((value) => ({
    value,
    label: `${sensorTitles[value]}, ${sensors[value].length.toLocaleString('en')}`,
  }));
  return (
    <Dialog
      title="Take history offline"
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" unavailable={problem} onClick={() => void start()}>
            {`Take ${sensorCountWords(sensors[choice].length)} offline`}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p className={styles.words}>
          What is taken offline stays on this machine and is replayed without the network. It is read in the background.
        </p>
        <h3 className={styles.title}>Sensors</h3>
        <Segmented label="Sensors" value={choice} choices={choices} onChange={setChoice} />
        <h3 className={styles.title}>Times</h3>
        <OfflineRangeFields fields={fields} chosen={chosen} onChange={setFields} />
        <p className={styles.words} data-testid="offline-range">
          {chosen.ok ? spanWords(chosen.range, clock) : chosen.problem}
        </p>
        <OfflineEstimateTable {...(estimate && { estimate })} {...(notEstimated && { failure: notEstimated })} />
        {failure !== undefined || (chosen.ok && problem !== undefined) ? (
          <p className={styles.problem} role="alert">
            <Icon name="warning" />
            {failure === undefined ? problem : explainError(failure)}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
