import type { ReactElement } from 'react';
import { assertNever } from '../../shared/lib/assertNever';
import type { Extent, SymbolClass, SymbolShape } from '../../shared/symbols/symbolClass';

const fillOf: Readonly<Record<SymbolShape['fill'], string>> = {
  none: 'none',
  current: 'currentColor',
  ground: 'var(--symbol-ground, var(--raised))',
};

function Shape({ shape }: { readonly shape: SymbolShape }): ReactElement {
  const { geometry } = shape;
  const look = {
    fill: fillOf[shape.fill],
    fillOpacity: shape.fillOpacity,
    stroke: shape.strokeWidth === 0 ? 'none' : 'currentColor',
    strokeDasharray: shape.dash.length === 0 ? undefined : shape.dash.join(' '),
    vectorEffect: 'non-scaling-stroke',
  } as const;
  switch (geometry.kind) {
    case 'path':
      return <path d={geometry.d} {...look} />;
    case 'circle':
      return <circle cx={geometry.cx} cy={geometry.cy} r={geometry.r} {...look} />;
    case 'text':
      return (
        <text
          x={geometry.x}
          y={geometry.y}
          fontSize={geometry.sizePx}
          fontWeight={geometry.weight}
          textAnchor={geometry.anchor}
          fill="currentColor"
        >
          {geometry.text}
        </text>
      );
    default:
      return assertNever(geometry, 'SymbolGeometry');
  }
}

/** The extent with room for strokes, in the proportions of the box it is shown in. */
export function thumbnailViewBox(extent: Extent, box: { readonly width: number; readonly height: number }): string {
  const margin = 4;
  const wanted = { width: extent.width + margin * 2, height: extent.height + margin * 2 };
  const scale = Math.max(wanted.width / box.width, wanted.height / box.height);
  const width = box.width * scale;
  const height = box.height * scale;
  const x = extent.x + extent.width / 2 - width / 2;
  const y = extent.y + extent.height / 2 - height / 2;
  return [x, y, width, height].map((value) => Math.round(value * 100) / 100).join(' ');
}

/** The shapes of a symbol in its own coordinates, to stand in an SVG group. */
export function SymbolShapes({ symbol }: { readonly symbol: SymbolClass }): ReactElement {
  return (
    <>
      {symbol.shapes.map((shape, index) => (
        <Shape key={index} shape={shape} />
      ))}
    </>
  );
}

/** A symbol class as a small line drawing, for the palette, the inspector and lists. Decorative. */
export function SymbolDrawing(props: {
  readonly symbol: SymbolClass;
  readonly width: number;
  readonly height: number;
}): ReactElement {
  const { symbol, width, height } = props;
  return (
    <svg
      width={width}
      height={height}
      viewBox={thumbnailViewBox(symbol.extent, { width, height })}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
      style={{ display: 'block', flex: 'none' }}
    >
      <SymbolShapes symbol={symbol} />
    </svg>
  );
}
