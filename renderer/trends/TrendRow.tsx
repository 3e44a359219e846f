import 'uplot/dist/uPlot.min.css';
import { memo, type ReactElement, useEffect, useMemo, useRef } from 'react';
import type { TimeRange } from '../../shared/history/timeRange';
import type { SensorId } from '../../shared/model/ids';
import type { Sensor } from '../../shared/model/plantModel';
import { layOutTicks } from '../../shared/playback/rulerTicks';
import { gutterPx } from '../../shared/playback/timelineScale';
import { scaleMarks, scaleOf, type TrendLine } from '../../shared/playback/trendLine';
import type { ZoneClock } from '../../shared/playback/zoneClock';
import { decimalsOf, numberText } from '../../shared/schematic/valueText';
import { useSession } from '../state/appContext';
import { PenName } from './PenName';
import { TrendDots } from './TrendDots';
import { createTrendPlot, type TrendPicture, type TrendPlot } from './trendPlot';
import styles from './TrendRow.module.css';

/** A sensor of a trend, with the name it goes by on the drawing. */
export interface TrendPen {
  readonly sensor: Sensor;
  readonly label: string;
  /** Undefined until it is here. */
  readonly line: TrendLine | undefined;
}

/** What one trend is drawn from. */
export interface TrendRowProps {
  readonly pens: readonly TrendPen[];
  readonly window: TimeRange;
  /** Times of the window that are not stored here and cannot be read now. */
  readonly notHere: readonly TimeRange[];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly clock: ZoneClock;
  readonly onClose: (sensorId: SensorId) => void;
}

const labelPx = 88;
/** A label of the scale needs this much height. */
const markPx = 18;

interface Mark {
  readonly value: number;
  readonly text: string;
  readonly isLimit: boolean;
}

function limitsOf(sensor: Sensor): readonly Mark[] {
  const named = [
    { value: sensor.limitLowLow, word: 'LL' },
    { value: sensor.limitLow, word: 'L' },
    { value: sensor.limitHigh, word: 'H' },
    { value: sensor.limitHighHigh, word: 'HH' },
  ];
  return named.flatMap(({ value, word }) =>
    value === undefined ? [] : [{ value, text: `${numberText(value, decimalsOf(sensor))} ${word}`, isLimit: true }],
  );
}

/** Limits win over round numbers that stand too close to them. */
function marksOf(pens: readonly TrendPen[], scale: { low: number; high: number }, heightPx: number): readonly Mark[] {
  const yOf = (value: number): number => ((scale.high - value) / (scale.high - scale.low)) * heightPx;
  const isShown = ({ value }: Mark): boolean => yOf(value) >= 0 && yOf(value) <= heightPx;
  const limits = pens
    .slice(0, 1)
    .flatMap(({ sensor }) => limitsOf(sensor))
    .filter(isShown);
  const digits = Math.min(...pens.map(({ sensor }) => decimalsOf(sensor)));
  const numbers = scaleMarks(scale, heightPx / markPx).map((value) => {
    const needed = Math.max(0, -Math.floor(Math.log10((scale.high - scale.low) / 4)));
    return { value, text: numberText(value, Math.max(Math.min(digits, needed), Math.min(needed, 3))), isLimit: false };
  });
  const isFree = ({ value }: Mark): boolean => limits.every((limit) => Math.abs(yOf(limit.value) - yOf(value)) >= 13);
  const isClear = ({ value }: Mark): boolean => yOf(value) > 6 && yOf(value) < heightPx - 6;
  return [...limits, ...numbers.filter(isClear).filter(isFree)];
}

/** A trend shows at least this share of the sensor's range, and ten of its digits. */
const leastRangeShare = 0.08;

function leastSpanOf(sensor: Sensor): number {
  const range = (sensor.rangeHigh ?? 0) - (sensor.rangeLow ?? 0);
  return Math.max(range * leastRangeShare, 10 * 10 ** -decimalsOf(sensor));
}

/** Beside its height, and still wholly inside of the row. */
function markTop(value: number, { low, high }: { low: number; high: number }, heightPx: number): number {
  const top = ((high - value) / (high - low)) * heightPx - 8;
  return Math.min(Math.max(top, -1), heightPx - 16);
}

function pictureOf({ pens, window, notHere, widthPx, clock }: TrendRowProps): TrendPicture {
  const lines = pens.flatMap(({ line }) => line ?? []);
  const [first] = pens;
  const limits = first ? limitsOf(first.sensor).map(({ value }) => value) : [];
  const leastSpan = Math.max(0, ...pens.map(({ sensor }) => leastSpanOf(sensor)));
  const scale = scaleOf(lines, { limits, leastSpan });
  const { limitLow, limitHigh, rangeLow, rangeHigh } = first?.sensor ?? {};
  const hasBand = first !== undefined && (limitLow !== undefined || limitHigh !== undefined);
  return {
    ...{ lines, window, notHere, scale },
    limits: limits.filter((limit) => limit > scale.low && limit < scale.high),
    band: hasBand ? { low: limitLow ?? rangeLow ?? scale.low, high: limitHigh ?? rangeHigh ?? scale.high } : undefined,
    gridMs: layOutTicks({ window, widthPx, labelPx, clock }).flatMap(({ timeMs, label }) => (label ? [timeMs] : [])),
  };
}

/** One trend: names and values at the left, lines, scale at the right. Nothing here is drawn when the playhead moves. */
export const TrendRow = memo(function TrendRow(props: TrendRowProps): ReactElement {
  const { pens, widthPx, heightPx, window, onClose } = props;
  const theme = useSession((state) => state.theme);
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<TrendPlot | undefined>(undefined);
  const picture = useMemo(() => pictureOf(props), [props]);
  const marks = marksOf(pens, picture.scale, heightPx);

  useEffect(() => {
    const element = host.current;
    if (element === null) {
      return undefined;
    }
    let drawn = 0;
    const onDrawn = (): void => {
      drawn += 1;
      element.dataset['drawn'] = String(drawn);
    };
    const made = createTrendPlot({ host: element, widthPx: 100, heightPx: 60, onDrawn });
    plot.current = made;
    return () => made.dispose();
  }, []);
  useEffect(() => {
    plot.current?.resize(widthPx, heightPx);
    plot.current?.show(picture);
  }, [picture, widthPx, heightPx]);
  useEffect(() => plot.current?.recolour(), [theme]);

  const captions = pens.map(({ sensor }) => sensor.description).filter((words) => words !== '');
  return (
    <div className={styles.row} style={{ height: heightPx }} data-testid="trend-row">
      <div className={styles.gutter}>
        {pens.map((pen, index) => (
          <PenName key={pen.sensor.id} pen={pen} index={index} onClose={onClose} />
        ))}
        {pens.length <= 2 ? <span className={styles.caption}>{captions.join(', ')}</span> : null}
      </div>
      <div ref={host} className={styles.plot} style={{ left: gutterPx, width: widthPx }} data-testid="trend-plot" />
      <TrendDots pens={pens} scale={picture.scale} window={window} widthPx={widthPx} heightPx={heightPx} />
      {marks.map(({ value, text, isLimit }) => (
        <span
          key={text}
          className={isLimit ? styles.limitMark : styles.mark}
          style={{ top: markTop(value, picture.scale, heightPx) }}
        >
          {text}
        </span>
      ))}
    </div>
  );
});
