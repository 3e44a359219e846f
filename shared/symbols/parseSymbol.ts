import { invariant } from '../lib/invariant.ts';
import type { Direction } from '../model/plantModel.ts';
import { slotNames } from '../model/slotTitles.ts';
import { parseShapes } from './parseShapes.ts';
import { boundsOfGeometry } from './pathBounds.ts';
import { readElements } from './readElements.ts';
import type { SymbolElement } from './readElements.ts';
import { symbolBehaviours, symbolGroups, symbolLabelPlacements } from './symbolClass.ts';
import type { Extent, SymbolAnchor, SymbolClass, SymbolLevel, SymbolPort, SymbolShape } from './symbolClass.ts';

const directions: readonly Direction[] = ['north', 'east', 'south', 'west'];
/** Common to all files: what a symbol inherits. A file that says otherwise is refused. */
const fixedAttributes: Readonly<Record<string, string>> = {
  xmlns: 'http://www.w3.org/2000/svg',
  'data-grid': '8',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '2',
  'stroke-linejoin': 'round',
  'stroke-linecap': 'round',
};
/** A new symbol stands at the end of its group until it says otherwise. */
const lastOrder = 1000;
const ownAttributes = ['viewBox', 'width', 'height', 'data-symbol', 'data-extent', 'data-group', 'data-behaviour'];
const wordAttributes = ['data-order', 'data-tag', 'data-slots', 'data-label', 'data-short', 'data-keywords'];

function required(element: SymbolElement, name: string): string {
  const value = element.attributes.get(name);
  invariant(value !== undefined && value !== '', `<${element.name}> has ${name}`);
  return value;
}

function oneOf<T extends string>(allowed: readonly T[], value: string, what: string): T {
  const found = allowed.find((candidate) => candidate === value);
  invariant(found !== undefined, `${value} is a ${what}`);
  return found;
}

function numberOf(element: SymbolElement, name: string): number {
  const value = Number(required(element, name));
  invariant(Number.isFinite(value), `${name} is a number`);
  return value;
}

function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

function parseExtent(root: SymbolElement): Extent {
  const [x, y, width, height, ...rest] = words(required(root, 'data-extent')).map(Number);
  invariant(
    x !== undefined && y !== undefined && width !== undefined && height !== undefined && rest.length === 0,
    'data-extent holds x, y, width and height',
  );
  return { x, y, width, height };
}

function parsePort(element: SymbolElement): SymbolPort {
  return {
    name: required(element, 'data-port'),
    x: numberOf(element, 'cx'),
    y: numberOf(element, 'cy'),
    direction: oneOf(directions, required(element, 'data-dir'), 'direction'),
  };
}

function parseAnchor(element: SymbolElement): SymbolAnchor {
  return { name: required(element, 'data-anchor'), x: numberOf(element, 'cx'), y: numberOf(element, 'cy') };
}

function parseLevel(elements: readonly SymbolElement[], shapes: readonly SymbolShape[]): SymbolLevel | undefined {
  const contents = elements.find((element) => element.attributes.get('data-part') === 'contents');
  const drawn = shapes.find((shape) => shape.part === 'contents');
  if (contents === undefined || drawn === undefined) {
    return undefined;
  }
  const within = contents.attributes.get('data-within') ?? 'shell';
  invariant(
    shapes.some((shape) => shape.part === within),
    `the contents lie within a part, ${within}`,
  );
  const bounds = boundsOfGeometry(drawn.geometry);
  return { emptyY: Math.round(bounds.y + bounds.height), fullY: numberOf(contents, 'data-full'), within };
}

function isInline(ports: readonly SymbolPort[]): boolean {
  const has = (name: string, direction: Direction): boolean =>
    ports.some((port) => port.name === name && port.direction === direction);
  return has('in', 'west') && has('out', 'east');
}

function checkRoot(root: SymbolElement): void {
  invariant(root.name === 'svg', 'a symbol file is an svg');
  for (const [name, value] of root.attributes) {
    const fixed = fixedAttributes[name];
    invariant(fixed !== undefined || [...ownAttributes, ...wordAttributes].includes(name), `svg has no ${name}`);
    invariant(fixed === undefined || fixed === value, `${name} is ${fixed}`);
  }
  Object.keys(fixedAttributes).forEach((name) => required(root, name));
}

/** Reads one symbol file. A file that breaks a rule throws: symbols are part of the program. */
export function parseSymbol(source: string): SymbolClass {
  const root = readElements(source);
  checkRoot(root);
  const [title, ...rest] = root.children;
  invariant(title?.name === 'title' && title.text !== '', 'the title comes first');
  const places = rest.filter((element) => element.attributes.has('data-port') || element.attributes.has('data-anchor'));
  const drawn = rest.filter((element) => !places.includes(element));
  const shapes = parseShapes(drawn);
  const ports = places.filter((element) => element.attributes.has('data-port')).map(parsePort);
  return {
    id: required(root, 'data-symbol'),
    title: title.text,
    shortTitle: required(root, 'data-short'),
    group: oneOf(symbolGroups, required(root, 'data-group'), 'group'),
    order: root.attributes.has('data-order') ? numberOf(root, 'data-order') : lastOrder,
    keywords: words(required(root, 'data-keywords')),
    behaviour: oneOf(symbolBehaviours, required(root, 'data-behaviour'), 'behaviour'),
    tagLetters: root.attributes.get('data-tag'),
    labelPlacement: oneOf(symbolLabelPlacements, required(root, 'data-label'), 'label placement'),
    slots: words(root.attributes.get('data-slots') ?? '').map((slot) => oneOf(slotNames, slot, 'slot')),
    level: parseLevel(drawn, shapes),
    inline: isInline(ports),
    extent: parseExtent(root),
    ports,
    anchors: places.filter((element) => element.attributes.has('data-anchor')).map(parseAnchor),
    shapes,
  };
}
