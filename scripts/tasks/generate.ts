import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { catalogueFile, catalogueSource, readSymbols } from '../lib/symbolFiles.ts';

const symbols = readSymbols();
mkdirSync(dirname(catalogueFile), { recursive: true });
writeFileSync(catalogueFile, catalogueSource(symbols));
console.log(`${symbols.length} symbols`);
