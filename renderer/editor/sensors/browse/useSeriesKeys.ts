import type { KeyboardEvent } from 'react';
import { rowOfKey } from './seriesPicking';
import type { SeriesPickingDesk } from './useSeriesPicking';

/** What keys do besides picking. */
export interface SeriesKeyActions {
  readonly found: number;
  /** Rows that Page up and Page down go. */
  readonly perPage: number;
  /** The keyboard has come to a row. */
  readonly onGo: (index: number) => void;
  readonly onAdd: () => void;
  /** Binds the row that the keyboard is on to what is selected on the drawing. */
  readonly onBind: () => void;
}

/** Arrows go, Space picks, Shift takes what lies between, Ctrl A all, Enter adds, Ctrl Enter binds, Escape picks none. */
export function useSeriesKeys(desk: SeriesPickingDesk, actions: SeriesKeyActions): (event: KeyboardEvent) => void {
  const { picking } = desk;
  const { found, perPage, onGo, onAdd, onBind } = actions;
  return (event) => {
    const { shiftKey: shift } = event;
    const ctrl = event.ctrlKey || event.metaKey;
    const next = rowOfKey(event.key, picking.current, { found, perPage });
    if (next !== undefined) {
      desk.go(next, { ctrl, shift });
      onGo(next);
    } else if (event.key === ' ') {
      desk.press({ index: picking.current, ctrl: true, shift });
    } else if (event.key === 'Enter') {
      (ctrl ? onBind : onAdd)();
    } else if (ctrl && event.key.toLowerCase() === 'a') {
      desk.pickAll();
    } else if (event.key === 'Escape' && picking.picked.size > 0) {
      desk.clear();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
}
