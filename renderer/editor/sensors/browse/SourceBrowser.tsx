import { type ReactElement, type ReactNode, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { BrowsedSeries } from '../../../../shared/contract/sourceCalls';
import { seriesKeyOf } from '../../../../shared/influx/seriesAddress';
import { explainError } from '../../../../shared/lib/appError';
import type { DataSource, PlantModel } from '../../../../shared/model/plantModel';
import { formatHourMinute } from '../../../../shared/playback/formatTime';
import { counted } from '../../../../shared/lib/counted';
import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { IconButton } from '../../../components/IconButton';
import { useZoneClock } from '../../../state/playbackSession';
import { useSourceStatus } from '../../../state/sourceStatusStore';
import { useEditor } from '../../editorContext';
import dock from '../SensorsDock.module.css';
import type { BrowseState } from './browseStore';
import { addable, plantSeriesOf } from './plantSeries';
import { SeriesTable } from './SeriesTable';
import styles from './SourceBrowser.module.css';
import { useSeriesPicking } from './useSeriesPicking';
import { type SourceBrowsing, useLasting, useSearch, useSourceBrowsing } from './useSourceBrowsing';

/** Reading that is over sooner is not told. */
const toldReadingMs = 300;

function countWords(state: BrowseState): string {
  const { found, total, query, readAtMs } = state;
  return readAtMs === undefined
    ? ''
    : query === ''
      ? counted(total, 'sensor')
      : `${found.toLocaleString('en')} of ${counted(total, 'sensor')}`;
}

function progressWords({ progress }: BrowseState): string {
  if (progress === undefined) {
    return 'Reading the list';
  }
  const of = progress.total === undefined ? '' : ` of ${progress.total.toLocaleString('en')}`;
  return `${progress.label}, ${progress.done.toLocaleString('en')}${of}`;
}

function Count({ state, isTold }: { readonly state: BrowseState; readonly isTold: boolean }): ReactElement {
  const clock = useZoneClock();
  const { readAtMs } = state;
  const title = readAtMs === undefined ? undefined : `As read at ${formatHourMinute(clock.wallTime(readAtMs))}`;
  return (
    <span className={styles.count} role="status" title={title} data-reading={isTold}>
      {isTold ? progressWords(state) : countWords(state)}
    </span>
  );
}

/** Why the list or the source does not answer, with the way to try again. */
function Notice(props: {
  readonly source: DataSource;
  readonly state: BrowseState;
  readonly onRetry: () => void;
}): ReactElement | null {
  const { app } = useEditor();
  const { source, state, onRetry } = props;
  const status = useSourceStatus(source.id);
  const sentence =
    state.failure !== undefined
      ? explainError(state.failure)
      : status?.phase === 'failing'
        ? status.sentence
        : undefined;
  if (sentence === undefined || state.isReading) {
    return null;
  }
  return (
    <div className={styles.notice} role="alert">
      <Icon name="warning" size={14} />
      <span>{sentence}</span>
      <Button onClick={onRetry}>Try again</Button>
      <Button
        onClick={() => app.session.setState({ connections: { kind: 'form', sourceId: source.id, fromList: false } })}
      >
        Edit the connection
      </Button>
    </div>
  );
}

function EmptyList({
  source,
  state,
}: {
  readonly source: DataSource;
  readonly state: BrowseState;
}): ReactElement | null {
  const { app } = useEditor();
  if (state.readAtMs === undefined) {
    return <div className={dock.empty} />;
  }
  if (state.total > 0) {
    return <p className={dock.empty}>No sensor of {source.name} matches.</p>;
  }
  return (
    <div className={dock.empty}>
      <p>
        {source.name} holds no sensor in {source.database}, kept as the connection says. Check the database and how
        sensors are kept.
      </p>
      <Button
        look="main"
        onClick={() => app.session.setState({ connections: { kind: 'form', sourceId: source.id, fromList: false } })}
      >
        Edit the connection
      </Button>
    </div>
  );
}

/** Reads again by itself what failed, when the source answers again. */
function useRecovery(source: DataSource, { list, glimpses }: SourceBrowsing, text: string): void {
  const phase = useSourceStatus(source.id)?.phase;
  useEffect(() => {
    if (phase === 'ok' && list.store.getState().failure !== undefined) {
      void list.search(text);
      glimpses.refresh();
    }
  }, [phase, list, glimpses, text]);
}

/** What the browser takes. */
export interface SourceBrowserProps {
  readonly source: DataSource;
  readonly model: PlantModel;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Stands at the left of the head. */
  readonly tabs: ReactNode;
}

/** What a data source holds: searched, looked at, picked, and made sensors of the plant. */
export function SourceBrowser({ source, model, text, onText, tabs }: SourceBrowserProps): ReactElement {
  const editor = useEditor();
  const browsing = useSourceBrowsing(source);
  const { list, glimpses } = browsing;
  const state = useStore(list.store);
  const desk = useSeriesPicking(list);
  const { sensors } = model;
  const known = useMemo(() => plantSeriesOf({ sensors }, source.id), [sensors, source.id]);
  const isTold = useLasting(state.isReading, toldReadingMs);
  useSearch(list, text);
  useRecovery(source, browsing, text);
  const chosen = useMemo(() => addable(desk.picking.picked, known), [desk.picking.picked, known]);
  const add = (series: readonly BrowsedSeries[]): void => {
    if (series.length > 0) {
      editor.edits.addSeries(source.id, series);
      editor.store.setState({ announcement: `Added ${counted(series.length, 'sensor')} of ${source.name}` });
      desk.clear();
    }
  };
  const addBeside = (current: BrowsedSeries | undefined): void => {
    const alone = current === undefined ? new Map() : new Map([[seriesKeyOf(current.address), current]]);
    add(desk.picking.picked.size > 0 ? chosen : addable(alone, known));
  };
  const refresh = (): void => {
    void list.search(text, { refresh: true });
    glimpses.refresh();
  };
  const retry = (): void => {
    void editor.app.client.call('source:retry', { sourceId: source.id });
    refresh();
  };
  return (
    <>
      <div className={dock.head}>
        {tabs}
        <label className={dock.search}>
          <Icon name="search" size={14} />
          <input
            value={text}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={(event) => (event.key === 'Escape' ? onText('') : undefined)}
            aria-label={`Search ${source.name}`}
            placeholder={`Search ${source.name}`}
            spellCheck={false}
          />
        </label>
        <Count state={state} isTold={isTold} />
        <span className={dock.space} />
        {desk.picking.picked.size === 0 ? null : (
          <>
            <span className={dock.source}>{desk.picking.picked.size.toLocaleString('en')} picked</span>
            <IconButton icon="close" label="Pick none" onClick={desk.clear} />
          </>
        )}
        <IconButton icon="loop" label={`Read the list of ${source.name} again`} onClick={refresh} />
        <Button
          look="main"
          unavailable={
            chosen.length > 0
              ? undefined
              : desk.picking.picked.size === 0
                ? 'Pick sensors in the list first'
                : 'They are sensors of the plant already'
          }
          onClick={() => add(chosen)}
        >
          {chosen.length === 0 ? 'Add sensors' : `Add ${counted(chosen.length, 'sensor')}`}
        </Button>
      </div>
      <div className={styles.loading} data-on={isTold} />
      <Notice source={source} state={state} onRetry={retry} />
      {state.found === 0 ? (
        <EmptyList source={source} state={state} />
      ) : (
        <SeriesTable {...{ source, model, known, browsing, desk }} onAdd={addBeside} />
      )}
    </>
  );
}
