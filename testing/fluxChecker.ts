import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A node of Flux's syntax tree, as its own parser gives it. */
export interface FluxNode {
  readonly type: string;
  readonly [part: string]: unknown;
}

/** Flux's own parser and type checker. */
export interface FluxChecker {
  /** Whether a text parses and every name, argument and type in it is right. */
  isValid(text: string): boolean;
  /** All nodes of a text's syntax tree, outer ones first. */
  nodes(text: string): readonly FluxNode[];
}

interface CheckerModule {
  bindExports(exports: WebAssembly.Exports): void;
  is_valid_flux(text: string): boolean;
  parse(text: string): unknown;
}

/**
 * The package is made for bundlers: its script imports the WebAssembly, which imports the script. Here the script gets its
 * exports later; memory of no length makes it look again once they are there.
 */
const lateExports = `
  let exportsNow;
  const wasm = new Proxy({}, {
    get: (_, name) => (exportsNow === undefined ? { buffer: new ArrayBuffer(0) } : exportsNow[name]),
  });
  export const bindExports = (exports) => { exportsNow = exports; };
`;

function nodesWithin(part: unknown): readonly FluxNode[] {
  if (typeof part !== 'object' || part === null) {
    return [];
  }
  const inner = Object.values(part).flatMap(nodesWithin);
  return 'type' in part && typeof part.type === 'string' ? [part as FluxNode, ...inner] : inner;
}

/** Loads the checker, in about a tenth of a second. */
export async function loadFluxChecker(): Promise<FluxChecker> {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@influxdata/flux-lsp-browser/package.json'));
  const script = readFileSync(join(folder, 'flux-lsp-browser_bg.js'), 'utf8');
  const bound = script.replace(/^import \* as wasm from .*$/m, lateExports);
  const address = `data:text/javascript;base64,${Buffer.from(bound).toString('base64')}`;
  const checker = (await import(/* @vite-ignore */ address)) as CheckerModule & WebAssembly.ModuleImports;
  const code = await WebAssembly.compile(readFileSync(join(folder, 'flux-lsp-browser_bg.wasm')));
  const { exports } = await WebAssembly.instantiate(code, { './flux-lsp-browser_bg.js': checker });
  checker.bindExports(exports);
  return {
    isValid: (text) => checker.is_valid_flux(text),
    nodes: (text) => nodesWithin(checker.parse(text)),
  };
}
