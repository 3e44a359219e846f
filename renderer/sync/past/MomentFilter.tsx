import type { KeyboardEvent, ReactElement } from 'react';
import { formatMoment } from '../../../shared/playback/formatTime';
import { parseTypedTime } from '../../../shared/playback/parseTime';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import { TextInput } from '../../components/TextInput';
import { useZoneClock } from '../../state/playbackSession';
import styles from './Past.module.css';
import { usePast, usePastState } from './pastContext';

const example = 'yesterday 6pm, 14 Mar 2026 03:12, -2d';

function momentOf(typed: string, clock: ZoneClock): number | undefined {
  const nowMs = Date.now();
  return parseTypedTime(typed, { clock, playheadMs: nowMs, latestMs: nowMs });
}

/** Narrows the list to what was in force at a typed moment already; Enter shows the plant of that moment. */
export function MomentFilter(): ReactElement {
  const desk = usePast();
  const clock = useZoneClock();
  const { typed, timeMs: meantMs } = usePastState((state) => state.filter.moment);
  const isUnclear = typed.trim() !== '' && meantMs === undefined;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && meantMs !== undefined) {
      void desk.lookAt(meantMs);
    }
  };
  return (
    <div onKeyDown={onKeyDown}>
      <TextInput
        label="As of a moment"
        placeholder="As of a moment: yesterday 6pm"
        value={typed}
        onChange={(text) => desk.narrow({ moment: { typed: text, timeMs: momentOf(text, clock) } })}
        problem={isUnclear ? 'Not a time' : undefined}
      />
      {typed.trim() === '' ? null : (
        <p className={styles.meant}>
          {meantMs === undefined
            ? `Not a time. ${example}`
            : `Until ${formatMoment(meantMs, clock)}. Enter shows the plant of then`}
        </p>
      )}
    </div>
  );
}
