import { newSheetOfPaper, type Paper } from './paper';

/** Device px; small enough that a new one at the edge costs little, large enough that few are copied a frame. */
export const tilePx = 512;

/** The visible part of the sheet in device px from the sheet's origin. */
export interface TileWindow {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws one tile: the paper's origin is the tile's corner, at device px (x, y) from the sheet's origin. */
export type TilePainter = (paper: Paper, x: number, y: number) => void;

interface Tile {
  readonly canvas: OffscreenCanvas;
  readonly paper: Paper;
  readonly tx: number;
  readonly ty: number;
  due: boolean;
  /** Was due before and found no time: it goes first. */
  waited: boolean;
  usedAt: number;
}

interface Generation {
  readonly scale: number;
  readonly tiles: Map<string, Tile>;
}

/** What one call did. */
export interface TileReport {
  readonly drawn: number;
  /** False: some of the window still shows an older picture; call again. */
  readonly complete: boolean;
}

/** Tiles kept beyond those in the window. */
const spareTiles = 40;

/**
 * The standing part of the drawing as bitmap tiles of one scale, as maps do it. While a new scale is being
 * drawn, the tiles of the one before are shown enlarged or reduced.
 */
export class TileLayer {
  #current: Generation = { scale: 0, tiles: new Map() };
  #before: Generation | undefined;
  /** Canvases of dropped tiles: making a new one costs more than drawing on it. */
  readonly #spare: Pick<Tile, 'canvas' | 'paper'>[] = [];
  #uses = 0;

  /** Forgets everything, for when all of the drawing changes. */
  clear(): void {
    this.#recycle(this.#current.tiles.values());
    this.#current = { scale: this.#current.scale, tiles: new Map() };
    this.#dropBefore();
  }

  /** Marks the tiles that show a rectangle (device px at the current scale) as out of date. */
  invalidate(area: TileWindow): void {
    for (const tile of this.#current.tiles.values()) {
      const [x, y] = [tile.tx * tilePx, tile.ty * tilePx];
      if (x < area.x + area.width && area.x < x + tilePx && y < area.y + area.height && area.y < y + tilePx) {
        tile.due = true;
      }
    }
    this.#dropBefore();
  }

  /** Puts the window on the paper, drawing what is missing for as long as the budget lasts. */
  show(paper: Paper, window: TileWindow, job: { scale: number; paint: TilePainter; budgetMs: number }): TileReport {
    if (job.scale !== this.#current.scale) {
      if (this.#current.tiles.size > 0) {
        this.#dropBefore();
        this.#before = this.#current;
      }
      this.#current = { scale: job.scale, tiles: new Map() };
    }
    const endMs = performance.now() + job.budgetMs;
    let [drawn, late] = [0, 0];
    const missing: (readonly [number, number])[] = [];
    for (const [tx, ty] of this.#inOrder(window)) {
      const known = this.#current.tiles.get(`${tx},${ty}`);
      const due = known?.due ?? true;
      if (due && drawn > 0 && performance.now() > endMs) {
        late += 1;
        if (known === undefined) {
          missing.push([tx, ty]);
        } else {
          // Out of date by a moment is better than a hole.
          known.waited = true;
          paper.drawImage(known.canvas, tx * tilePx - window.x, ty * tilePx - window.y);
        }
        continue;
      }
      drawn += due ? 1 : 0;
      const tile = this.#tileAt(tx, ty, job.paint);
      paper.drawImage(tile.canvas, tx * tilePx - window.x, ty * tilePx - window.y);
    }
    if (missing.length > 0) {
      this.#showBefore(paper, window, { scale: job.scale, missing });
    } else {
      this.#dropBefore();
      this.#trim();
    }
    return { drawn, complete: late === 0 };
  }

  /** Draws one tile next to the window that is not there yet, so that a pan finds it. False: none is missing. */
  drawAhead(window: TileWindow, paint: TilePainter): boolean {
    let ahead: readonly [number, number] | undefined;
    const around = {
      x: window.x - tilePx,
      y: window.y - tilePx,
      width: window.width + 2 * tilePx,
      height: window.height + 2 * tilePx,
    };
    this.#eachIn(around, (tx, ty) => {
      if (this.#current.tiles.get(`${tx},${ty}`)?.due ?? true) {
        ahead ??= [tx, ty];
      }
    });
    if (ahead === undefined) {
      return false;
    }
    this.#tileAt(ahead[0], ahead[1], paint);
    return true;
  }

  size(): number {
    return this.#current.tiles.size + (this.#before?.tiles.size ?? 0);
  }

  /** The tiles of a window, those that have waited first. */
  #inOrder(window: TileWindow): readonly (readonly [number, number])[] {
    const [first, rest]: [(readonly [number, number])[], (readonly [number, number])[]] = [[], []];
    this.#eachIn(window, (tx, ty) => {
      const waited = this.#current.tiles.get(`${tx},${ty}`)?.waited ?? true;
      (waited ? first : rest).push([tx, ty]);
    });
    return [...first, ...rest];
  }

  #eachIn(window: TileWindow, visit: (tx: number, ty: number) => void): void {
    const right = Math.floor((window.x + window.width - 1) / tilePx);
    const bottom = Math.floor((window.y + window.height - 1) / tilePx);
    for (let ty = Math.floor(window.y / tilePx); ty <= bottom; ty += 1) {
      for (let tx = Math.floor(window.x / tilePx); tx <= right; tx += 1) {
        visit(tx, ty);
      }
    }
  }

  #tileAt(tx: number, ty: number, paint: TilePainter): Tile {
    const key = `${tx},${ty}`;
    let tile = this.#current.tiles.get(key);
    if (tile === undefined) {
      tile = { ...(this.#spare.pop() ?? newSheetOfPaper(tilePx, tilePx)), tx, ty, due: true, waited: false, usedAt: 0 };
      this.#current.tiles.set(key, tile);
    }
    this.#uses += 1;
    tile.usedAt = this.#uses;
    if (tile.due) {
      paint(tile.paper, tx * tilePx, ty * tilePx);
      tile.due = false;
      tile.waited = false;
    }
    return tile;
  }

  #showBefore(
    paper: Paper,
    window: TileWindow,
    { scale, missing }: { readonly scale: number; readonly missing: readonly (readonly [number, number])[] },
  ): void {
    if (this.#before === undefined) {
      return;
    }
    const stretch = scale / this.#before.scale;
    paper.save();
    paper.beginPath();
    missing.forEach(([tx, ty]) => paper.rect(tx * tilePx - window.x, ty * tilePx - window.y, tilePx, tilePx));
    paper.clip();
    for (const tile of this.#before.tiles.values()) {
      const size = tilePx * stretch;
      const [x, y] = [tile.tx * size - window.x, tile.ty * size - window.y];
      if (x < window.width && y < window.height && x + size > 0 && y + size > 0) {
        paper.drawImage(tile.canvas, x, y, size, size);
      }
    }
    paper.restore();
  }

  /** Drops the tiles that were shown longest ago. */
  #trim(): void {
    const { tiles } = this.#current;
    if (tiles.size <= 2 * spareTiles) {
      return;
    }
    const oldest = [...tiles].sort(([, a], [, b]) => a.usedAt - b.usedAt).slice(0, tiles.size - spareTiles);
    oldest.forEach(([key]) => tiles.delete(key));
    this.#recycle(oldest.map(([, tile]) => tile));
  }

  #dropBefore(): void {
    this.#recycle(this.#before?.tiles.values() ?? []);
    this.#before = undefined;
  }

  #recycle(tiles: Iterable<Tile>): void {
    for (const { canvas, paper } of tiles) {
      if (this.#spare.length < spareTiles) {
        this.#spare.push({ canvas, paper });
      }
    }
  }
}
