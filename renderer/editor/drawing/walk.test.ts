import { expect, test } from 'vitest';
import { testComponent, testConnection, testId } from '../modelBuilders';
import { readingOrder, stepInOrder, walkFrom } from './walk';

const components = [
  testComponent('pump', { x: 100, y: 100 }),
  testComponent('valve', { x: 400, y: 100 }),
  testComponent('gauge', { x: 200, y: 96 }),
  testComponent('tank', { x: 400, y: 300 }),
];
const ground = {
  components,
  connections: [testConnection('c1', 'pump', 'valve'), testConnection('c2', 'valve', 'tank')],
};

test('[E44] an arrow follows the pipe, even past something nearer', () => {
  expect(walkFrom(ground, testId('pump'), 'east')).toBe('valve');
  expect(walkFrom(ground, testId('valve'), 'south')).toBe('tank');
});

test('[E44] where no pipe leads, the nearest that lies there', () => {
  expect(walkFrom(ground, testId('valve'), 'west')).toBe('pump');
  expect(walkFrom(ground, testId('gauge'), 'west')).toBe('pump');
});

test('[E44] at the edge of the drawing the walk stays', () => {
  expect(walkFrom(ground, testId('tank'), 'south')).toBeUndefined();
});

test('[E45] Tab goes by rows and leaves the drawing at its ends', () => {
  expect(readingOrder(components)).toEqual(['pump', 'gauge', 'valve', 'tank']);
  expect(stepInOrder(components, undefined, 1)).toBe('pump');
  expect(stepInOrder(components, testId('tank'), 1)).toBeUndefined();
  expect(stepInOrder(components, testId('pump'), -1)).toBeUndefined();
});
