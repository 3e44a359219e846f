import { expect, test } from 'vitest';
import { credentialsFor } from './sourceServices';

// Rule numbers refer to docs/spec/cli.md.

const environment = { SIGHTGLASS_INFLUX_URL: 'historian:8086', SIGHTGLASS_INFLUX_TOKEN: 'tok' };

test('[L16] credentials of the environment go to the address they are for, and nowhere else', () => {
  expect(credentialsFor('http://Historian:8086/influx', environment)).toEqual({ kind: 'token', token: 'tok' });
  for (const url of [
    'https://historian:8086',
    'http://historian:8087',
    'http://evil:8086',
    'http://historian.evil:8086',
  ]) {
    expect(credentialsFor(url, environment)).toEqual({ kind: 'none' });
  }
  expect(credentialsFor('http://historian:8086', { SIGHTGLASS_INFLUX_TOKEN: 'tok' })).toEqual({ kind: 'none' });
});

test('[L16] user and password stand in for a token', () => {
  const own = { SIGHTGLASS_INFLUX_URL: 'http://h:1', SIGHTGLASS_INFLUX_USER: 'op', SIGHTGLASS_INFLUX_PASSWORD: 'p' };
  expect(credentialsFor('http://h:1', own)).toEqual({ kind: 'password', user: 'op', password: 'p' });
});
