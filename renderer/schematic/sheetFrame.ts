import type { Sheet } from '../../shared/model/plantModel';
import { deviceX, deviceY, fontOf, type Paper, type Projection } from './paper';
import type { SceneTokens } from './sceneTokens';
import type { StandingJob } from './standingPainter';

/** Frame of a drawing: an outer line 8 in, an inner one 24 in, zones of about 220 between them. */
const outerInset = 8;
const innerInset = 24;
const zonePx = 220;
const gridPx = 8;

interface FrameJob {
  readonly sheet: Sheet;
  readonly tokens: SceneTokens;
  readonly projection: Projection;
}

/** The dots one snaps to. */
export function paintGrid(paper: Paper, { parts, projection, area, sheet }: StandingJob): void {
  if (sheet === undefined) {
    return;
  }
  const dot = Math.max(1, Math.round(projection.ratio));
  const from = (value: number): number => Math.floor(Math.max(0, value) / gridPx) * gridPx;
  const [left, top] = [from(area.x), from(area.y)];
  const right = Math.min(sheet.width, area.x + area.width);
  const bottom = Math.min(sheet.height, area.y + area.height);
  // Below full size every other dot would already touch the next.
  const step = projection.scale / projection.ratio < 0.75 ? 2 * gridPx : gridPx;
  paper.fillStyle = parts.tokens.grid;
  for (let y = Math.floor(top / step) * step; y <= bottom; y += step) {
    const deviceRow = deviceY(projection, y);
    for (let x = Math.floor(left / step) * step; x <= right; x += step) {
      paper.fillRect(deviceX(projection, x), deviceRow, dot, dot);
    }
  }
}

function strokeBox(paper: Paper, inset: number, { sheet, projection }: FrameJob): void {
  const [left, top] = [deviceX(projection, inset) + 0.5, deviceY(projection, inset) + 0.5];
  const right = deviceX(projection, sheet.width - inset) + 0.5;
  const bottom = deviceY(projection, sheet.height - inset) + 0.5;
  paper.strokeRect(left, top, right - left, bottom - top);
}

/** Letters of the rows: A to Z, then AA. */
function rowLetter(row: number): string {
  const last = String.fromCharCode(65 + (row % 26));
  return row < 26 ? last : rowLetter(Math.floor(row / 26) - 1) + last;
}

function paintZones(paper: Paper, across: boolean, { sheet, tokens, projection }: FrameJob): void {
  const length = across ? sheet.width : sheet.height;
  const depth = across ? sheet.height : sheet.width;
  const count = Math.max(1, Math.round((length - 2 * innerInset) / zonePx));
  const zone = (length - 2 * innerInset) / count;
  const middle = (outerInset + innerInset) / 2;
  const at = (along: number, off: number): readonly [number, number] =>
    across
      ? [deviceX(projection, along), deviceY(projection, off)]
      : [deviceX(projection, off), deviceY(projection, along)];
  paper.fillStyle = tokens.ink3;
  paper.strokeStyle = tokens.line2;
  paper.beginPath();
  for (let i = 0; i < count; i += 1) {
    const along = innerInset + zone * i;
    const name = across ? String(i + 1) : rowLetter(i);
    for (const off of [middle, depth - middle]) {
      paper.fillText(name, ...at(along + zone / 2, off));
    }
    if (i > 0) {
      for (const off of [outerInset, depth - innerInset]) {
        const [x, y] = at(along, off);
        const [toX, toY] = at(along, off + innerInset - outerInset);
        paper.moveTo(x + 0.5, y + 0.5);
        paper.lineTo(toX + 0.5, toY + 0.5);
      }
    }
  }
  paper.stroke();
}

/** Frame with zone numbers along the top and letters down the side, as drawings carry it. */
export function paintSheetFrame(paper: Paper, job: FrameJob): void {
  const { ratio, scale } = job.projection;
  paper.lineWidth = Math.max(1, 1.5 * ratio);
  paper.strokeStyle = job.tokens.ink3;
  strokeBox(paper, innerInset, job);
  paper.lineWidth = Math.max(1, Math.round(ratio));
  paper.strokeStyle = job.tokens.line2;
  strokeBox(paper, outerInset, job);
  if (scale / ratio < 0.5) {
    return;
  }
  paper.font = fontOf(11, 400, ratio);
  paper.textAlign = 'center';
  paper.textBaseline = 'middle';
  paintZones(paper, true, job);
  paintZones(paper, false, job);
  paper.textBaseline = 'alphabetic';
}
