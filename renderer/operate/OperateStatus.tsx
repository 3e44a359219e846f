import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { explainError } from '../../shared/lib/appError';
import { type ValueState, valueState, valueStateWords } from '../../shared/history/valueState';
import { spanWords } from '../../shared/playback/storedWords';
import { countStates } from '../../shared/playback/valueFrame';
import { counted } from '../../shared/lib/counted';
import { Icon } from '../components/Icon';
import { StatusBar } from '../components/StatusBar';
import { SyncRevisions } from '../components/SyncRevisions';
import { useModel } from '../state/appContext';
import { useHistory, usePlayback, usePlaybackSession, useZoneClock } from '../state/playbackSession';
import { OfflineProgress } from './offline/OfflineProgress';
import { useSheetSensors } from './sheetSensors';
import { SourceStatuses } from './SourceStatuses';
import { StateGlyph } from './StateGlyph';

/** Counts are words for a reader: they need not follow every drawn frame. */
const countEveryMs = 200;
const listed = [valueState.held, valueState.stale, valueState.noData, valueState.bad, valueState.approximate] as const;

function useStateCounts(): readonly number[] {
  const { frames } = usePlaybackSession();
  const onSheet = useSheetSensors();
  const [counts, setCounts] = useState<readonly number[]>(() => countStates(new Uint8Array(0)));
  useEffect(() => {
    let timer: number | undefined;
    const count = (): void => {
      timer = undefined;
      const frame = frames.current();
      const states = frame?.sensorIds.flatMap((id, index) => (onSheet.has(id) ? (frame.states[index] ?? []) : []));
      const next = countStates(Uint8Array.from(states ?? []));
      setCounts((before) => (before.every((number, state) => number === next[state]) ? before : next));
    };
    const soon = (): void => {
      timer ??= window.setTimeout(count, countEveryMs);
    };
    soon();
    const stop = frames.subscribe(soon);
    return () => {
      window.clearTimeout(timer);
      stop();
    };
  }, [frames, onSheet]);
  return counts;
}

/** The history that is stored in the project itself. */
function EmbeddedSource(): ReactElement {
  const problem = useHistory((state) => state.problem);
  const latencyMs = useHistory((state) => state.latencyMs);
  if (problem !== undefined) {
    return (
      <span title={explainError(problem)}>
        <Icon name="warning" size={14} />
        The historian does not answer
      </span>
    );
  }
  return (
    <span data-testid="source-status">
      <Icon name="tick" size={14} />
      {latencyMs === undefined ? 'Historian' : `Historian, ${Math.max(1, Math.round(latencyMs))} ms`}
    </span>
  );
}

/** What there is of a history that is all here. Of one that lives elsewhere the overview tells. */
function Stored(): ReactElement {
  const startMs = usePlayback((state) => state.range.startMs);
  const endMs = usePlayback((state) => state.range.endMs);
  const clock = useZoneClock();
  const isKnown = startMs !== undefined && endMs !== undefined;
  return (
    <span>{isKnown ? `Stored on this machine ${spanWords({ startMs, endMs }, clock)}` : 'No history stored yet'}</span>
  );
}

/** True when some sensors' history is stored in the project itself. */
function useHasEmbedded(): boolean {
  const sensors = useModel((state) => state.model?.sensors);
  return useMemo(() => [...(sensors?.values() ?? [])].some(({ sourceId }) => sourceId === undefined), [sensors]);
}

function Counts(): ReactElement {
  const counts = useStateCounts();
  const total = counts.reduce((sum, count) => sum + count, 0);
  const words = (state: ValueState): string => `${counts[state] ?? 0} ${valueStateWords[state]}`;
  return (
    <>
      <span data-testid="state-counts">
        {`${counted(total, 'value')} on this sheet: ${words(valueState.measured)}`}
      </span>
      {listed
        .filter((state) => (counts[state] ?? 0) > 0)
        .map((state) => (
          <span key={state}>
            <StateGlyph state={state} />
            {words(state)}
          </span>
        ))}
    </>
  );
}

/** What the status line takes. */
export interface OperateStatusProps {
  /** Opens the connections of the plant's data sources. */
  readonly onConnections: (() => void) | undefined;
}

/** The line at the foot of Operate mode: the sources, what is stored, how many values are in which state. */
export function OperateStatus({ onConnections }: OperateStatusProps): ReactElement {
  const hasSources = useModel((state) => (state.model?.dataSources.size ?? 0) > 0);
  const hasEmbedded = useHasEmbedded();
  return (
    <StatusBar
      left={
        <>
          <SourceStatuses onConnections={onConnections} />
          {hasSources && !hasEmbedded ? null : <EmbeddedSource />}
          {hasSources ? <OfflineProgress /> : <Stored />}
        </>
      }
      right={
        <>
          <Counts />
          <SyncRevisions />
        </>
      }
    />
  );
}
