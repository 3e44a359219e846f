import { type KeyboardEvent, type ReactElement, useState } from 'react';
import { formatMoment } from '../../shared/playback/formatTime';
import { parseTypedTime } from '../../shared/playback/parseTime';
import type { ZoneClock } from '../../shared/playback/zoneClock';
import { usePlaybackSession } from '../state/playbackSession';
import styles from './Transport.module.css';

const example = '03:12, yesterday 6pm, 14 Mar 2026 03:12, -10m';

/** Takes a typed time and brings the playhead there. Says before Enter which moment is meant. */
export function TimeField({ clock }: { readonly clock: ZoneClock }): ReactElement | null {
  const { store, controls, actions } = usePlaybackSession();
  const [typed, setTyped] = useState('');
  const { playback } = store.getState();
  if (playback === undefined) {
    return null;
  }
  const { range, timeMs } = playback;
  const latestMs = Math.min(range.endMs, Date.now());
  const meant = parseTypedTime(typed, { clock, playheadMs: timeMs, latestMs });
  const isStored = meant !== undefined && meant >= range.startMs && meant <= range.endMs;
  const close = (): void => controls.setState({ typingTime: false });
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      close();
    } else if (event.key === 'Enter' && meant !== undefined) {
      actions.seek(meant);
      close();
    }
  };
  const words =
    typed.trim() === ''
      ? example
      : meant === undefined
        ? `Not a time. ${example}`
        : isStored
          ? formatMoment(meant, clock)
          : `${formatMoment(meant, clock)} is not stored here. The nearest moment is shown.`;
  return (
    <div className={styles.timeField} role="dialog" aria-label="Go to a time">
      <input
        className={styles.timeInput}
        aria-label="Time"
        aria-invalid={typed.trim() !== '' && meant === undefined}
        data-testid="time-input"
        autoFocus
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <span className={styles.timeWords}>{words}</span>
    </div>
  );
}
