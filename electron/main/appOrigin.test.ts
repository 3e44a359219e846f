import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy, contentTypeOf, isOwnPage, resolveRequest } from './appOrigin';

const folder = '/opt/sightglass/renderer';

describe('which pages are the program’s own', () => {
  test.each(['app://sightglass/index.html', 'app://sightglass/assets/a.js?x=1', 'APP://SIGHTGLASS/'])(
    '%s is',
    (url) => {
      expect(isOwnPage(url)).toBe(true);
    },
  );

  test.each([
    'app://sightglass.example/index.html',
    'app://sightglass@evil/index.html',
    'app://user@sightglass/index.html',
    'app://sightglass:81/',
    'app://',
    'https://sightglass/',
    'https://evil.example/app://sightglass/',
    'file:///etc/passwd',
    'about:blank',
    'data:text/html,x',
    'javascript:alert(1)',
    '',
    'not a url',
  ])('%s is not', (url) => {
    expect(isOwnPage(url)).toBe(false);
  });
});

describe('which files a request may mean', () => {
  test.each([
    ['app://sightglass/index.html', `${folder}/index.html`],
    ['app://sightglass/assets/main-1.js?v=2#x', `${folder}/assets/main-1.js`],
    ['app://sightglass/assets/../index.html', `${folder}/index.html`],
    ['app://sightglass/a%20b.svg', `${folder}/a b.svg`],
  ])('%s means %s', (url, path) => {
    expect(resolveRequest(url, folder)).toBe(path);
  });

  test.each([
    'app://sightglass/',
    'app://sightglass/..%2f..%2fetc/passwd',
    'app://sightglass/%2e%2e%2f%2e%2e%2fmain.cjs',
    'app://sightglass/assets/..%2f..%2f..%2fmain.cjs',
    'app://sightglass/..%5c..%5cmain.cjs',
    'app://sightglass/assets%5c..%5c..%5cmain.cjs',
    'app://sightglass/%252e%252e%252fmain.cjs',
    'app://sightglass/C:/windows/win.ini',
    'app://sightglass/index.html%00.png',
    'app://sightglass/%2fetc/passwd',
    'app://sightglass//etc/passwd',
    'app://sightglass/%E0%A4%A',
    'app://other/index.html',
    'file:///etc/passwd',
  ])('%s means nothing', (url) => {
    expect(resolveRequest(url, folder)).toBeUndefined();
  });
});

test('only kinds of files that the program consists of are served', () => {
  expect(contentTypeOf('/x/main.js')).toContain('text/javascript');
  expect(contentTypeOf('/x/plant.sightglass')).toBeUndefined();
  expect(contentTypeOf('/x/constructor')).toBeUndefined();
});

test('the policy lets no script in but the program’s own files', () => {
  expect(contentSecurityPolicy).toContain("default-src 'none'");
  expect(contentSecurityPolicy).toContain("script-src 'self';");
  expect(contentSecurityPolicy).not.toMatch(/unsafe-eval|https?:|\*/);
});
