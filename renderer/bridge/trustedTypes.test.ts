import { expect, test } from 'vitest';
import { ownScriptUrl } from './trustedTypes';

const page = 'app://sightglass/index.html';

test('a worker of the program’s own is let through', () => {
  expect(ownScriptUrl('/assets/player.js', page)).toBe('app://sightglass/assets/player.js');
});

test.each(['https://example.org/x.js', 'data:text/javascript,1', 'blob:app://sightglass/1', 'app://other/x.js'])(
  '%s is not',
  (url) => {
    expect(() => ownScriptUrl(url, page)).toThrow(TypeError);
  },
);
