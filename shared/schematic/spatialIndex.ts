import type { Extent } from '../symbols/symbolClass';

interface Entry<Key> {
  readonly key: Key;
  readonly extent: Extent;
  /** Number of the last search that met it, so that one spanning many cells is visited once. */
  seen: number;
}

/** Wide enough for most symbols to lie in one or two cells, narrow enough for a tile to hold few cells. */
const cellPx = 256;
/** Cells lie in -2^15 .. 2^15 - 1 each way, so that both fit one number. */
const cellRange = 65_536;

function cellOf(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.floor(value / cellPx)));
}

function eachCell(extent: Extent, visit: (cell: number) => void): void {
  const [left, right] = [cellOf(extent.x), cellOf(extent.x + extent.width)];
  const [top, bottom] = [cellOf(extent.y), cellOf(extent.y + extent.height)];
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      visit((y + 32_768) * cellRange + x + 32_768);
    }
  }
}

function touches(a: Extent, b: Extent): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/** Finds what lies in a rectangle without looking at the rest of the sheet: a grid of cells, each with what reaches into it. */
export class SpatialIndex<Key> {
  readonly #cells = new Map<number, Entry<Key>[]>();
  readonly #entries = new Map<Key, Entry<Key>>();
  #searches = 0;

  /** Adds the key, or moves it when it is there already. */
  set(key: Key, extent: Extent): void {
    this.delete(key);
    const entry: Entry<Key> = { key, extent, seen: 0 };
    this.#entries.set(key, entry);
    eachCell(extent, (cell) => {
      const inCell = this.#cells.get(cell);
      if (inCell === undefined) {
        this.#cells.set(cell, [entry]);
      } else {
        inCell.push(entry);
      }
    });
  }

  delete(key: Key): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      return;
    }
    this.#entries.delete(key);
    eachCell(entry.extent, (cell) => {
      const rest = (this.#cells.get(cell) ?? []).filter((other) => other !== entry);
      if (rest.length === 0) {
        this.#cells.delete(cell);
      } else {
        this.#cells.set(cell, rest);
      }
    });
  }

  extentOf(key: Key): Extent | undefined {
    return this.#entries.get(key)?.extent;
  }

  /** Calls `visit` once for every key whose rectangle overlaps or touches `extent`, in no promised order. */
  visit(extent: Extent, visit: (key: Key) => void): void {
    this.#searches += 1;
    const search = this.#searches;
    eachCell(extent, (cell) => {
      for (const entry of this.#cells.get(cell) ?? []) {
        if (entry.seen !== search && touches(entry.extent, extent)) {
          entry.seen = search;
          visit(entry.key);
        }
      }
    });
  }

  /** How many keys it holds. */
  size(): number {
    return this.#entries.size;
  }
}
