import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '../lib/root.ts';
import { runBundled } from '../lib/runBundled.ts';
import { catalogueFile, catalogueSource, readSymbols } from '../lib/symbolFiles.ts';

const symbols = readSymbols();
mkdirSync(dirname(catalogueFile), { recursive: true });
writeFileSync(catalogueFile, catalogueSource(symbols));
console.log(`${symbols.length} symbols`);

const openApiFile = join(repositoryRoot, 'service/openapi.json');
if ((await runBundled('service/writeOpenApi.ts', [openApiFile])) !== 0) {
  throw new Error('The service could not describe itself');
}
const style = await resolveConfig(openApiFile);
writeFileSync(openApiFile, await format(readFileSync(openApiFile, 'utf8'), { ...style, parser: 'json' }));
console.log('service/openapi.json');
