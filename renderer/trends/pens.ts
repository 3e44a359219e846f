/** How the line of one pen is drawn. Told apart by lightness and dash as well as by hue. */
export interface Pen {
  /** Name of the design token. */
  readonly token: '--pen-1' | '--pen-2';
  readonly widthPx: number;
  readonly dash: readonly number[];
}

const pens: readonly Pen[] = [
  { token: '--pen-1', widthPx: 1.75, dash: [] },
  { token: '--pen-2', widthPx: 1.25, dash: [] },
  { token: '--pen-1', widthPx: 1.75, dash: [6, 3] },
  { token: '--pen-2', widthPx: 1.25, dash: [6, 3] },
  { token: '--pen-1', widthPx: 1.75, dash: [2, 2] },
  { token: '--pen-2', widthPx: 1.25, dash: [2, 2] },
];

/** The pen of a line by its place in the trend. */
export function penAt(index: number): Pen {
  return pens[index % pens.length] ?? { token: '--pen-1', widthPx: 1.75, dash: [] };
}
