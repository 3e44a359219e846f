import { expect, test } from 'vitest';
import { fromWhereWeStand, projectAmong } from './appWords.ts';

test('paths are taken from the folder the person stands in', () => {
  expect(fromWhereWeStand(['--project=a/b=c.sightglass', 'd.sightglass', '--trace'], '/home/ops')).toEqual([
    '--project=/home/ops/a/b=c.sightglass',
    '/home/ops/d.sightglass',
    '--trace',
  ]);
});

test('the project is found as an option and by itself', () => {
  expect(projectAmong(['--user-data=/x', '--project=/plant.sightglass'])).toBe('/plant.sightglass');
  expect(projectAmong(['/plant.sightglass'])).toBe('/plant.sightglass');
  expect(projectAmong(['--user-data=/x'])).toBeUndefined();
});
