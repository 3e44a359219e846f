import type { Point, Sheet } from '../../shared/model/plantModel';
import { plainLook } from '../../shared/schematic/componentLook';
import type { PlacedComponent, PlacedLine } from '../../shared/schematic/sheetGeometry';
import type { Extent } from '../../shared/symbols/symbolClass';
import { addLabel } from './labelPainter';
import { addLineLabels } from './lineLabels';
import { paintLines } from './linePainter';
import { deviceX, deviceY, type Paper, type Projection } from './paper';
import { isLive, isSymbolShown, type SceneParts } from './sceneParts';
import { paintGrid, paintSheetFrame } from './sheetFrame';
import { addSymbolText } from './symbolText';
import { TextBatch } from './textBatch';
import { paintUnknownSymbol } from './unknownSymbol';

/** A leader from a plate to where it measures, in CSS px from the sheet's origin. */
export interface Leader {
  readonly points: readonly Point[];
  readonly tap: Point;
  readonly extent: Extent;
}

/** What a piece of the standing layer is drawn from. */
export interface StandingJob {
  readonly parts: SceneParts;
  readonly sheet: Sheet | undefined;
  readonly projection: Projection;
  /** The piece, in sheet px. */
  readonly area: Extent;
  /** Leaders that may reach into the piece. */
  readonly leaders: readonly Leader[];
  /** Whether a plate stands in a rectangle, CSS px from the sheet's origin. */
  readonly isTaken: (extent: Extent) => boolean;
}

/** Words reach this far beyond the symbol they belong to, CSS px. */
const wordsReachPx = 110;

function grownBy(area: Extent, margin: number): Extent {
  return {
    x: area.x - margin,
    y: area.y - margin,
    width: area.width + 2 * margin,
    height: area.height + 2 * margin,
  };
}

/** Draws everything of a piece of the sheet that does not follow values. */
export function paintStanding(paper: Paper, job: StandingJob): void {
  const { parts, projection, area } = job;
  const zoom = projection.scale / projection.ratio;
  if (parts.mode === 'model' && job.sheet !== undefined) {
    if (parts.detail.grid) {
      paintGrid(paper, job);
    }
    paintSheetFrame(paper, { sheet: job.sheet, tokens: parts.tokens, projection });
  }
  const lines: PlacedLine[] = [];
  parts.geometry.visitLines(grownBy(area, 24 / zoom), (line) => {
    if (!parts.isLineHidden(line)) {
      lines.push(line);
    }
  });
  const { tokens, detail, flowOf } = parts;
  paintLines(paper, lines, { tokens, detail, projection, flowOf });
  const components: PlacedComponent[] = [];
  parts.geometry.visitComponents(grownBy(area, (detail.tags ? wordsReachPx : 12) / zoom), (placed) => {
    if (!parts.isHidden(placed)) {
      components.push(placed);
    }
  });
  paintLeaders(paper, job);
  paintComponents(paper, components, job);
  const batch = new TextBatch();
  components.forEach((placed) => {
    if (!isLive(parts, placed)) {
      addLabel(batch, parts, { placed, look: parts.values.lookOf(placed), projection });
    }
    if (isSymbolShown(parts, placed)) {
      addSymbolText(batch, placed, { projection, color: textColorOf(parts, placed) });
    }
  });
  batch.write(paper, projection.ratio);
  addLineLabels(paper, lines, { parts, projection, isTaken: job.isTaken });
}

function textColorOf(parts: SceneParts, placed: PlacedComponent): string {
  switch (placed.symbol?.behaviour) {
    case 'instrument':
      return parts.tokens.onBrightText;
    case 'off-page':
      return parts.tokens.ink3;
    default:
      return parts.tokens.ink2;
  }
}

function paintComponents(
  paper: Paper,
  components: readonly PlacedComponent[],
  { parts, projection }: StandingJob,
): void {
  for (const placed of components) {
    if (isLive(parts, placed) || !isSymbolShown(parts, placed)) {
      continue;
    }
    paintComponent(paper, placed, { parts, projection });
  }
}

/** Draws one symbol as it stands without values. */
export function paintComponent(
  paper: Paper,
  placed: PlacedComponent,
  { parts, projection }: { readonly parts: SceneParts; readonly projection: Projection },
): void {
  const { component, symbol } = placed;
  const at = { ...projection, x: deviceX(projection, component.x), y: deviceY(projection, component.y) };
  if (symbol === undefined) {
    paintUnknownSymbol(paper, placed, { tokens: parts.tokens, projection });
    return;
  }
  switch (symbol.behaviour) {
    case 'junction':
      paintNode(paper, at, parts);
      return;
    case 'tap':
      if (parts.mode === 'operate' && parts.detail.tags) {
        paintTap(paper, at, parts);
      }
      return;
    case 'text':
      return;
    default: {
      const look = parts.mode === 'operate' ? parts.values.lookOf(placed) : plainLook;
      const { rotation, mirrored } = component;
      parts.sprites.draw(
        paper,
        { symbol, rotation, mirrored, fill: look.fill, opening: look.opening, level: look.level },
        at,
      );
    }
  }
}

function nodeRadius({ scale, ratio }: Projection): number {
  return Math.max(1, Math.min(1, scale / ratio / 0.75) * 4) * ratio;
}

function paintNode(paper: Paper, at: Projection & Point, { tokens }: SceneParts): void {
  paper.fillStyle = tokens.pipe;
  paper.beginPath();
  paper.arc(at.x, at.y, nodeRadius(at), 0, 2 * Math.PI);
  paper.fill();
}

function paintTap(paper: Paper, at: Projection & Point, { tokens }: SceneParts): void {
  paper.fillStyle = tokens.canvas;
  paper.strokeStyle = tokens.ink3;
  paper.lineWidth = 1.5 * at.ratio;
  paper.beginPath();
  paper.arc(at.x, at.y, Math.max(1.5, Math.min(3, (3 * at.scale) / at.ratio / 0.75)) * at.ratio, 0, 2 * Math.PI);
  paper.fill();
  paper.stroke();
}

function paintLeaders(paper: Paper, { parts, projection, leaders }: StandingJob): void {
  const { ratio, originX, originY } = projection;
  paper.strokeStyle = parts.tokens.ink3;
  paper.lineWidth = Math.max(1, Math.round(ratio));
  paper.beginPath();
  for (const { points } of leaders) {
    points.forEach((point, index) => {
      const x = Math.round(point.x * ratio) + originX + 0.5;
      const y = Math.round(point.y * ratio) + originY + 0.5;
      if (index === 0) {
        paper.moveTo(x, y);
      } else {
        paper.lineTo(x, y);
      }
    });
  }
  paper.stroke();
}
