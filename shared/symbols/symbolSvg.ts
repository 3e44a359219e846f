import { placedPoint } from './symbolPlacement.ts';
import type { SymbolPlacement } from './symbolPlacement.ts';
import type { SymbolClass, SymbolGeometry, SymbolShape } from './symbolClass.ts';

/** How a symbol is written as SVG. */
export interface SymbolSvgOptions {
  /** Width and height of the picture; without, the symbol's own size. */
  readonly sizePx?: number;
  /** Words to show instead of the sample text, by part: `letters`, `number`, `text`. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Fill of bodies and casings (`data-motion="fill"`); without, none. */
  readonly bodyFill?: string;
  /** Colour under the symbol; without, that of the style sheet. */
  readonly groundFill?: string;
}

const margin = 4;
const origin: SymbolPlacement = { x: 0, y: 0, rotation: 0, mirrored: false };

/** Text as it may stand in SVG, between tags and inside quotes. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function fillOf(shape: SymbolShape, options: SymbolSvgOptions): string {
  if (shape.motion === 'fill' && shape.fill === 'none') {
    return options.bodyFill ?? 'none';
  }
  switch (shape.fill) {
    case 'none':
      return 'none';
    case 'current':
      return 'currentColor';
    case 'ground':
      return options.groundFill ?? 'var(--symbol-ground, #fff)';
  }
}

function paintOf(shape: SymbolShape, options: SymbolSvgOptions): string {
  const opacity = shape.fillOpacity === 1 ? '' : ` fill-opacity="${shape.fillOpacity}"`;
  const dash = shape.dash.length === 0 ? '' : ` stroke-dasharray="${shape.dash.join(' ')}"`;
  const stroke = shape.strokeWidth === 0 ? ' stroke="none"' : ` stroke-width="${shape.strokeWidth}"`;
  return ` fill="${escapeXml(fillOf(shape, options))}"${opacity}${stroke}${dash}`;
}

function textElement(
  geometry: Extract<SymbolGeometry, { kind: 'text' }>,
  text: string,
  placement: SymbolPlacement,
): string {
  // The middle of the line turns with the symbol, the line itself stays upright.
  const rise = geometry.sizePx * 0.35;
  const { x, y } = placedPoint({ x: geometry.x, y: geometry.y - rise }, placement);
  const font = `font-family="Inter, system-ui, sans-serif" font-size="${geometry.sizePx}" font-weight="${geometry.weight}"`;
  const at = `x="${x}" y="${Math.round((y + rise) * 100) / 100}"`;
  return `<text ${at} text-anchor="${geometry.anchor}" ${font} fill="currentColor" stroke="none">${escapeXml(text)}</text>`;
}

function transformOf(placement: SymbolPlacement): string {
  const move = `translate(${placement.x} ${placement.y})`;
  const turn = placement.rotation === 0 ? '' : ` rotate(${placement.rotation})`;
  return `${move}${turn}${placement.mirrored ? ' scale(-1 1)' : ''}`;
}

/** The shapes of a symbol standing somewhere on a drawing, as one group; its text stays upright. */
export function placedSymbolSvg(
  symbol: SymbolClass,
  placement: SymbolPlacement,
  options: SymbolSvgOptions = {},
): string {
  const parts = symbol.shapes.map((shape) => {
    const { geometry } = shape;
    switch (geometry.kind) {
      case 'text':
        return textElement(geometry, options.texts?.[shape.part] ?? geometry.text, placement);
      case 'circle':
        return `<circle transform="${transformOf(placement)}" cx="${geometry.cx}" cy="${geometry.cy}" r="${geometry.r}"${paintOf(shape, options)}/>`;
      case 'path':
        return `<path transform="${transformOf(placement)}" d="${geometry.d}"${paintOf(shape, options)}/>`;
    }
  });
  return `<g stroke="currentColor" stroke-linejoin="round" stroke-linecap="round">${parts.join('')}</g>`.replaceAll(
    ' transform="translate(0 0)"',
    '',
  );
}

/** A whole SVG picture of a symbol for the palette, menus and exports. It takes the colour of the text around it. */
export function svgOf(symbol: SymbolClass, options: SymbolSvgOptions = {}): string {
  const { x, y, width, height } = symbol.extent;
  const viewBox = `${x - margin} ${y - margin} ${width + margin * 2} ${height + margin * 2}`;
  const size =
    options.sizePx === undefined
      ? `width="${width + margin * 2}" height="${height + margin * 2}"`
      : `width="${options.sizePx}" height="${options.sizePx}"`;
  const inside = placedSymbolSvg(symbol, origin, options);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" ${size}>${inside}</svg>`;
}
