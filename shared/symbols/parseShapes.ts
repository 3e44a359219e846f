import { invariant } from '../lib/invariant.ts';
import { boundsOfGeometry } from './pathBounds.ts';
import type { SymbolElement } from './readElements.ts';
import { symbolMotions } from './symbolClass.ts';
import type { Extent, SymbolGeometry, SymbolMotion, SymbolShape } from './symbolClass.ts';

type Attributes = ReadonlyMap<string, string>;

const motionAttributes = [
  'data-part',
  'data-motion',
  'data-open',
  'data-closed',
  'data-origin',
  'data-full',
  'data-within',
];
const paintAttributes = ['stroke', 'stroke-width', 'stroke-dasharray', 'fill', 'fill-opacity'];
const geometryAttributes: Readonly<Record<string, readonly string[]>> = {
  g: [],
  path: ['d'],
  circle: ['cx', 'cy', 'r'],
  text: ['x', 'y', 'text-anchor', 'font-family', 'font-size', 'font-weight'],
};
/** The colour under the symbol; files name a fallback so that they can be looked at alone. */
const groundFill = 'var(--symbol-ground, #fff)';
const defaultStrokeWidth = 2;

function optionalNumber(attributes: Attributes, name: string): number | undefined {
  const text = attributes.get(name);
  if (text === undefined) {
    return undefined;
  }
  const value = Number(text);
  invariant(text !== '' && Number.isFinite(value), `${name} is a number, not ${text}`);
  return value;
}

function numberIn(attributes: Attributes, name: string): number {
  const value = optionalNumber(attributes, name);
  invariant(value !== undefined, `a shape has ${name}`);
  return value;
}

function parseAnchor(value: string | undefined): 'start' | 'middle' | 'end' {
  const anchor = value ?? 'start';
  invariant(anchor === 'start' || anchor === 'middle' || anchor === 'end', `${anchor} is a text anchor`);
  return anchor;
}

function parseGeometry(element: SymbolElement): SymbolGeometry {
  const own = element.attributes;
  switch (element.name) {
    case 'path': {
      const d = own.get('d');
      invariant(d !== undefined, 'a path has d');
      return { kind: 'path', d };
    }
    case 'circle':
      return { kind: 'circle', cx: numberIn(own, 'cx'), cy: numberIn(own, 'cy'), r: numberIn(own, 'r') };
    case 'text':
      return {
        kind: 'text',
        x: numberIn(own, 'x'),
        y: numberIn(own, 'y'),
        text: element.text,
        sizePx: numberIn(own, 'font-size'),
        weight: numberIn(own, 'font-weight'),
        anchor: parseAnchor(own.get('text-anchor')),
      };
    default:
      throw new Error(`<${element.name}> is not drawn in symbols`);
  }
}

function parseMotion(value: string | undefined): SymbolMotion | undefined {
  const motion = symbolMotions.find((candidate) => candidate === value);
  invariant(motion !== undefined || value === undefined, `${value} is a motion`);
  return motion;
}

function parseFill(value: string | undefined): SymbolShape['fill'] {
  switch (value ?? 'none') {
    case 'none':
      return 'none';
    case 'currentColor':
      return 'current';
    case groundFill:
      return 'ground';
    default:
      throw new Error(`${value} is a fill`);
  }
}

function parseStrokeWidth(attributes: Attributes): number {
  const stroke = attributes.get('stroke');
  invariant(stroke === undefined || stroke === 'none', 'a stroke is currentColor or none');
  return stroke === 'none' ? 0 : (optionalNumber(attributes, 'stroke-width') ?? defaultStrokeWidth);
}

function parseOrigin(attributes: Attributes): readonly [number, number] {
  const [x = 0, y = 0] = (attributes.get('data-origin') ?? '0 0').split(' ').map(Number);
  return [x, y];
}

function shapeOf(element: SymbolElement, attributes: Attributes): SymbolShape {
  const part = attributes.get('data-part');
  invariant(part !== undefined, `every <${element.name}> belongs to a part`);
  const motion = parseMotion(attributes.get('data-motion'));
  const open = optionalNumber(attributes, 'data-open');
  const closed = optionalNumber(attributes, 'data-closed');
  invariant(
    (motion === 'rotate' || motion === 'lift') === (open !== undefined && closed !== undefined),
    `${part} moves`,
  );
  invariant(motion !== 'lift' || closed === 0, `${part} is drawn closed`);
  const [originX, originY] = parseOrigin(attributes);
  return {
    part,
    motion,
    onBody: false,
    openDegrees: motion === 'rotate' ? open : undefined,
    closedDegrees: motion === 'rotate' ? closed : undefined,
    liftPx: motion === 'lift' ? open : undefined,
    originX,
    originY,
    geometry: parseGeometry(element),
    strokeWidth: parseStrokeWidth(attributes),
    dash: (attributes.get('stroke-dasharray') ?? '')
      .split(' ')
      .filter((length) => length !== '')
      .map(Number),
    fill: parseFill(attributes.get('fill')),
    fillOpacity: optionalNumber(attributes, 'fill-opacity') ?? 1,
  };
}

function parseElement(element: SymbolElement, inherited: Attributes): readonly SymbolShape[] {
  const geometry = geometryAttributes[element.name];
  invariant(geometry !== undefined, `<${element.name}> is not drawn in symbols`);
  for (const name of element.attributes.keys()) {
    // A transform would hide from the eye, and from the tests, where a shape really is.
    invariant(
      [...motionAttributes, ...paintAttributes, ...geometry].includes(name),
      `<${element.name}> has no ${name}`,
    );
  }
  const attributes = new Map([...inherited, ...element.attributes]);
  if (element.name === 'g') {
    return element.children.flatMap((child) => parseElement(child, attributes));
  }
  return [shapeOf(element, attributes)];
}

function liesWithin(inner: Extent, outer: Extent): boolean {
  const slackPx = 1;
  return (
    inner.x >= outer.x - slackPx &&
    inner.y >= outer.y - slackPx &&
    inner.x + inner.width <= outer.x + outer.width + slackPx &&
    inner.y + inner.height <= outer.y + outer.height + slackPx
  );
}

/** Marks what is drawn over a body that fills and does not reach beyond it. */
function markedOnBodies(shapes: readonly SymbolShape[]): readonly SymbolShape[] {
  return shapes.map((shape, index) => {
    const bodies = shapes.slice(0, index).filter((other) => other.motion === 'fill');
    const bounds = boundsOfGeometry(shape.geometry);
    const onBody =
      shape.motion !== 'fill' && bodies.some((body) => liesWithin(bounds, boundsOfGeometry(body.geometry)));
    return { ...shape, onBody };
  });
}

/** Flattens the drawn elements of a symbol file into shapes in painting order; groups pass on what they say. */
export function parseShapes(elements: readonly SymbolElement[]): readonly SymbolShape[] {
  return markedOnBodies(elements.flatMap((element) => parseElement(element, new Map())));
}
