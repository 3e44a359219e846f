import { type ReactElement, useEffect, useState } from 'react';
import { explainError } from '../../shared/lib/appError';
import { type ValueState, valueState, valueStateWords } from '../../shared/history/valueState';
import { formatClock, formatDate } from '../../shared/playback/formatTime';
import { countStates } from '../../shared/playback/valueFrame';
import type { ZoneClock } from '../../shared/playback/zoneClock';
import { Icon } from '../components/Icon';
import { StatusBar } from '../components/StatusBar';
import { useHistory, usePlayback, usePlaybackSession, useZoneClock } from '../state/playbackSession';
import { useSheetSensorCount } from './sheetSensors';
import { StateGlyph } from './StateGlyph';

/** Counts are words for a reader: they need not follow every drawn frame. */
const countEveryMs = 200;
const listed = [valueState.held, valueState.stale, valueState.noData, valueState.bad, valueState.approximate] as const;

function useStateCounts(): readonly number[] {
  const { frames } = usePlaybackSession();
  const sensorCount = useSheetSensorCount();
  const [counts, setCounts] = useState<readonly number[]>(() => countStates(new Uint8Array(0)));
  useEffect(() => {
    let timer: number | undefined;
    const count = (): void => {
      timer = undefined;
      const next = countStates(frames.current()?.states.subarray(0, sensorCount) ?? new Uint8Array(0));
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
  }, [frames, sensorCount]);
  return counts;
}

function storedWords(range: { startMs: number; endMs: number }, clock: ZoneClock): string {
  const [start, end] = [clock.wallTime(range.startMs), clock.wallTime(range.endMs)];
  const time = (wall: typeof start): string => formatClock(wall).slice(0, 5);
  const isOneDay = formatDate(start) === formatDate(end);
  const [from, to] = [start, end].map((wall) => (isOneDay ? time(wall) : `${formatDate(wall)} ${time(wall)}`));
  return `Stored on this machine ${from} to ${to}`;
}

function Source(): ReactElement {
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

function Stored(): ReactElement {
  const range = usePlayback((state) => state.range);
  const clock = useZoneClock();
  return <span>{range === undefined ? 'No history stored yet' : storedWords(range, clock)}</span>;
}

function Counts(): ReactElement {
  const counts = useStateCounts();
  const total = counts.reduce((sum, count) => sum + count, 0);
  const words = (state: ValueState): string => `${counts[state] ?? 0} ${valueStateWords[state]}`;
  return (
    <>
      <span data-testid="state-counts">
        {`${total} ${total === 1 ? 'value' : 'values'} on this sheet: ${words(valueState.measured)}`}
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

/** The line at the foot of Operate mode: the source, what is stored, how many values are in which state. */
export function OperateStatus(): ReactElement {
  return (
    <StatusBar
      left={
        <>
          <Source />
          <Stored />
        </>
      }
      right={<Counts />}
    />
  );
}
