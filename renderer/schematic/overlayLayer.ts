import type { ComponentId, ConnectionId } from '../../shared/model/ids';
import type { Point } from '../../shared/model/plantModel';
import type { ReviewLayer } from '../../shared/schematic/reviewLayer';
import type { Extent, SymbolCatalogue } from '../../shared/symbols/symbolClass';
import type { CanvasStack } from './canvasStack';
import type { Overrides } from './dragPreview';
import { paintOverlay, paintPreview, previewContent } from './overlayPainter';
import type { Projection } from './paper';
import { paintReview, pinUnder } from './reviewPainter';
import type { SceneParts } from './sceneParts';

type Marked = ReadonlySet<ComponentId | ConnectionId>;

/** What is picked out, and what the pointer is over. */
export interface Marks {
  readonly selection: Marked;
  readonly highlight: Marked;
}

/** What the layer is painted with. */
export interface OverlayLayerJob {
  readonly parts: SceneParts;
  readonly projection: Projection;
  readonly catalogue: SymbolCatalogue;
  /** In CSS px from the sheet's origin. */
  readonly plateOf: (id: ComponentId) => Extent | undefined;
  /** What is dragged. */
  readonly overrides: Overrides | undefined;
}

/** What lies on top of the drawing: marks, what is dragged, a review. */
export class OverlayLayer {
  #marks: Marks = { selection: new Set(), highlight: new Set() };
  #review: ReviewLayer | undefined;

  setMarks(marks: Partial<Marks>): void {
    this.#marks = { ...this.#marks, ...marks };
  }

  setReview(layer: ReviewLayer | undefined): void {
    this.#review = layer;
  }

  /** The number of the review's pin at a point, CSS px from the sheet's origin. */
  pinAt(point: Point, at: { readonly parts: SceneParts; readonly zoom: number }): number | undefined {
    return this.#review && pinUnder(this.#review, { ...at, point });
  }

  paint(stack: CanvasStack, { parts, projection, catalogue, plateOf, overrides }: OverlayLayerJob): void {
    const review = this.#review;
    const { selection, highlight } = this.#marks;
    const isMarked = selection.size + highlight.size > 0;
    const empty = !isMarked && overrides === undefined && review === undefined;
    stack.show('overlay', !empty);
    if (empty) {
      return;
    }
    const paper = stack.overlay;
    paper.clearRect(0, 0, paper.canvas.width, paper.canvas.height);
    paintOverlay(paper, { parts, projection, selection, highlight, plateOf });
    if (overrides !== undefined) {
      paintPreview(paper, previewContent(parts, catalogue, overrides), { parts, projection });
    }
    if (review !== undefined) {
      paintReview(paper, { layer: review, catalogue, parts, projection });
    }
  }
}
