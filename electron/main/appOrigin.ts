import { isAbsolute, relative, resolve, sep } from 'node:path';

/** The scheme that the program's own pages come by. */
export const appScheme = 'app';
const appOrigin = `${appScheme}://sightglass`;

/** The page that a window opens with. */
export const startPage = `${appOrigin}/index.html`;

const allowedDirectives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  // React Flow and uPlot position their elements by style attributes.
  'style-src-attr': "'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'frame-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'default',
} as const;

/** Sent with every file of the program. */
export const contentSecurityPolicy = Object.entries(allowedDirectives)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ');

/** True for a page of the program itself; compares parsed origins, never the beginning of a text. */
export function isOwnPage(url: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(url);
    return `${protocol}//${host.toLowerCase()}` === appOrigin && username === '' && password === '';
  } catch {
    return false;
  }
}

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  woff2: 'font/woff2',
  woff: 'font/woff',
  ico: 'image/x-icon',
};

/** The content type of a file the program may serve; undefined for one it may not. */
export function contentTypeOf(path: string): string | undefined {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(contentTypes, extension) ? contentTypes[extension] : undefined;
}

const forbiddenCharacters = /[\0\\:%]/;

/** The file below `folder` that a request means, or undefined when it means nothing that lies there. */
export function resolveRequest(url: string, folder: string): string | undefined {
  if (!isOwnPage(url)) {
    return undefined;
  }
  try {
    const name = decodeURIComponent(new URL(url).pathname).replace(/^\//, '');
    if (name === '' || forbiddenCharacters.test(name)) {
      return undefined;
    }
    const path = resolve(folder, name);
    const inside = relative(folder, path);
    const leaves = inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    return leaves ? undefined : path;
  } catch {
    return undefined;
  }
}
