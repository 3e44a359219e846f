import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogueFile, catalogueSource, readSymbols, symbolsFolder } from '../../scripts/lib/symbolFiles';
import { parseShapes } from './parseShapes';
import { parseSymbol } from './parseSymbol';
import { readElements } from './readElements';
import { symbolCatalogue } from './symbolCatalogue';
import { svgOf } from './symbolSvg';

function svg(inside: string, more = ''): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-28 -16 56 32" width="56" height="32" data-symbol="x" data-grid="8" data-extent="-24 -12 48 24" data-group="valves" data-behaviour="valve" data-label="below" data-short="X" data-keywords="x" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"${more}><title>X</title>${inside}</svg>`;
}

test('[SY15] the generated catalogue is what the generator writes now', () => {
  expect(readFileSync(catalogueFile, 'utf8')).toBe(catalogueSource(readSymbols()));
});

test('[SY5] every view box is the extent with 4 px on each side', () => {
  for (const name of readdirSync(symbolsFolder)) {
    const source = readFileSync(join(symbolsFolder, name), 'utf8');
    const { x, y, width, height } = parseSymbol(source).extent;
    expect(source).toContain(`viewBox="${x - 4} ${y - 4} ${width + 8} ${height + 8}" width="${width + 8}" `);
  }
});

test('[SY16] every class reads back as the same shapes from the SVG that the program writes', () => {
  for (const symbol of symbolCatalogue.all) {
    const [group] = readElements(svgOf(symbol)).children;
    const written = group?.children ?? [];
    expect(written.length).toBe(symbol.shapes.length);
    const shapes = written.flatMap((element) => {
      const attributes = [...element.attributes].filter(([name]) => name !== 'transform');
      return parseShapes([{ ...element, attributes: new Map([['data-part', 'x'], ...attributes]) }]);
    });
    shapes.forEach((shape, index) => {
      const original = symbol.shapes[index];
      expect(shape.strokeWidth).toBe(original?.strokeWidth);
      expect([shape.dash, shape.fill, shape.fillOpacity]).toEqual([
        original?.dash,
        original?.fill,
        original?.fillOpacity,
      ]);
      expect(shape.geometry).toEqual(original?.geometry);
    });
  }
});

test('[SY16] every drawn element of a file is in its class', () => {
  for (const name of readdirSync(symbolsFolder)) {
    const source = readFileSync(join(symbolsFolder, name), 'utf8');
    const drawn = [...source.matchAll(/<(path|circle|text)\b/g)].length;
    const symbol = parseSymbol(source);
    expect(drawn, name).toBe(symbol.shapes.length + symbol.ports.length + symbol.anchors.length);
  }
});

test('a group passes on its part, its motion and its stroke', () => {
  const symbol = parseSymbol(
    svg(
      '<g data-part="disc" data-motion="rotate" data-open="29" data-closed="-61" stroke-width="1.5"><path d="M0 0H8"/></g>',
    ),
  );
  expect(symbol.shapes).toMatchObject([
    { part: 'disc', motion: 'rotate', openDegrees: 29, closedDegrees: -61, strokeWidth: 1.5, originX: 0 },
  ]);
});

test('[SY10] contents say where full is and what holds them', () => {
  const contents = '<path data-part="contents" data-motion="level" data-full="-12" stroke="none" d="M-8 0H8V12H-8Z"/>';
  const symbol = parseSymbol(svg(`<path data-part="shell" d="M-8 -12H8V12H-8Z"/>${contents}`));
  expect(symbol.level).toEqual({ emptyY: 12, fullY: -12, within: 'shell' });
  expect(() => parseSymbol(svg(contents))).toThrow('shell');
});

test.each([
  ['[SY7] a transform', '<g data-part="a" transform="scale(2)"><path d="M0 0H8"/></g>', 'no transform'],
  ['[SY7] a rectangle', '<rect data-part="a" x="0" y="0" width="8" height="8"/>', '<rect>'],
  ['[SY7] a style', '<path data-part="a" style="fill:red" d="M0 0H8"/>', 'no style'],
  ['[SY7] a script', '<script>alert(1)</script>', '<script>'],
  ['[SY6] a colour', '<path data-part="a" stroke="red" d="M0 0H8"/>', 'currentColor'],
  ['[SY6] a fill of its own', '<path data-part="a" fill="red" d="M0 0H8"/>', 'fill'],
  ['a shape without a part', '<path d="M0 0H8"/>', 'part'],
  ['a motion nobody knows', '<path data-part="a" data-motion="spin" d="M0 0H8"/>', 'spin'],
  ['[SY9] a turn without angles', '<path data-part="a" data-motion="rotate" d="M0 0H8"/>', 'moves'],
  ['a port without a direction', '<circle data-port="in" cx="0" cy="0" r="2"/>', 'data-dir'],
  ['an entity', '<path data-part="&amp;&what;" d="M0 0H8"/>', 'entity'],
  ['a comment', '<!-- x --><path data-part="a" d="M0 0H8"/>', 'nested'],
  ['an open element', '<g data-part="a"><path d="M0 0H8"/>', 'closes'],
])('%s is refused', (_, inside, message) => {
  expect(() => parseSymbol(svg(inside))).toThrow(message);
});

test('an attribute that the root does not know is refused', () => {
  expect(() => parseSymbol(svg('', ' onload="x"'))).toThrow('onload');
});

test.each([
  ['[SY1] another grid', 'data-grid="8"', 'data-grid="10"'],
  ['[SY12] a group nobody knows', 'data-group="valves"', 'data-group="gadgets"'],
  ['[SY13] a behaviour nobody knows', 'data-behaviour="valve"', 'data-behaviour="gadget"'],
  ['[SY12] a slot nobody knows', 'data-short="X"', 'data-short="X" data-slots="colour"'],
])('%s is refused', (_, from, to) => {
  expect(() => parseSymbol(svg(''))).not.toThrow();
  expect(() => parseSymbol(svg('').replace(from, to))).toThrow();
});

test('[SY19] what lies on a body that fills is marked, what reaches beyond it is not', () => {
  const onBody = (id: string): readonly string[] =>
    (symbolCatalogue.get(id)?.shapes ?? []).filter((shape) => shape.onBody).map((shape) => shape.part);
  expect(onBody('valve-control')).toEqual(['plug']);
  expect(onBody('pump-centrifugal')).toEqual(['impeller']);
  expect(onBody('motor')).toEqual(['letter']);
  expect(onBody('vessel-vertical')).toEqual([]);
});
