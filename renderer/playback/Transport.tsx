import { type FormEvent, type ReactElement, useCallback, useRef } from 'react';
import { formatClock, formatClockExactly, formatDate, formatOffset } from '../../shared/playback/formatTime';
import { awaitedWords } from '../../shared/playback/awaitedSpan';
import { createZoneClock } from '../../shared/playback/zoneClock';
import { isRunning, type PlaybackState, speedChoices } from '../../shared/playback/playbackMachine';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { IconButton } from '../components/IconButton';
import { Segmented } from '../components/Segmented';
import { Select } from '../components/Select';
import { useStore } from 'zustand';
import { useSession } from '../state/appContext';
import { usePlayback, usePlaybackSession, useZoneClock } from '../state/playbackSession';
import { useWhyNotLive } from './notLive';
import { TimeField } from './TimeField';
import styles from './Transport.module.css';
import { useAwaited } from './useAwaited';
import { useEachMoment } from './useEachMoment';
import { useLostSources } from '../state/useLostSources';

const utcClock = createZoneClock('UTC');
const speeds = speedChoices.map((speed) => ({ value: String(speed), label: `${speed.toLocaleString('en-GB')}×` }));

const steps = [
  { value: '1000', label: '1 s' },
  { value: '10000', label: '10 s' },
  { value: '60000', label: '1 min' },
  { value: '600000', label: '10 min' },
  { value: '3600000', label: '1 h' },
  { value: '86400000', label: '1 d' },
] as const;

/** A list that was opened with the pointer gives the keys back to the timeline. */
function returnKeysOfList({ target }: FormEvent): void {
  if (target instanceof HTMLSelectElement && !target.matches(':focus-visible')) {
    target.blur();
  }
}

function Moves(): ReactElement {
  const { actions, store, controls } = usePlaybackSession();
  const running = usePlayback(isRunning) ?? false;
  const seekBy = (steppedBy: number): void => {
    const { playback } = store.getState();
    if (playback !== undefined) {
      actions.seek(playback.timeMs + steppedBy * controls.getState().stepMs);
    }
  };
  const seekEnd = (end: 'startMs' | 'endMs'): void => {
    const { playback } = store.getState();
    if (playback !== undefined) {
      actions.seek(playback.range[end]);
    }
  };
  return (
    <div className={styles.moves}>
      <IconButton icon="to-start" label="Go to the start (Home)" onClick={() => seekEnd('startMs')} />
      <IconButton icon="skip-back" label="Step back (←)" onClick={() => seekBy(-1)} />
      <Button
        look="main"
        className={styles.play}
        aria-label={running ? 'Pause' : 'Play'}
        title={running ? 'Pause (Space)' : 'Play (Space)'}
        data-testid="play"
        onClick={() => actions.send({ type: running ? 'pause' : 'play' })}
      >
        <Icon name={running ? 'pause' : 'play'} />
      </Button>
      <IconButton icon="skip-forward" label="Step on (→)" onClick={() => seekBy(1)} />
      <IconButton icon="to-end" label="Go to the end (End)" onClick={() => seekEnd('endMs')} />
    </div>
  );
}

function Settings(): ReactElement {
  const { actions, controls, store } = usePlaybackSession();
  const stepMs = useStore(controls, (state) => state.stepMs);
  const speed = usePlayback((state) => state.speed) ?? 1;
  const looping = usePlayback((state) => state.loop !== undefined) ?? false;
  const isBetween = !speedChoices.some((choice) => choice === speed);
  const toggleLoop = (): void => {
    const { playback } = store.getState();
    actions.send({ type: 'loop-set', loop: looping ? undefined : playback?.window });
  };
  return (
    <>
      <span className={styles.label}>Step</span>
      <Select
        label="Step"
        value={steps.find((step) => step.value === String(stepMs))?.value}
        choices={steps}
        onChange={(value) => controls.setState({ stepMs: Number(value) })}
      />
      <span className={styles.label}>{isBetween ? `Speed ${speed.toLocaleString('en-GB')}×` : 'Speed'}</span>
      <Segmented
        label="Speed"
        value={String(speed)}
        choices={speeds}
        onChange={(value) => actions.send({ type: 'speed-set', speed: Number(value) })}
      />
      <Button look="quiet" on={looping} className={styles.loop} onClick={toggleLoop}>
        <Icon name="loop" />
        Loop range
      </Button>
    </>
  );
}

function Clock(): ReactElement {
  const { controls } = usePlaybackSession();
  const clock = useZoneClock();
  const typing = useStore(controls, (state) => state.typingTime);
  const time = useRef<HTMLButtonElement>(null);
  const date = useRef<HTMLSpanElement>(null);
  const zone = useRef<HTMLSpanElement>(null);
  const utc = useRef<HTMLSpanElement>(null);
  const show = useCallback(
    ({ timeMs }: PlaybackState): void => {
      const wall = clock.wallTime(timeMs);
      if (time.current !== null && date.current !== null && zone.current !== null) {
        time.current.textContent = formatClockExactly(wall);
        date.current.textContent = formatDate(wall);
        zone.current.textContent = formatOffset(clock.offsetMs(timeMs));
      }
      if (utc.current !== null) {
        utc.current.textContent = `${formatClock(utcClock.wallTime(timeMs))} UTC`;
      }
    },
    [clock],
  );
  useEachMoment(show);
  const type = (): void => controls.setState({ typingTime: true });
  return (
    <div className={styles.clockBox}>
      {typing ? <TimeField clock={clock} /> : null}
      <button
        type="button"
        ref={time}
        className={styles.clock}
        title="Go to a time (T)"
        data-testid="clock"
        onClick={type}
      />
      <Button onClick={type} title="Go to a time (T)">
        <span ref={date} />
        <Icon name="chevron-down" size={12} />
      </Button>
      <span ref={zone} className={styles.zone} title={`The plant's time zone, ${clock.timeZone}`} />
      <span ref={utc} className={styles.utc} data-testid="utc" />
    </div>
  );
}

/** Folded, the timeline has no track on which this could stand. */
function Waiting(): ReactElement | null {
  const clock = useZoneClock();
  const awaited = useAwaited();
  const isFolded = useSession((state) => !state.dockOpen);
  return awaited === undefined || !isFolded ? null : (
    <span className={styles.waiting} role="status" data-testid="buffering">
      {awaitedWords(awaited, clock)}
    </span>
  );
}

/** Live, or the way there: a filled dot and the word. */
function Live(): ReactElement {
  const { actions } = usePlaybackSession();
  const isLive = usePlayback((state) => state.phase === 'live') ?? false;
  const isLost = useLostSources().length > 0;
  const words = isLive && isLost ? 'Not live' : 'Live';
  return (
    <Button
      className={styles.live}
      on={isLive}
      unavailable={useWhyNotLive()}
      title={isLive ? 'Now is shown, and followed' : 'Go live (L)'}
      data-testid="live"
      onClick={actions.goLive}
    >
      <i className={styles.dot} data-filled={isLive && !isLost} />
      {words}
    </Button>
  );
}

/** The bar that moves the playhead: start, step, play, speed, loop, the clock, and live. */
export function Transport(): ReactElement {
  return (
    <div className={styles.bar} role="toolbar" aria-label="Playback" onChange={returnKeysOfList}>
      <Moves />
      <Settings />
      <Waiting />
      <span className={styles.space} />
      <Clock />
      <span className={styles.separator} />
      <Live />
    </div>
  );
}
