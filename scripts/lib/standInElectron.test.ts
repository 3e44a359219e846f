import { expect, test } from 'vitest';
import { placeOf } from './standInElectron.ts';

test.each([
  ['Cypress/Cypress', 'electron'],
  ['Cypress/locales/en-US.pak', 'locales/en-US.pak'],
  [
    'Cypress/resources/app/node_modules/better-sqlite3/build/Release/better_sqlite3.node',
    'native-modules/better-sqlite3/build/Release/better_sqlite3.node',
  ],
  ['Cypress/resources/app/node_modules/bindings/bindings.js', 'native-modules/bindings/bindings.js'],
])('%s belongs to the runtime, as %s', (entry, place) => {
  expect(placeOf(entry)).toBe(place);
});

test.each([
  'Cypress/resources/app/index.js',
  'Cypress/resources/app/node_modules/lodash/lodash.js',
  'Cypress/resources/app/node_modules/better-sqlite3/deps/sqlite3/sqlite3.c',
  'Cypress/browser_v8_context_snapshot.bin',
  'Elsewhere/electron',
])('%s does not', (entry) => {
  expect(placeOf(entry)).toBeUndefined();
});
