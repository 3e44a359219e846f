/** Which rows are picked, and where a range starts and goes on. */
export interface RowPicking<Key> {
  readonly picked: ReadonlySet<Key>;
  /** The row the keyboard is on. */
  readonly current: number;
  /** Where a range with Shift starts. */
  readonly anchor: number;
}

/** What a list of rows does on a press: alone, Ctrl adds or takes away one, Shift takes all from the anchor. */
export function pickRow<Key>(
  keys: readonly Key[],
  before: RowPicking<Key>,
  press: { readonly index: number; readonly ctrl: boolean; readonly shift: boolean },
): RowPicking<Key> {
  const { index, ctrl, shift } = press;
  const key = keys[index];
  if (key === undefined) {
    return before;
  }
  if (shift) {
    const range = keys.slice(Math.min(before.anchor, index), Math.max(before.anchor, index) + 1);
    return { picked: new Set(ctrl ? [...before.picked, ...range] : range), current: index, anchor: before.anchor };
  }
  if (ctrl) {
    const picked = new Set(before.picked);
    if (!picked.delete(key)) {
      picked.add(key);
    }
    return { picked, current: index, anchor: index };
  }
  return { picked: new Set([key]), current: index, anchor: index };
}
