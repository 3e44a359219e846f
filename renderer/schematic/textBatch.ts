import { fontOf, type Paper } from './paper';

/** A way of writing. */
export interface TextStyle {
  readonly sizePx: number;
  readonly weight: number;
  readonly color: string;
}

interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Collects text and writes it style by style: setting a font costs more than writing a word. */
export class TextBatch {
  readonly #pieces = new Map<string, { style: TextStyle; align: CanvasTextAlign; pieces: Piece[] }>();

  /** Device px; `y` is the base line. */
  add(
    style: TextStyle,
    text: string,
    at: { readonly x: number; readonly y: number; readonly align: CanvasTextAlign },
  ): void {
    if (text === '') {
      return;
    }
    const key = `${style.sizePx}|${style.weight}|${style.color}|${at.align}`;
    const group = this.#pieces.get(key) ?? { style, align: at.align, pieces: [] };
    group.pieces.push({ text, x: at.x, y: at.y });
    this.#pieces.set(key, group);
  }

  write(paper: Paper, ratio: number): void {
    paper.textBaseline = 'alphabetic';
    for (const { style, align, pieces } of this.#pieces.values()) {
      paper.font = fontOf(style.sizePx, style.weight, ratio);
      paper.fillStyle = style.color;
      paper.textAlign = align;
      for (const { text, x, y } of pieces) {
        paper.fillText(text, x, y);
      }
    }
    this.#pieces.clear();
  }
}

/** Measures text once per font. */
export class TextRuler {
  readonly #widths = new Map<string, number>();
  readonly #paper: Paper;

  constructor(paper: Paper) {
    this.#paper = paper;
  }

  /** Width in CSS px. */
  widthOf(text: string, sizePx: number, weight: number): number {
    const key = `${sizePx}|${weight}|${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) {
      return known;
    }
    this.#paper.font = fontOf(sizePx, weight, 1);
    const width = this.#paper.measureText(text).width;
    this.#widths.set(key, width);
    return width;
  }

  /** Forgets what was measured, for when the font has arrived. */
  clear(): void {
    this.#widths.clear();
  }
}
