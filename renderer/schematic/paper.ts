/** Any canvas context the drawing can be put on. */
export type Paper = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Where a part of the sheet lies on a canvas, in device px. */
export interface Projection {
  /** Device px per sheet px. */
  readonly scale: number;
  /** Device px per CSS px: strokes and text are sized by it. */
  readonly ratio: number;
  /** Device px of the sheet's origin on the canvas, whole numbers. */
  readonly originX: number;
  readonly originY: number;
}

/** Device x of a sheet x, on whole px so that lines that meet on the sheet meet on the screen. */
export function deviceX(projection: Projection, x: number): number {
  return Math.round(x * projection.scale) + projection.originX;
}

/** Device y of a sheet y. */
export function deviceY(projection: Projection, y: number): number {
  return Math.round(y * projection.scale) + projection.originY;
}

/** The family the program ships, with what stands in while it loads. */
export const fontFamily = "'Inter Variable', Inter, system-ui, sans-serif";

/** A font as canvas writes it. */
export function fontOf(sizePx: number, weight: number, ratio: number): string {
  return `${weight} ${sizePx * ratio}px ${fontFamily}`;
}

/** A canvas that is not in the page. */
export function newSheetOfPaper(width: number, height: number): { canvas: OffscreenCanvas; paper: Paper } {
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  const paper = canvas.getContext('2d');
  if (paper === null) {
    throw new Error('This machine gives no canvas to draw on');
  }
  return { canvas, paper };
}
