import type { BrowsedSeries } from '../../../../shared/contract/sourceCalls';
import { seriesKeyOf } from '../../../../shared/influx/seriesAddress';

/** Which series are picked, by the keys of their addresses, and where the keyboard is. */
export interface SeriesPicking {
  readonly picked: ReadonlyMap<string, BrowsedSeries>;
  /** The row the keyboard is on. */
  readonly current: number;
  /** Where a range with Shift starts. */
  readonly anchor: number;
}

/** How a row was pressed. */
export interface RowPress {
  readonly index: number;
  readonly ctrl: boolean;
  readonly shift: boolean;
}

type RowAt = (index: number) => BrowsedSeries | undefined;

/** Nothing picked. */
export const nothingPicked: SeriesPicking = { picked: new Map(), current: 0, anchor: 0 };

function rowsBetween(rowAtPlace: RowAt, from: number, to: number): readonly (readonly [string, BrowsedSeries])[] {
  const start = Math.min(from, to);
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => rowAtPlace(start + index)).flatMap((row) =>
    row === undefined ? [] : [[seriesKeyOf(row.address), row] as const],
  );
}

/** What a press does: alone it picks one, Ctrl adds or takes away one, Shift takes all from the anchor. */
export function pressSeries(rowAtPlace: RowAt, before: SeriesPicking, { index, ctrl, shift }: RowPress): SeriesPicking {
  const row = rowAtPlace(index);
  if (row === undefined) {
    return before;
  }
  if (shift) {
    const range = rowsBetween(rowAtPlace, before.anchor, index);
    return { ...before, picked: new Map(ctrl ? [...before.picked, ...range] : range), current: index };
  }
  const key = seriesKeyOf(row.address);
  const picked = new Map(ctrl ? before.picked : []);
  if (!ctrl || !picked.delete(key)) {
    picked.set(key, row);
  }
  return { picked, current: index, anchor: index };
}

/** The keyboard on another row, with nothing else picked than before. */
export function moveToRow(before: SeriesPicking, index: number): SeriesPicking {
  return { ...before, current: index, anchor: index };
}

/** Everything that is found, beside what was picked before. */
export function pickAllFound(rowAtPlace: RowAt, before: SeriesPicking, found: number): SeriesPicking {
  return found === 0
    ? before
    : { ...before, picked: new Map([...before.picked, ...rowsBetween(rowAtPlace, 0, found - 1)]) };
}

/** The row that a key leads to; undefined for keys that lead nowhere. */
export function rowOfKey(key: string, current: number, size: { readonly found: number; readonly perPage: number }) {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: size.perPage,
    PageUp: -size.perPage,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.max(0, Math.min(size.found - 1, current + step));
}
