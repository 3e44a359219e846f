import { type ReactElement, useCallback, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { BrowsedSeries } from '../../../../shared/contract/sourceCalls';
import { seriesKeyOf } from '../../../../shared/influx/seriesAddress';
import type { DataSource, PlantModel } from '../../../../shared/model/plantModel';
import { useSourceStatus } from '../../../state/sourceStatusStore';
import { useEditor } from '../../editorContext';
import { dragSensors } from '../dragSensors';
import { sensorRowHeightPx } from '../SensorRowView';
import { visibleRows } from '../sensorRows';
import dock from '../SensorsDock.module.css';
import { scrollTopFor, useScroll } from '../../../components/useScroll';
import { rowAt } from './browsePages';
import { ageWords, type PlantSeries, type SeriesInPlant, seriesInPlant, subjectOf } from './plantSeries';
import { SeriesRowView, type SeriesRowViewProps } from './SeriesRowView';
import styles from './SourceBrowser.module.css';
import { useSeriesKeys } from './useSeriesKeys';
import type { SeriesPickingDesk } from './useSeriesPicking';
import { type SourceBrowsing, useSourceGlimpses, useTick } from './useSourceBrowsing';

const headings = ['', 'Name', 'Where', 'Last 24 h', 'Last', 'Age', 'Unit', 'In the plant'] as const;
const headingClasses: Readonly<Record<string, string | undefined>> = {
  Where: styles.where,
  Last: dock.number,
  Age: dock.number,
};

/** What the table takes. */
export interface SeriesTableProps {
  readonly source: DataSource;
  readonly model: PlantModel;
  readonly known: PlantSeries;
  readonly browsing: SourceBrowsing;
  readonly desk: SeriesPickingDesk;
  /** Adds what is picked; while nothing is, the row that the keyboard is on. */
  readonly onAdd: (current: BrowsedSeries | undefined) => void;
}

/** What series are in the plant, each looked up once, so that rows that did not change stay as they are. */
function usePlaces(model: PlantModel, known: PlantSeries): (key: string) => SeriesInPlant {
  return useMemo(() => {
    const places = new Map<string, SeriesInPlant>();
    return (key) => {
      const place = places.get(key) ?? seriesInPlant(model, known, key);
      places.set(key, place);
      return place;
    };
  }, [model, known]);
}

/** The series of a data source as a table of which only the rows in view exist. */
export function SeriesTable(props: SeriesTableProps): ReactElement {
  const { source, model, known, browsing, desk, onAdd } = props;
  const editor = useEditor();
  const { pages, found, query } = useStore(browsing.list.store);
  const skewMs = useSourceStatus(source.id)?.clockSkewMs ?? 0;
  const nowMs = useTick(editor.nowMs);
  const { element, scroll } = useScroll();
  const { start, end } = visibleRows(scroll, sensorRowHeightPx, found);
  const shown = Array.from({ length: end - start }, (_, offset) => rowAt(pages, start + offset));
  const read = shown.flatMap((series) => series ?? []);
  const placeOf = usePlaces(model, known);
  const glimpseOf = useSourceGlimpses(browsing.glimpses, read, nowMs);
  const onCarry = useCallback<SeriesRowViewProps['onCarry']>(
    (series, sensor, event) => dragSensors(editor, subjectOf(source.id, series, sensor), event),
    [editor, source.id],
  );
  useEffect(() => browsing.list.want({ start, end }), [browsing, pages, start, end]);
  useEffect(() => element.current?.scrollTo({ top: 0 }), [element, query]);
  const { picking, press } = desk;
  const current = rowAt(pages, picking.current);
  const onKeyDown = useSeriesKeys(desk, {
    found,
    perPage: Math.max(1, Math.floor(scroll.heightPx / sensorRowHeightPx) - 1),
    onGo: (index) => element.current?.scrollTo({ top: scrollTopFor(index, scroll, sensorRowHeightPx) }),
    onAdd: () => onAdd(current),
    onBind: () => {
      if (current !== undefined) {
        const sensor = known.get(seriesKeyOf(current.address));
        editor.bindToSelection(subjectOf(source.id, current, sensor));
      }
    },
  });
  return (
    <>
      <div className={`${styles.columns} ${dock.headings}`} aria-hidden="true">
        {headings.map((heading, index) => (
          <span key={index} className={headingClasses[heading]}>
            {heading}
          </span>
        ))}
      </div>
      <div
        ref={element}
        className={dock.scroll}
        role="grid"
        aria-label={`Sensors of ${source.name}`}
        aria-rowcount={found + 1}
        aria-multiselectable="true"
        aria-activedescendant={`series-row-${picking.current}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={dock.rows} style={{ height: found * sensorRowHeightPx }}>
          {shown.map((series, offset) => {
            const index = start + offset;
            const key = series === undefined ? '' : seriesKeyOf(series.address);
            const glimpse = glimpseOf(key);
            return (
              <SeriesRowView
                key={index}
                series={series}
                index={index}
                picked={picking.picked.has(key)}
                current={picking.current === index}
                glimpse={glimpse}
                inPlant={series === undefined ? undefined : placeOf(key)}
                age={ageWords(glimpse?.timeMs ?? NaN, nowMs, skewMs)}
                onPress={press}
                onCarry={onCarry}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}
