import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseSymbol } from '../../shared/symbols/parseSymbol.ts';
import type { SymbolClass } from '../../shared/symbols/symbolClass.ts';
import { repositoryRoot } from './root.ts';

/** Where the symbols are drawn: one SVG file a class. */
export const symbolsFolder = join(repositoryRoot, 'assets/symbols');
/** What the program reads them from. */
export const catalogueFile = join(repositoryRoot, 'shared/symbols/generated/catalogue.ts');

/** Reads every symbol file, in the order of their names. Names the file in which a rule is broken. */
export function readSymbols(): readonly SymbolClass[] {
  const files = readdirSync(symbolsFolder).filter((name) => name.endsWith('.svg'));
  return files.toSorted().map((name) => {
    try {
      const symbol = parseSymbol(readFileSync(join(symbolsFolder, name), 'utf8'));
      if (`${symbol.id}.svg` !== name) {
        throw new Error(`data-symbol says ${symbol.id}`);
      }
      return symbol;
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  });
}

/** A value as TypeScript; unlike JSON it keeps what is undefined. */
function literal(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(literal).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, field]) => `${name}: ${literal(field)}`);
    return `{ ${fields.join(', ')} }`;
  }
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

function classLiteral(symbol: SymbolClass): string {
  const { shapes, ports, ...rest } = symbol;
  const lines = (items: readonly unknown[]): string => items.map((item) => `      ${literal(item)},\n`).join('');
  const fields = Object.entries(rest).map(([name, value]) => `    ${name}: ${literal(value)},\n`);
  return `  {\n${fields.join('')}    ports: [\n${lines(ports)}    ],\n    shapes: [\n${lines(shapes)}    ],\n  },\n`;
}

/** The text of the generated catalogue. */
export function catalogueSource(symbols: readonly SymbolClass[]): string {
  return [
    '// Written by `npm run generate` from assets/symbols. Change the SVG files, not this.\n',
    "import type { SymbolClass } from '../symbolClass';\n\n",
    '/** Every class of `assets/symbols`, by the name of its file. */\n',
    `export const generatedSymbols: readonly SymbolClass[] = [\n${symbols.map(classLiteral).join('')}];\n`,
  ].join('');
}
