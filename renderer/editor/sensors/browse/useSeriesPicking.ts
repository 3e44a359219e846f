import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { rowAt } from './browsePages';
import type { BrowseStore } from './browseStore';
import {
  moveToRow,
  nothingPicked,
  pickAllFound,
  pressSeries,
  type RowPress,
  type SeriesPicking,
} from './seriesPicking';

/** What is picked in a list, and how that is changed. Rows that were not read yet are read first. */
export interface SeriesPickingDesk {
  readonly picking: SeriesPicking;
  readonly press: (press: RowPress) => void;
  /** The keyboard goes to a row; with Shift it takes the rows on the way. */
  readonly go: (index: number, held: Omit<RowPress, 'index'>) => void;
  readonly pickAll: () => void;
  readonly clear: () => void;
}

/** Picking in the list of a data source. */
export function useSeriesPicking(list: BrowseStore): SeriesPickingDesk {
  const [picking, setPicking] = useState<SeriesPicking>(nothingPicked);
  const now = useRef(picking);
  useEffect(() => {
    now.current = picking;
  }, [picking]);
  // Another search begins at its first row.
  useEffect(
    () =>
      list.store.subscribe((state, before) => {
        if (state.query !== before.query) {
          setPicking((old) => moveToRow(old, 0));
        }
      }),
    [list],
  );
  const rowNow = useCallback((index: number) => rowAt(list.store.getState().pages, index), [list]);
  const press = useCallback(
    async (how: RowPress) => {
      const { anchor } = now.current;
      const [start, last] = how.shift
        ? [Math.min(anchor, how.index), Math.max(anchor, how.index)]
        : [how.index, how.index];
      if (await list.readAll({ start, end: last + 1 })) {
        setPicking((before) => pressSeries(rowNow, before, how));
      }
    },
    [list, rowNow],
  );
  const pickAll = useCallback(async () => {
    if (await list.readAll({ start: 0, end: list.store.getState().found })) {
      setPicking((before) => pickAllFound(rowNow, before, list.store.getState().found));
    }
  }, [list, rowNow]);
  return useMemo(
    () => ({
      picking,
      press: (how) => void press(how),
      go: (index, { shift }) => {
        if (shift) {
          void press({ index, ctrl: false, shift });
        } else {
          setPicking((before) => moveToRow(before, index));
        }
      },
      pickAll: () => void pickAll(),
      clear: () => setPicking((before) => ({ ...before, picked: new Map() })),
    }),
    [picking, press, pickAll],
  );
}
