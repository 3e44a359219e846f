import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { BrowsedSeries } from '../../../../shared/contract/sourceCalls';
import { seriesKeyOf } from '../../../../shared/influx/seriesAddress';
import type { DataSource } from '../../../../shared/model/plantModel';
import { useApp } from '../../../state/appContext';
import { useEditor } from '../../editorContext';
import { BrowseStore } from './browseStore';
import { type SeriesGlimpse, SourceGlimpses } from './sourceGlimpses';

/** A pause in typing after which is searched. */
const typingMs = 150;
/** Ages are told anew this often. */
const tickMs = 30_000;

/** What a browser reads by, for one data source. */
export interface SourceBrowsing {
  readonly list: BrowseStore;
  readonly glimpses: SourceGlimpses;
}

/** What browses a data source, as long as it is on screen. A change of what is read begins anew. */
export function useSourceBrowsing(source: DataSource): SourceBrowsing {
  const { client } = useApp();
  const { nowMs } = useEditor();
  const { id } = source;
  const browsing = useMemo(
    () => ({ list: new BrowseStore(client, id), glimpses: new SourceGlimpses(client, id, nowMs) }),
    [client, id, nowMs],
  );
  useEffect(
    () => () => {
      browsing.list.dispose();
      browsing.glimpses.dispose();
    },
    [browsing],
  );
  return browsing;
}

/** Searches what is typed, once the typing pauses; at once at the beginning. */
export function useSearch(list: BrowseStore, text: string): void {
  useEffect(() => {
    const { query, readAtMs, failure } = list.store.getState();
    if (readAtMs !== undefined && query === text && failure === undefined) {
      return undefined;
    }
    const timer = setTimeout(() => void list.search(text), readAtMs === undefined ? 0 : typingMs);
    return () => clearTimeout(timer);
  }, [list, text]);
}

/** True once something has been so for a while: what is over sooner needs no word. */
export function useLasting(is: boolean, afterMs: number): boolean {
  const [isLasting, setIsLasting] = useState(false);
  useEffect(() => {
    if (!is) {
      setIsLasting(false);
      return undefined;
    }
    const timer = setTimeout(() => setIsLasting(true), afterMs);
    return () => clearTimeout(timer);
  }, [is, afterMs]);
  return isLasting;
}

/** The wall clock, told every half minute. */
export function useTick(nowMs: () => number): number {
  const [now, setNow] = useState(nowMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), tickMs);
    return () => clearInterval(timer);
  }, [nowMs]);
  return now;
}

/** What is known of the history of rows in view; redraws when more has come. */
export function useSourceGlimpses(
  glimpses: SourceGlimpses,
  rows: readonly BrowsedSeries[],
  tick: number,
): (key: string) => SeriesGlimpse | undefined {
  useSyncExternalStore(glimpses.subscribe, glimpses.version);
  const wanted = rows.map(({ address }) => seriesKeyOf(address)).join('\n');
  useEffect(() => {
    glimpses.want(rows);
    // The rows are a new array every time; what they are is in `wanted`.
  }, [glimpses, wanted, tick]);
  return (key) => glimpses.get(key);
}
