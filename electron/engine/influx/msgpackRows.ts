import { UnreadableAnswer } from './answerRows';
import { isTextTag, type MsgpackCursor } from './msgpackCursor';

/** Where rows are decoded to: cell c of row r goes to `cells[c * stride + r]`. */
export interface RowTarget {
  readonly columnCount: number;
  readonly stride: number;
  readonly cells: Float64Array;
  /** The number that stands for a text in the last column, or in another. */
  readonly textCell: (text: string, isLast: boolean) => number;
}

/** Checks the head of the row that begins here and answers where its cells begin. */
function cellsFrom({ bytes, view }: MsgpackCursor, at: number, columnCount: number): number {
  const tag = bytes[at] ?? 0;
  if (columnCount < 16 ? tag === (0x90 | columnCount) : tag === 0xdc && view.getUint16(at + 1) === columnCount) {
    return at + (columnCount < 16 ? 1 : 3);
  }
  throw new UnreadableAnswer('a row has not the columns that were announced');
}

/** Decodes one cell of any kind; false, and nothing read, while it has not arrived whole. */
function decodeCell(cursor: MsgpackCursor, target: RowTarget, place: number): boolean {
  const tag = cursor.bytes[cursor.at];
  if (tag === undefined) {
    return false;
  }
  if (isTextTag(tag)) {
    const text = cursor.textHere(tag);
    target.cells[place] =
      text === undefined ? NaN : target.textCell(text, place >= (target.columnCount - 1) * target.stride);
    return text !== undefined;
  }
  const number = cursor.numberHere(tag);
  target.cells[place] = number ?? NaN;
  return number !== undefined;
}

/** Decodes one row looking at every bound; false, and nothing read, while it has not arrived whole. */
function decodeRow(cursor: MsgpackCursor, target: RowTarget, row: number): boolean {
  const { columnCount, stride } = target;
  const start = cursor.at;
  if (cursor.bytes.length - start < (columnCount < 16 ? 1 : 3)) {
    return false;
  }
  cursor.at = cellsFrom(cursor, start, columnCount);
  for (let place = row; place < columnCount * stride; place += stride) {
    if (!decodeCell(cursor, target, place)) {
      cursor.at = start;
      return false;
    }
  }
  return true;
}

/**
 * Decodes one row of which so many bytes have arrived as the longest numbers take; false, and nothing read, when a text
 * made it longer than that.
 */
function decodeRowFast(cursor: MsgpackCursor, target: RowTarget, row: number): boolean {
  const { bytes, view } = cursor;
  const { cells, columnCount, stride } = target;
  const start = cursor.at;
  let at = cellsFrom(cursor, start, columnCount);
  for (let place = row; place < columnCount * stride; place += stride) {
    const tag = bytes[at];
    if (tag === 0xcb) {
      cells[place] = view.getFloat64(at + 1);
      at += 9;
    } else if (tag === 0xd3) {
      cells[place] = view.getInt32(at + 1) * 4_294_967_296 + view.getUint32(at + 5);
      at += 9;
    } else if (tag === 0xc0) {
      cells[place] = NaN;
      at += 1;
    } else {
      cursor.at = at;
      const isRead = decodeCell(cursor, target, place);
      at = cursor.at;
      // A text may have used up the room that was looked at before.
      if (!isRead || (tag !== undefined && isTextTag(tag) && at + 9 * columnCount > bytes.length)) {
        cursor.at = start;
        return false;
      }
    }
  }
  cursor.at = at;
  return true;
}

/** Decodes the rows that have arrived whole, from row `from` up to `stride`; answers how many there are then. */
export function decodeRows(cursor: MsgpackCursor, target: RowTarget, from: number): number {
  const { stride, columnCount } = target;
  // Before this there is room for a row of the longest numbers, and no bound has to be looked at.
  const roomyEnd = cursor.bytes.length - 3 - 9 * columnCount;
  let row = from;
  while (row < stride && cursor.at <= roomyEnd && decodeRowFast(cursor, target, row)) {
    row += 1;
  }
  while (row < stride && decodeRow(cursor, target, row)) {
    row += 1;
  }
  return row;
}
