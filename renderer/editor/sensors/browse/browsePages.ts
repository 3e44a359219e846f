import type { BrowsedSeries } from '../../../../shared/contract/sourceCalls';

/** So many rows are read at once. */
export const pageRows = 500;

/** The rows of a list as far as they were read, by page. */
export type BrowsePages = ReadonlyMap<number, readonly BrowsedSeries[]>;

/** Rows of a list by their places, `end` exclusive. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** The pages that a range of rows lies on, in order. */
export function pagesOf({ start, end }: RowRange): readonly number[] {
  const first = Math.floor(Math.max(0, start) / pageRows);
  const count = end <= start ? 0 : Math.floor((end - 1) / pageRows) - first + 1;
  return Array.from({ length: count }, (_, index) => first + index);
}

/** The row at a place; undefined while it was not read, and past the end. */
export function rowAt(pages: BrowsePages, index: number): BrowsedSeries | undefined {
  return pages.get(Math.floor(index / pageRows))?.[index % pageRows];
}

/** The pages with rows that begin at a whole page laid over them. */
export function withRows(pages: BrowsePages, firstPage: number, rows: readonly BrowsedSeries[]): BrowsePages {
  const count = Math.max(1, Math.ceil(rows.length / pageRows));
  const read = Array.from({ length: count }, (_, index) => {
    const own = rows.slice(index * pageRows, (index + 1) * pageRows);
    return [firstPage + index, own] as const;
  });
  return new Map([...pages, ...read]);
}
