import type { BodyFill } from '../../shared/schematic/componentLook';
import type { SymbolClass, SymbolShape } from '../../shared/symbols/symbolClass';
import type { Paper } from './paper';
import type { SceneTokens } from './sceneTokens';

/** How one symbol is to be drawn, without where. */
export interface SymbolPose {
  readonly fill: BodyFill;
  /** 0 closed to 1 open; undefined: as drawn. */
  readonly opening: number | undefined;
  /** 0 to 1; undefined: as drawn. */
  readonly level: number | undefined;
}

/** Device px per symbol px along both axes, for lines that do not scale. */
export interface SymbolScale {
  readonly scale: number;
  readonly ratio: number;
}

/** Bodies that are neither open nor closed: equipment that stands. */
const staticParts = new Set(['shell', 'basin', 'condenser', 'evaporator', 'frame', 'channel', 'rear-head', 'jacket']);
/** Drawn bright whatever the state. */
const brightParts = new Set(['actuator', 'bubble']);
const paths = new WeakMap<SymbolShape, Path2D>();

/** The outline of a shape in the symbol's own coordinates; made once. */
export function pathOf(shape: SymbolShape): Path2D {
  const known = paths.get(shape);
  if (known !== undefined) {
    return known;
  }
  const { geometry } = shape;
  const path = geometry.kind === 'path' ? new Path2D(geometry.d) : new Path2D();
  if (geometry.kind === 'circle') {
    path.arc(geometry.cx, geometry.cy, geometry.r, 0, 2 * Math.PI);
  }
  paths.set(shape, path);
  return path;
}

interface ShapePaint {
  readonly fill: string | undefined;
  readonly fillOpacity: number;
  readonly stroke: string;
}

function isDark(fill: BodyFill): boolean {
  return fill === 'off';
}

function bodyFillOf(fill: BodyFill, tokens: SceneTokens): string | undefined {
  if (fill === 'unknown') {
    return undefined;
  }
  if (fill === 'static') {
    return tokens.fillStatic;
  }
  return isDark(fill) ? tokens.fillOff : tokens.fillOn;
}

/** Lines of a body that is bright stay dark in both themes; the outline of a dark one is the equipment's. */
function bodyStrokeOf(fill: BodyFill, tokens: SceneTokens): string {
  return fill === 'unknown' || fill === 'static' || isDark(fill) ? tokens.equipment : tokens.onBright;
}

function detailStrokeOf(fill: BodyFill, tokens: SceneTokens): string {
  if (fill === 'unknown' || fill === 'static') {
    return tokens.equipment;
  }
  return isDark(fill) ? tokens.onDark : tokens.onBright;
}

function paintOf(
  shape: SymbolShape,
  fill: BodyFill,
  { symbol, tokens }: { readonly symbol: SymbolClass; readonly tokens: SceneTokens },
): ShapePaint {
  const { part } = shape;
  if (symbol.behaviour === 'off-page' && shape.motion === 'fill') {
    return { fill: tokens.plate, fillOpacity: 1, stroke: tokens.equipment };
  }
  if (shape.motion === 'fill') {
    return { fill: bodyFillOf(fill, tokens), fillOpacity: 1, stroke: bodyStrokeOf(fill, tokens) };
  }
  if (part === 'contents') {
    return { fill: tokens.level, fillOpacity: 1, stroke: tokens.equipment };
  }
  if (brightParts.has(part)) {
    return { fill: fill === 'unknown' ? undefined : tokens.fillOn, fillOpacity: 1, stroke: tokens.equipment };
  }
  if (staticParts.has(part)) {
    return { fill: tokens.fillStatic, fillOpacity: 1, stroke: tokens.equipment };
  }
  const onBody = shape.onBody ? detailStrokeOf(fill, tokens) : tokens.equipment;
  const stroke = part === 'actuator-letter' ? tokens.onBright : onBody;
  const filled = shape.fill === 'current' ? stroke : shape.fill === 'ground' ? groundOf(fill, tokens) : undefined;
  return { fill: filled, fillOpacity: shape.fillOpacity, stroke };
}

function groundOf(fill: BodyFill, tokens: SceneTokens): string {
  return fill === 'unknown' ? tokens.canvas : isDark(fill) ? tokens.fillOff : tokens.fillOn;
}

function moveShape(paper: Paper, shape: SymbolShape, opening: number | undefined): void {
  if (opening === undefined) {
    return;
  }
  if (shape.motion === 'rotate' && shape.openDegrees !== undefined && shape.closedDegrees !== undefined) {
    const degrees = shape.closedDegrees + (shape.openDegrees - shape.closedDegrees) * opening;
    paper.translate(shape.originX, shape.originY);
    paper.rotate((degrees * Math.PI) / 180);
    paper.translate(-shape.originX, -shape.originY);
  } else if (shape.motion === 'lift' && shape.liftPx !== undefined) {
    paper.translate(0, shape.liftPx * opening);
  }
}

/** The dashes of an outline whose state is not known. */
const unknownDash = [4, 3];

function strokeShape(
  paper: Paper,
  shape: SymbolShape,
  look: { path: Path2D; scale: SymbolScale; unknown: boolean },
): void {
  const { ratio, scale } = look.scale;
  // Lines keep their width at any zoom, but never grow over small symbols: below half size they thin to 1 px.
  const px = Math.max(1, shape.strokeWidth * Math.min(1, Math.max(0.5, scale / ratio + 0.25)));
  const dash = look.unknown && shape.dash.length === 0 ? unknownDash : shape.dash;
  paper.lineWidth = (px * ratio) / scale;
  paper.setLineDash(dash.map((length) => (length * Math.min(ratio, scale)) / scale));
  paper.stroke(look.path);
}

/**
 * Draws a symbol with its origin at the paper's origin. The paper's transform must already hold scale,
 * turn and mirror. Text is not drawn here: it stays upright and differs from one component to the next.
 */
export function paintSymbol(
  paper: Paper,
  symbol: SymbolClass,
  { pose, tokens, scale }: { readonly pose: SymbolPose; readonly tokens: SceneTokens; readonly scale: SymbolScale },
): void {
  paper.lineJoin = 'round';
  paper.lineCap = 'round';
  const hidden = pose.fill === 'unknown';
  for (const shape of symbol.shapes) {
    const gone = hidden && (shape.motion === 'rotate' || shape.motion === 'level' || shape.motion === 'lift');
    const idle = shape.motion === 'flow' && pose.fill === 'off';
    if (shape.geometry.kind === 'text' || gone || idle) {
      continue;
    }
    paintShape(paper, symbol, { shape, pose, tokens, scale });
  }
  paper.setLineDash([]);
}

interface ShapeJob {
  readonly shape: SymbolShape;
  readonly pose: SymbolPose;
  readonly tokens: SceneTokens;
  readonly scale: SymbolScale;
}

function paintShape(paper: Paper, symbol: SymbolClass, { shape, pose, tokens, scale }: ShapeJob): void {
  const paint = paintOf(shape, pose.fill, { symbol, tokens });
  const path = pathOf(shape);
  paper.save();
  if (shape.motion === 'level' && pose.level !== undefined && symbol.level !== undefined) {
    if (paintLevel(paper, symbol, { shape, pose, tokens, scale })) {
      paper.restore();
      return;
    }
  }
  moveShape(paper, shape, pose.opening);
  if (paint.fill !== undefined) {
    paper.globalAlpha = paint.fillOpacity;
    paper.fillStyle = paint.fill;
    paper.fill(path);
    paper.globalAlpha = 1;
    if (pose.fill === 'half' && shape.motion === 'fill') {
      paintHalf(paper, path, { x: Math.max(0, symbol.extent.x), tokens });
    }
  }
  if (shape.strokeWidth > 0 || shape.motion === 'fill') {
    paper.strokeStyle = shape.strokeWidth > 0 || pose.fill === 'unknown' ? paint.stroke : tokens.pipe2;
    strokeShape(paper, shape, { path, scale, unknown: pose.fill === 'unknown' });
  }
  paper.restore();
}

/** A body on its way: the half on the outlet side is dark. */
function paintHalf(
  paper: Paper,
  path: Path2D,
  { x, tokens }: { readonly x: number; readonly tokens: SceneTokens },
): void {
  paper.save();
  paper.clip(path);
  paper.fillStyle = tokens.fillOff;
  paper.fillRect(x, -1_000, 1_000, 2_000);
  paper.restore();
}

/** Contents up to the level, held by the outline of their vessel, and the line on top. True when it is done. */
function paintLevel(paper: Paper, symbol: SymbolClass, { shape, pose, tokens, scale }: ShapeJob): boolean {
  const holder = symbol.shapes.find((other) => other.part === symbol.level?.within);
  if (symbol.level === undefined || pose.level === undefined || holder === undefined) {
    return false;
  }
  if (holder.geometry.kind === 'text') {
    return false;
  }
  const y = symbol.level.emptyY + (symbol.level.fullY - symbol.level.emptyY) * pose.level;
  const { extent } = symbol;
  paper.save();
  paper.clip(pathOf(holder));
  if (shape.part === 'contents') {
    paper.fillStyle = tokens.level;
    paper.fillRect(extent.x, y, extent.width, symbol.level.emptyY - y);
  } else {
    paper.strokeStyle = tokens.equipment;
    paper.lineWidth = (1.5 * scale.ratio) / scale.scale;
    paper.beginPath();
    paper.moveTo(extent.x, y);
    paper.lineTo(extent.x + extent.width, y);
    paper.stroke();
  }
  paper.restore();
  return true;
}
