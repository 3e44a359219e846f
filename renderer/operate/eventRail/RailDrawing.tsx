import { memo, type ReactElement, useId, useRef } from 'react';
import { barBand } from '../../../shared/playback/railHit';
import type { RailItem, RailMark, RailPicture } from '../../../shared/playback/railPicture';
import { gutterPx, railLanePx, railPx } from '../../../shared/playback/timelineScale';
import styles from './EventRail.module.css';
import { RailGlyph, RailPill } from './RailGlyph';

/** What the rail draws. Nothing of it moves with the playhead. */
export interface RailDrawingProps {
  readonly picture: RailPicture;
  readonly widthPx: number;
  /** Of the labelled ticks of the ruler. */
  readonly gridX: readonly number[];
  /** True while the events are those of what is selected. */
  readonly isOfSelection: boolean;
  readonly words: string;
}

const barRadiusPx = 1;
/** Words at the cut lean to the side that has this much room. */
const cutWordsPx = 260;

function Marks({
  items,
  lane,
}: {
  readonly items: readonly RailItem<RailMark>[];
  readonly lane: number;
}): ReactElement {
  return (
    <>
      {items.map(({ x, members }) => {
        const [first] = members;
        return first === undefined ? null : (
          <g
            key={`${first.timeMs} ${first.events[0]?.sensorId ?? ''}`}
            transform={`translate(${x.toFixed(1)} ${(lane + 0.5) * railLanePx})`}
            data-testid="rail-glyph"
            data-glyph={members.length === 1 ? first.glyph : 'pill'}
            data-time-ms={first.timeMs}
          >
            {members.length === 1 ? <RailGlyph glyph={first.glyph} /> : <RailPill count={members.length} />}
          </g>
        );
      })}
    </>
  );
}

function Gaps({ picture, hatch }: { readonly picture: RailPicture; readonly hatch: string }): ReactElement {
  return (
    <>
      {picture.gaps.map((placed) => {
        const { bar, left, right, label } = placed;
        const { top, height } = barBand(placed);
        const box = { x: left, y: 2 * railLanePx + top, width: right - left, height, rx: barRadiusPx };
        return (
          <g key={`${bar.startMs} ${bar.gaps[0]?.sensorId ?? ''}`} data-testid="rail-gap">
            <rect {...box} className={styles.bar} />
            <rect {...box} fill={`url(#${hatch})`} />
            {label === '' ? null : (
              <text className={styles.label} x={right + 5} y={2.5 * railLanePx + 4}>
                {label}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** Where the list of events was cut: nothing is known of what is hatched. */
function Cut(props: { readonly x: number; readonly widthPx: number; readonly hatch: string }): ReactElement {
  const { x, widthPx, hatch } = props;
  const isAtRight = x > widthPx - cutWordsPx;
  return (
    <g data-testid="rail-cut">
      <rect x={x} y={0} width={widthPx - x} height={3 * railLanePx} fill={`url(#${hatch})`} />
      <path className={styles.cutLine} d={`M${x} 0V${3 * railLanePx}`} />
      <text className={styles.cutWords} x={isAtRight ? x - 6 : x + 6} y={11} textAnchor={isAtRight ? 'end' : 'start'}>
        More events than can be shown. Zoom in to see them.
      </text>
    </g>
  );
}

/** The lanes of the rail. Counts how often they were drawn, so that a test can see that playing draws nothing. */
export const RailDrawing = memo(function RailDrawing(props: RailDrawingProps): ReactElement {
  const { picture, widthPx, gridX, isOfSelection, words } = props;
  const drawn = useRef(0);
  drawn.current += 1;
  const hatch = useId();
  return (
    <svg
      className={styles.plot}
      style={{ left: gutterPx }}
      width={widthPx}
      height={railPx}
      role="img"
      aria-label={words}
      data-testid="rail-drawing"
      data-drawn={drawn.current}
      data-scope={isOfSelection ? 'selection' : 'sheet'}
    >
      <defs>
        <pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className={styles.hatch} width={1.5} height={6} />
        </pattern>
      </defs>
      {gridX.map((x) => (
        <path key={x} className={styles.grid} d={`M${x.toFixed(1)} 0V${railPx}`} />
      ))}
      {[1, 2, 3].map((lane) => (
        <path key={lane} className={styles.lane} d={`M0 ${lane * railLanePx}H${widthPx}`} />
      ))}
      <Gaps picture={picture} hatch={hatch} />
      <Marks items={picture.states} lane={0} />
      <Marks items={picture.limits} lane={1} />
      {picture.cutX === undefined ? null : <Cut x={picture.cutX} widthPx={widthPx} hatch={hatch} />}
    </svg>
  );
});
