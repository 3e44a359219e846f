import uPlot from 'uplot';
import { differenceOf, intersectionOf } from '../../shared/history/coverage';
import type { TimeRange } from '../../shared/history/timeRange';
import { formatSpan } from '../../shared/playback/formatTime';
import { commonGaps, type TrendLine } from '../../shared/playback/trendLine';
import { penAt } from './pens';

/** What one trend shows besides its lines. */
export interface TrendPicture {
  readonly lines: readonly TrendLine[];
  readonly window: TimeRange;
  readonly scale: { readonly low: number; readonly high: number };
  /** Dashed lines across. */
  readonly limits: readonly number[];
  /** The normal band, where one is known. */
  readonly band: { readonly low: number; readonly high: number } | undefined;
  /** Times of which nothing is known because they are not stored here and cannot be read now. In order. */
  readonly notHere: readonly TimeRange[];
  /** Moments of the ruler's labels. */
  readonly gridMs: readonly number[];
}

/** One trend on its own canvas. Drawn when its picture changes, and only then. */
export interface TrendPlot {
  readonly show: (picture: TrendPicture) => void;
  readonly resize: (widthPx: number, heightPx: number) => void;
  /** Draws anew with the colours of the theme that holds now. */
  readonly recolour: () => void;
  readonly dispose: () => void;
}

/** Where a plot stands and who hears of its drawing. */
export interface TrendPlotOptions {
  readonly host: HTMLElement;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly onDrawn: () => void;
}

const gapLabelPx = 64;
const notHerePx = 96;

function colourIn(host: HTMLElement, token: string): string {
  return getComputedStyle(host).getPropertyValue(token).trim();
}

function drawAcross(u: uPlot, value: number): void {
  const y = Math.round(u.valToPos(value, 'y', true)) + 0.5;
  u.ctx.beginPath();
  u.ctx.moveTo(u.bbox.left, y);
  u.ctx.lineTo(u.bbox.left + u.bbox.width, y);
  u.ctx.stroke();
}

/** Ground, grid and band lie below the lines. */
function drawBelow(u: uPlot, host: HTMLElement, picture: TrendPicture): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.fillStyle = colourIn(host, '--trend-ground');
  ctx.fillRect(bbox.left, bbox.top, bbox.width, bbox.height);
  if (picture.band !== undefined) {
    const top = Math.max(u.valToPos(picture.band.high, 'y', true), bbox.top);
    const bottom = Math.min(u.valToPos(picture.band.low, 'y', true), bbox.top + bbox.height);
    ctx.fillStyle = colourIn(host, '--trend-band');
    ctx.fillRect(bbox.left, top, bbox.width, Math.max(bottom - top, 0));
  }
  ctx.lineWidth = devicePixelRatio;
  ctx.strokeStyle = colourIn(host, '--line-1');
  ctx.beginPath();
  for (const timeMs of picture.gridMs) {
    const x = Math.round(u.valToPos(timeMs, 'x', true)) + 0.5;
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
  }
  ctx.stroke();
  if (picture.scale.low < 0 && picture.scale.high > 0) {
    ctx.strokeStyle = colourIn(host, '--line-3');
    drawAcross(u, 0);
  }
  ctx.strokeStyle = colourIn(host, '--ink-2');
  ctx.setLineDash([6 * devicePixelRatio, 3 * devicePixelRatio]);
  picture.limits.forEach((limit) => drawAcross(u, limit));
  ctx.restore();
}

function hatch(ctx: CanvasRenderingContext2D, box: { x: number; y: number; width: number; height: number }): void {
  const stepPx = 6 * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.x, box.y, box.width, box.height);
  ctx.clip();
  ctx.beginPath();
  for (let x = box.x - box.height - (box.x % stepPx); x < box.x + box.width; x += stepPx) {
    ctx.moveTo(x, box.y + box.height);
    ctx.lineTo(x + box.height, box.y);
  }
  ctx.stroke();
  ctx.restore();
}

interface Band {
  readonly left: number;
  readonly right: number;
  readonly spanMs: number;
}

/** Where a span stands on the plot, in px of the canvas; undefined where it is too short to be seen. */
function bandOf(u: uPlot, span: TimeRange, { startMs, endMs }: TimeRange): Band | undefined {
  const { bbox } = u;
  const left = Math.max(u.valToPos(Math.max(span.startMs, startMs), 'x', true), bbox.left);
  const right = Math.min(u.valToPos(Math.min(span.endMs, endMs), 'x', true), bbox.left + bbox.width);
  return right - left < 1 ? undefined : { left, right, spanMs: span.endMs - span.startMs };
}

/** Gaps are hatched over everything, with their length where there is room. */
function drawGap(u: uPlot, host: HTMLElement, { left, right, spanMs }: Band): void {
  const { ctx, bbox } = u;
  ctx.fillStyle = colourIn(host, '--panel');
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.strokeStyle = colourIn(host, '--hatch');
  hatch(ctx, { x: left, y: bbox.top, width: right - left, height: bbox.height });
  if (bbox.left + bbox.width - right > gapLabelPx * devicePixelRatio) {
    ctx.fillStyle = colourIn(host, '--ink-3');
    ctx.fillText(`Gap ${formatSpan(spanMs)}`, right + 6 * devicePixelRatio, bbox.top + 12 * devicePixelRatio);
  }
}

/** What is not here is left empty, and says so where there is room: it is not known whether there is a gap. */
function drawNotHere(u: uPlot, host: HTMLElement, { left, right }: Band): void {
  const { ctx, bbox } = u;
  ctx.fillStyle = colourIn(host, '--panel');
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  if (right - left > notHerePx * devicePixelRatio) {
    ctx.fillStyle = colourIn(host, '--ink-3');
    ctx.textAlign = 'center';
    ctx.fillText('Not stored here', (left + right) / 2, bbox.top + bbox.height / 2 + 4 * devicePixelRatio);
    ctx.textAlign = 'start';
  }
}

function drawGaps(u: uPlot, host: HTMLElement, { lines, window, notHere }: TrendPicture): void {
  const { ctx } = u;
  const gaps = commonGaps(lines);
  const bandsOf = (spans: readonly TimeRange[]): readonly Band[] =>
    spans.flatMap((span) => bandOf(u, span, window) ?? []);
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.font = `${11 * devicePixelRatio}px 'Inter Variable', sans-serif`;
  const known = differenceOf(gaps, notHere);
  bandsOf(known).forEach((band) => drawGap(u, host, band));
  bandsOf(intersectionOf(gaps, notHere)).forEach((band) => drawNotHere(u, host, band));
  ctx.restore();
}

function joined(lines: readonly TrendLine[]): uPlot.AlignedData {
  const tables = lines.map(({ timesMs, values }): uPlot.AlignedData => [[...timesMs], [...values]]);
  return tables.length === 0 ? [[]] : tables.length === 1 ? (tables[0] ?? [[]]) : uPlot.join(tables);
}

function seriesOf(host: HTMLElement, count: number): uPlot.Series[] {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const pens = Array.from({ length: count }, (_, index): uPlot.Series => {
    const pen = penAt(index);
    const series = {
      width: pen.widthPx,
      dash: [...pen.dash],
      points: { show: false },
      stroke: () => colourIn(host, pen.token),
    };
    return stepped === undefined ? series : { ...series, paths: stepped };
  });
  return [{}, ...pens];
}

interface Shown {
  readonly host: HTMLElement;
  readonly picture: () => TrendPicture;
  readonly onDrawn: () => void;
}

/** Everything of the plot that is ours to draw is switched off: axes, cursor, legend. */
function optionsOf({ host, picture, onDrawn }: Shown, size: { width: number; height: number }): uPlot.Options {
  return {
    ...size,
    padding: [0, 0, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false, range: () => [picture().window.startMs, picture().window.endMs] },
      y: { range: () => [picture().scale.low, picture().scale.high] },
    },
    series: seriesOf(host, picture().lines.length),
    hooks: {
      drawClear: [(u) => drawBelow(u, host, picture())],
      draw: [
        (u) => {
          drawGaps(u, host, picture());
          onDrawn();
        },
      ],
    },
  };
}

function isSame(lines: readonly TrendLine[], others: readonly TrendLine[]): boolean {
  return lines.length === others.length && lines.every((line, index) => line === others[index]);
}

/** Makes a plot in its host. The number of lines may change; the plot is made anew then. */
export function createTrendPlot({ host, widthPx, heightPx, onDrawn }: TrendPlotOptions): TrendPlot {
  let plot: uPlot | undefined;
  let picture: TrendPicture | undefined;
  let size = { width: widthPx, height: heightPx };
  const show = (next: TrendPicture): void => {
    const before = picture;
    picture = next;
    const { startMs, endMs } = next.window;
    if (plot === undefined || before === undefined || before.lines.length !== next.lines.length) {
      plot?.destroy();
      plot = new uPlot(optionsOf({ host, picture: () => picture ?? next, onDrawn }, size), joined(next.lines), host);
    } else if (!isSame(before.lines, next.lines)) {
      plot.setData(joined(next.lines), true);
    } else if (before.window.startMs !== startMs || before.window.endMs !== endMs) {
      plot.setScale('x', { min: startMs, max: endMs });
    } else {
      plot.redraw(true, true);
    }
  };
  return {
    show,
    resize: (width, height) => {
      if (width !== size.width || height !== size.height) {
        size = { width, height };
        plot?.setSize(size);
      }
    },
    recolour: () => plot?.redraw(true, false),
    dispose: () => plot?.destroy(),
  };
}
