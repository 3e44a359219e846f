import { memo, type ReactElement } from 'react';
import type { BrowsedSeries } from '../../../../shared/contract/sourceCalls';
import type { Sensor } from '../../../../shared/model/plantModel';
import { Icon } from '../../../components/Icon';
import { sparkBox } from '../glimpseStore';
import { sensorRowHeightPx } from '../SensorRowView';
import dock from '../SensorsDock.module.css';
import { rawValueText, type SeriesInPlant } from './plantSeries';
import type { RowPress } from './seriesPicking';
import type { SeriesGlimpse } from './sourceGlimpses';
import styles from './SourceBrowser.module.css';

/** What one row takes. */
export interface SeriesRowViewProps {
  /** Undefined: not read yet. */
  readonly series: BrowsedSeries | undefined;
  readonly index: number;
  readonly picked: boolean;
  readonly current: boolean;
  readonly glimpse: SeriesGlimpse | undefined;
  readonly inPlant: SeriesInPlant | undefined;
  readonly age: string;
  readonly onPress: (press: RowPress) => void;
  /** The row begins to be carried. */
  readonly onCarry: (series: BrowsedSeries, sensor: Sensor | undefined, event: PointerEvent) => void;
}

function InPlant({ inPlant, name }: { readonly inPlant: SeriesInPlant; readonly name: string }): ReactElement {
  const { sensor, places } = inPlant;
  if (sensor === undefined) {
    return (
      <span role="gridcell" className={dock.muted}>
        Not in the plant
      </span>
    );
  }
  const own = sensor.name === name ? '' : `${sensor.name}, `;
  const words = places.map(({ tag, slot }) => `${tag} ${slot}`).join(', ');
  return (
    <span role="gridcell" className={dock.bound} title={`${own}${words === '' ? 'not bound' : words}`}>
      <Icon name="tick" size={12} />
      <span>
        {own}
        {words === '' ? 'Not bound' : null}
        {places.map(({ tag, slot }, index) => (
          <span key={`${tag} ${slot}`}>
            {index === 0 ? null : ', '}
            <b>{tag}</b> {slot}
          </span>
        ))}
      </span>
    </span>
  );
}

function readingWords(glimpse: SeriesGlimpse | undefined): string {
  if (glimpse === undefined) {
    return '';
  }
  return Number.isNaN(glimpse.timeMs)
    ? 'No data'
    : Number.isNaN(glimpse.value)
      ? 'No value'
      : rawValueText(glimpse.value);
}

function Reading({ glimpse, age }: Pick<SeriesRowViewProps, 'glimpse' | 'age'>): ReactElement {
  const hasValue = glimpse !== undefined && !Number.isNaN(glimpse.value);
  return (
    <>
      <span role="gridcell">
        <svg className={dock.spark} width={sparkBox.width} height={sparkBox.height} aria-hidden="true">
          {glimpse === undefined || glimpse.line === '' ? null : <path d={glimpse.line} />}
        </svg>
      </span>
      <span role="gridcell" className={`${dock.number} ${hasValue ? '' : dock.muted}`}>
        {readingWords(glimpse)}
      </span>
      <span role="gridcell" className={`${dock.number} ${dock.muted}`}>
        {age}
      </span>
    </>
  );
}

function Cells(props: SeriesRowViewProps & { readonly series: BrowsedSeries }): ReactElement {
  const { series, glimpse, inPlant, age } = props;
  return (
    <>
      <span role="gridcell" className={dock.name} title={`${series.name}\n${series.where}`}>
        {series.name}
      </span>
      <span role="gridcell" className={`${dock.muted} ${styles.where}`} title={series.where}>
        {series.where}
      </span>
      <Reading glimpse={glimpse} age={age} />
      <span role="gridcell" className={dock.muted}>
        {series.unit}
      </span>
      {inPlant === undefined ? <span role="gridcell" /> : <InPlant inPlant={inPlant} name={series.name} />}
    </>
  );
}

/** One series of a data source. A press picks it, a press on its tick adds it, a drag carries it onto a component. */
export const SeriesRowView = memo(function SeriesRowView(props: SeriesRowViewProps): ReactElement {
  const { series, index, picked, current, inPlant, onPress, onCarry } = props;
  return (
    <div
      role="row"
      id={`series-row-${index}`}
      aria-selected={picked}
      aria-rowindex={index + 2}
      className={`${dock.row} ${styles.columns} ${current ? dock.current : ''}`}
      style={{ top: index * sensorRowHeightPx }}
      data-series={series?.name}
      onPointerDown={(event) => {
        if (event.button !== 0 || series === undefined) {
          return;
        }
        const isTick = event.target instanceof Element && event.target.closest('[data-tick]') !== null;
        onPress({ index, ctrl: event.ctrlKey || event.metaKey || isTick, shift: event.shiftKey });
        if (!isTick) {
          onCarry(series, inPlant?.sensor, event.nativeEvent);
        }
      }}
    >
      <span className={dock.tickCell} data-tick>
        <span className={dock.tick}>{picked ? <Icon name="tick" size={12} /> : null}</span>
      </span>
      {series === undefined ? <span className={dock.muted}>Reading</span> : <Cells {...props} series={series} />}
    </div>
  );
});
