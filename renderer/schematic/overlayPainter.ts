import type { ComponentId, ConnectionId } from '../../shared/model/ids';
import type { PlantComponent } from '../../shared/model/plantModel';
import { plainLook } from '../../shared/schematic/componentLook';
import { extentOfPoints } from '../../shared/schematic/extents';
import { bodyExtentOf } from '../../shared/schematic/placedPorts';
import type { PlacedComponent, PlacedLine } from '../../shared/schematic/sheetGeometry';
import type { Extent, SymbolCatalogue } from '../../shared/symbols/symbolClass';
import { addLabel } from './labelPainter';
import { paintLines } from './linePainter';
import { deviceX, deviceY, type Paper, type Projection } from './paper';
import { isSymbolShown, type SceneParts } from './sceneParts';
import { paintComponent } from './standingPainter';
import { addSymbolText } from './symbolText';
import { TextBatch } from './textBatch';

type Marked = ReadonlySet<ComponentId | ConnectionId>;

/** What lies on top of the drawing for the moment. */
export interface OverlayJob {
  readonly parts: SceneParts;
  readonly projection: Projection;
  readonly selection: Marked;
  readonly highlight: Marked;
  /** In CSS px from the sheet's origin. */
  readonly plateOf: (id: ComponentId) => Extent | undefined;
}

function isComponent(parts: SceneParts, id: ComponentId | ConnectionId): PlacedComponent | undefined {
  return parts.geometry.components.get(id as ComponentId);
}

function boxAround(paper: Paper, body: Extent, { scale, ratio, originX, originY }: Projection): void {
  const margin = 4 * ratio;
  const x = Math.round(body.x * scale) + originX - margin;
  const y = Math.round(body.y * scale) + originY - margin;
  paper.roundRect(x, y, body.width * scale + 2 * margin, body.height * scale + 2 * margin, 4 * ratio);
}

function traceLine(paper: Paper, line: PlacedLine, projection: Projection): void {
  line.points.forEach((point, index) => {
    const [x, y] = [deviceX(projection, point.x), deviceY(projection, point.y)];
    if (index === 0) {
      paper.moveTo(x, y);
    } else {
      paper.lineTo(x, y);
    }
  });
}

/** A tinted box round what is marked, a wide halo along marked lines. */
function paintMarked(
  paper: Paper,
  marked: Marked,
  { job, strength }: { readonly job: OverlayJob; readonly strength: number },
): void {
  const { parts, projection } = job;
  const { ratio } = projection;
  paper.beginPath();
  for (const id of marked) {
    const line = parts.geometry.lines.get(id as ConnectionId);
    if (line !== undefined) {
      traceLine(paper, line, projection);
    }
  }
  paper.globalAlpha = parts.tokens.traceOpacity * strength;
  paper.strokeStyle = parts.tokens.trace;
  paper.lineWidth = 9 * ratio;
  paper.lineJoin = 'round';
  paper.stroke();
  paper.beginPath();
  for (const id of marked) {
    const placed = isComponent(parts, id);
    if (placed !== undefined) {
      if (isSymbolShown(parts, placed)) {
        boxAround(paper, placed.body, projection);
      }
      const plate = job.plateOf(placed.component.id);
      if (plate !== undefined) {
        const at = { ...projection, scale: ratio };
        boxAround(paper, plate, at);
      }
    }
  }
  paper.globalAlpha = 0.1 * strength;
  paper.fillStyle = parts.tokens.accent;
  paper.fill();
  paper.globalAlpha = strength;
  paper.strokeStyle = parts.tokens.accent;
  paper.lineWidth = 1.5 * ratio;
  paper.stroke();
  paper.globalAlpha = 1;
}

/** Draws what is selected and what is pointed at. */
export function paintOverlay(paper: Paper, job: OverlayJob): void {
  if (job.highlight.size > 0) {
    paintMarked(paper, job.highlight, { job, strength: 0.5 });
  }
  if (job.selection.size > 0) {
    paintMarked(paper, job.selection, { job, strength: 1 });
  }
}

/** Components that stand elsewhere for the time of a drag, with the pipes that follow them. */
export interface PreviewContent {
  readonly components: readonly PlacedComponent[];
  readonly lines: readonly PlacedLine[];
}

/** Works out what a drag moves: the components themselves and every pipe at one of them. */
export function previewContent(
  parts: SceneParts,
  catalogue: SymbolCatalogue,
  overrides: ReadonlyMap<ComponentId, PlantComponent>,
): PreviewContent {
  const { geometry } = parts;
  const components = [...overrides.values()].map((component) => {
    const symbol = catalogue.get(component.symbolId);
    return { component, symbol, body: bodyExtentOf(component, symbol) };
  });
  const componentOf = (id: ComponentId): PlantComponent | undefined =>
    overrides.get(id) ?? geometry.components.get(id)?.component;
  const ids = new Set([...overrides.keys()].flatMap((id) => [...geometry.linesAt(id)]));
  const lines: PlacedLine[] = [];
  for (const id of ids) {
    const line = geometry.lines.get(id);
    const route = line && geometry.routeWith(line.connection, componentOf);
    if (line !== undefined && route !== undefined) {
      const points = geometry.drawnPoints(line.connection, route, componentOf);
      lines.push({ ...line, points, extent: extentOfPoints(points), arrows: [], breaks: [] });
    }
  }
  return { components, lines };
}

/** Draws what a drag moves. */
export function paintPreview(
  paper: Paper,
  { components, lines }: PreviewContent,
  { parts, projection }: { readonly parts: SceneParts; readonly projection: Projection },
): void {
  const { tokens, detail } = parts;
  paintLines(paper, lines, { tokens, detail, projection, flowOf: () => 'plain' });
  const batch = new TextBatch();
  for (const placed of components) {
    paintComponent(paper, placed, { parts, projection });
    addLabel(batch, parts, { placed, look: plainLook, projection });
    addSymbolText(batch, placed, { projection, color: parts.tokens.onBrightText });
  }
  batch.write(paper, projection.ratio);
}
