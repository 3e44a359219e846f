import type { Rotation } from '../../shared/model/plantModel';
import type { BodyFill } from '../../shared/schematic/componentLook';
import type { SymbolClass } from '../../shared/symbols/symbolClass';
import { extentOf } from '../../shared/symbols/symbolPlacement';
import { newSheetOfPaper, type Paper, type Projection } from './paper';
import type { SceneTokens } from './sceneTokens';
import { paintSymbol } from './symbolPainter';

/** One look of one class at one size: drawn once, then copied. */
interface Sprite {
  readonly canvas: OffscreenCanvas;
  /** From the sprite's corner to the symbol's origin, device px. */
  readonly originX: number;
  readonly originY: number;
}

/** Which sprite is wanted. */
export interface SpriteLook {
  readonly symbol: SymbolClass;
  readonly rotation: Rotation;
  readonly mirrored: boolean;
  readonly fill: BodyFill;
  /** 0 to 1; undefined: as drawn. */
  readonly opening: number | undefined;
  readonly level: number | undefined;
}

/** Poses between closed and open that are told apart at full size; finer ones do not differ by a pixel. */
const mostOpeningSteps = 24;
/** Room around the extent: for strokes, CSS px, and for dots over the edge, which scale. */
const strokeRoomPx = 3;
const dotRoom = 4;
/** Sprites beyond this many are dropped all together: a zoom gesture leaves sizes behind that never come back. */
const mostSprites = 2_000;

/** A value on the nearest of so many steps, so that looks that cannot be told apart share a sprite. */
function quantised(value: number | undefined, steps: number): number | undefined {
  return value === undefined ? undefined : Math.round(value * steps) / steps;
}

const movables = new WeakMap<SymbolClass, boolean>();

function hasMovingPart(symbol: SymbolClass): boolean {
  const known = movables.get(symbol);
  if (known !== undefined) {
    return known;
  }
  const moves = symbol.shapes.some(({ motion }) => motion === 'rotate' || motion === 'lift');
  movables.set(symbol, moves);
  return moves;
}

/** The look without what does not show: positions of what has no moving part, steps finer than a pixel. */
function simplified(look: SpriteLook, scale: number): SpriteLook {
  const { symbol } = look;
  const openingSteps = Math.max(2, Math.min(mostOpeningSteps, Math.round(mostOpeningSteps * scale)));
  const travel = symbol.level === undefined ? 0 : (symbol.level.emptyY - symbol.level.fullY) * scale;
  return {
    ...look,
    opening: hasMovingPart(symbol) ? quantised(look.opening, openingSteps) : undefined,
    level: symbol.level === undefined ? undefined : quantised(look.level, Math.max(2, Math.round(travel))),
  };
}

/** Draws symbols by copying small pictures of them. */
export class SpriteCache {
  readonly #sprites = new Map<string, Sprite>();
  #tokens: SceneTokens;

  constructor(tokens: SceneTokens) {
    this.#tokens = tokens;
  }

  setTokens(tokens: SceneTokens): void {
    this.#tokens = tokens;
    this.#sprites.clear();
  }

  /** Copies the symbol onto the paper with its origin at a device pixel. */
  draw(paper: Paper, look: SpriteLook, at: Projection & { readonly x: number; readonly y: number }): void {
    const shown = simplified(look, at.scale);
    const key = `${shown.symbol.id}|${shown.rotation}|${shown.mirrored ? 1 : 0}|${shown.fill}|${shown.opening ?? ''}|${shown.level ?? ''}|${at.scale}|${at.ratio}`;
    let sprite = this.#sprites.get(key);
    if (sprite === undefined) {
      if (this.#sprites.size >= mostSprites) {
        this.#sprites.clear();
      }
      sprite = this.#make(shown, at);
      this.#sprites.set(key, sprite);
    }
    paper.drawImage(sprite.canvas, at.x - sprite.originX, at.y - sprite.originY);
  }

  #make(look: SpriteLook, { scale, ratio }: Projection): Sprite {
    const { symbol, rotation, mirrored } = look;
    const extent = extentOf(symbol, { x: 0, y: 0, rotation, mirrored });
    const margin = strokeRoomPx * ratio + dotRoom * scale;
    const originX = Math.ceil(margin - extent.x * scale);
    const originY = Math.ceil(margin - extent.y * scale);
    const width = originX + Math.ceil((extent.x + extent.width) * scale + margin);
    const height = originY + Math.ceil((extent.y + extent.height) * scale + margin);
    const { canvas, paper } = newSheetOfPaper(width, height);
    paper.translate(originX, originY);
    paper.rotate((rotation * Math.PI) / 180);
    paper.scale(mirrored ? -scale : scale, scale);
    paintSymbol(paper, symbol, { pose: look, tokens: this.#tokens, scale: { scale, ratio } });
    return { canvas, originX, originY };
  }
}
