import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { symbolGroups } from '../../shared/symbols/symbolClass.ts';
import type { SymbolClass, SymbolPort } from '../../shared/symbols/symbolClass.ts';
import { escapeXml, placedSymbolSvg } from '../../shared/symbols/symbolSvg.ts';
import { readSymbols } from '../lib/symbolFiles.ts';

// Every symbol on one sheet with its ports and the pipes that would join, to look at with a draughtsman's eye.
const columns = 8;
const cell = { width: 232, height: 240 };
const stub: Readonly<Record<SymbolPort['direction'], readonly [number, number]>> = {
  north: [0, -16],
  east: [16, 0],
  south: [0, 16],
  west: [-16, 0],
};

function portMarks(port: SymbolPort): readonly [string, string] {
  const [dx, dy] = stub[port.direction];
  const line = `<path d="M${port.x} ${port.y}l${dx} ${dy}" stroke="#8c949c" stroke-width="3"/>`;
  const ring = `<circle cx="${port.x}" cy="${port.y}" r="2.5" fill="#fff" stroke="#1b5fcb" stroke-width="1.25"/>`;
  return [line, ring];
}

function cellSvg(symbol: SymbolClass, index: number): string {
  const left = (index % columns) * cell.width;
  const top = Math.floor(index / columns) * cell.height + 40;
  const { extent } = symbol;
  const x = Math.round(cell.width / 2 - extent.x - extent.width / 2);
  const y = Math.round(96 - extent.y - extent.height / 2);
  const marks = symbol.ports.map(portMarks);
  const drawing = placedSymbolSvg(
    symbol,
    { x: 0, y: 0, rotation: 0, mirrored: false },
    { groundFill: '#fff', bodyFill: '#eef3fb' },
  );
  const caption = `${symbol.id} · ${symbol.tagLetters ?? 'no tag'} · ${symbol.shortTitle}`;
  return [
    `<g transform="translate(${left} ${top})"><rect x="3" y="3" width="${cell.width - 6}" height="${cell.height - 6}" fill="#fff"/>`,
    `<g transform="translate(${x} ${y})" color="#2f363d" fill="none">${marks.map((pair) => pair[0]).join('')}${drawing}${marks.map((pair) => pair[1]).join('')}</g>`,
    `<text x="12" y="${cell.height - 28}" font-size="13" font-weight="600">${escapeXml(symbol.title)}</text>`,
    `<text x="12" y="${cell.height - 12}" font-size="11" fill="#59626b">${escapeXml(caption)}</text></g>`,
  ].join('');
}

function sheetSvg(symbols: readonly SymbolClass[]): string {
  const height = Math.ceil(symbols.length / columns) * cell.height + 48;
  const width = columns * cell.width;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Inter, sans-serif"><rect width="${width}" height="${height}" fill="#e2e4e7"/><text x="12" y="28" font-size="18" font-weight="700">${symbols.length} symbols</text>${symbols.map(cellSvg).join('')}</svg>`;
}

const { values } = parseArgs({ options: { out: { type: 'string' }, group: { type: 'string' } } });
if (values.out === undefined) {
  throw new Error('Say where: npm run symbols:sheet -- --out FILE.html');
}
const symbols = readSymbols();
const listed = symbolGroups
  .filter((group) => (values.group ?? group) === group)
  .flatMap((group) =>
    symbols.filter((symbol) => symbol.group === group).toSorted((one, other) => one.order - other.order),
  );
const svg = sheetSvg(listed);
writeFileSync(values.out, values.out.endsWith('.svg') ? svg : `<!doctype html><title>Symbols</title>${svg}`);
