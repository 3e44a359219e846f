import { fontOf, type Paper } from './paper';

/** A way of writing. */
export interface TextStyle {
  /** Drawn round the letters where they may lie on a line, in the ground's colour. */
  readonly halo?: string;
  readonly sizePx: number;
  readonly weight: number;
  readonly color: string;
}

const haloPx = 3;

interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly mostWidth: number | undefined;
}

/** Collects text and writes it style by style: setting a font costs more than writing a word. */
export class TextBatch {
  readonly #pieces = new Map<string, { style: TextStyle; align: CanvasTextAlign; pieces: Piece[] }>();

  /** Device px; `y` is the base line. Wider text than `mostWidth` is condensed. */
  add(
    style: TextStyle,
    text: string,
    at: { readonly x: number; readonly y: number; readonly align: CanvasTextAlign; readonly mostWidth?: number },
  ): void {
    if (text === '') {
      return;
    }
    const key = `${style.sizePx}|${style.weight}|${style.color}|${style.halo ?? ''}|${at.align}`;
    const group = this.#pieces.get(key) ?? { style, align: at.align, pieces: [] };
    group.pieces.push({ text, x: at.x, y: at.y, mostWidth: at.mostWidth });
    this.#pieces.set(key, group);
  }

  write(paper: Paper, ratio: number): void {
    paper.textBaseline = 'alphabetic';
    for (const { style, align, pieces } of this.#pieces.values()) {
      paper.font = fontOf(style.sizePx, style.weight, ratio);
      paper.fillStyle = style.color;
      paper.textAlign = align;
      if (style.halo !== undefined) {
        paper.strokeStyle = style.halo;
        paper.lineWidth = haloPx * ratio;
        paper.lineJoin = 'round';
        pieces.forEach(({ text, x, y, mostWidth }) => paper.strokeText(text, x, y, mostWidth));
      }
      for (const { text, x, y, mostWidth } of pieces) {
        paper.fillText(text, x, y, mostWidth);
      }
    }
    this.#pieces.clear();
  }
}

/** Measures text once per font. */
export class TextRuler {
  readonly #widths = new Map<number, Map<string, number>>();
  readonly #paper: Paper;

  constructor(paper: Paper) {
    this.#paper = paper;
  }

  /** Width in CSS px. */
  widthOf(text: string, sizePx: number, weight: number): number {
    const font = sizePx * 1_000 + weight;
    const ofFont = this.#widths.get(font) ?? new Map<string, number>();
    this.#widths.set(font, ofFont);
    const known = ofFont.get(text);
    if (known !== undefined) {
      return known;
    }
    this.#paper.font = fontOf(sizePx, weight, 1);
    const width = this.#paper.measureText(text).width;
    ofFont.set(text, width);
    return width;
  }

  /** Forgets what was measured, for when the font has arrived. */
  clear(): void {
    this.#widths.clear();
  }
}
