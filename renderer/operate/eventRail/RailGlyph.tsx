import type { ReactElement } from 'react';
import { clusterHalfPx } from '../../../shared/playback/eventRail';
import type { EventGlyph } from '../../../shared/playback/eventWords';
import styles from './EventRail.module.css';

const bowTie = 'M-5 -4V4L5 -4V4Z';
const diamond = 'M-5 0L0 -4.5L5 0L0 4.5Z';
const { hollow, filled, cross } = styles;

/** The shapes about their middle, 10 px wide. Dark is closed and stopped, bright is open and running. */
const shapes: Readonly<Record<EventGlyph, ReactElement>> = {
  opened: <path className={hollow} d={bowTie} />,
  closed: <path className={filled} d={bowTie} />,
  travelling: (
    <>
      <path className={hollow} d={bowTie} />
      <path className={filled} d="M-5 -4V4L0 0Z" />
    </>
  ),
  started: <circle className={hollow} r={4} />,
  stopped: <circle className={filled} r={4} />,
  tripped: (
    <>
      <circle className={filled} r={4.5} />
      <path className={cross} d="M-2.2 -2.2L2.2 2.2M2.2 -2.2L-2.2 2.2" />
    </>
  ),
  changed: <path className={hollow} d="M-3.5 -3.5H3.5V3.5H-3.5Z" />,
  above: <path className={filled} d="M0 -4.5L5 4H-5Z" />,
  below: <path className={filled} d="M0 4.5L5 -4H-5Z" />,
  normal: <path className={hollow} d={diamond} />,
};

/** What happened, by its shape. */
export function RailGlyph({ glyph }: { readonly glyph: EventGlyph }): ReactElement {
  return shapes[glyph];
}

/** How many things happened where there is no room for each. */
export function RailPill({ count }: { readonly count: number }): ReactElement {
  const half = clusterHalfPx(count) - 0.5;
  return (
    <>
      <rect className={hollow} x={-half} y={-6} width={2 * half} height={12} rx={6} />
      <text className={styles.pillCount} y={4} textAnchor="middle">
        {count}
      </text>
    </>
  );
}

/** A sheet of paper with a turned corner. */
export function NoteGlyph(): ReactElement {
  return (
    <>
      <path className={hollow} d="M-4 -5H4V2L1 5H-4Z" />
      <path className={styles.noteLines} d="M-2 -2H2M-2 0.5H1" />
    </>
  );
}
