import { mkdtempSync, mkdirSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sharedData } from './sharedData';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-shared-'));
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'plant.csv'), 'time\n');
  vi.stubEnv('SIGHTGLASS_SHARED', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('finds a file in the folder that the environment names', () => {
  expect(sharedData('plant.csv')).toBe(join(folder, 'data', 'plant.csv'));
});

test('answers undefined for a file that is not there', () => {
  expect(sharedData('absent.csv')).toBeUndefined();
});
