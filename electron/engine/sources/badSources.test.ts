import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PlantSnapshot } from '../../../shared/contract/calls';
import { valueState } from '../../../shared/history/valueState';
import { addDataSource, addSourceSensors } from '../../../shared/model/commands/editSources';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId, type DataSourceId, type SensorId } from '../../../shared/model/ids';
import type { DataSource } from '../../../shared/model/plantModel';
import { type FaultyProxy, type ProxyMood, startFaultyProxy } from '../../../testing/faultyProxy';
import { findInfluxd, type InfluxServer, startInfluxServer } from '../../../testing/influxServer';
import { openInfluxWith } from '../influx/openInflux';
import { OpenPlant, plantSymbols, valueOf } from '../openPlant';
import { nowhere, ownHistoryOnly } from '../plantServices';

// Rule numbers refer to docs/spec/sources.md.

const never = new AbortController().signal;
const minuteMs = 60_000;
const startMs = 1_773_446_400_000;
const sensorId = 't1';

describe.skipIf(findInfluxd() === undefined)('sources that go wrong (needs influxd)', () => {
  let folder = '';
  let server: InfluxServer;
  let proxy: FaultyProxy;
  let plant: OpenPlant;

  beforeAll(async () => {
    server = await startInfluxServer();
  });
  afterAll(() => server.dispose());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-bad-'));
    await server.query('CREATE DATABASE "plant"');
    const lines = Array.from({ length: 600 }, (_, minute) => `bldg0 T1=${minute}.5 ${startMs + minute * minuteMs}`);
    await server.write('plant', lines);
    proxy = await startFaultyProxy(server.url);
    const model = emptyModel({ id: asId('p'), name: 'Boiler house', timeZone: 'UTC' });
    plant = OpenPlant.create(join(folder, 'a.sightglass'), model, {
      ...ownHistoryOnly,
      connections: {
        connectionTo: ({ url, organization }) =>
          Promise.resolve({ url, organization, credentials: { kind: 'none' }, authorityPem: undefined }),
        writeBackTo: () => nowhere,
      },
      openSource: openInfluxWith({ idleTimeoutMs: 1_500 }),
    });
    const source: Omit<DataSource, 'id'> = {
      ...{ name: 'Historian', url: proxy.url, organization: '', database: 'plant', retentionPolicy: '' },
      style: 'field',
      ...{ sensorTag: '', valueField: '', qualityField: '', lateDataMs: 0 },
    };
    const context = () => ({ model: plant.file.readModel(), lookup: plantSymbols, newId: () => 'new' });
    const sourceId = asId<DataSourceId>('s1');
    plant.commit(valueOf(addDataSource(context(), { source, id: sourceId })));
    const address = { database: 'plant', retentionPolicy: '', measurement: 'bldg0', field: 'T1', tags: {} };
    const sensors = [{ id: asId<SensorId>(sensorId), name: 'T1', address }];
    plant.commit(valueOf(addSourceSensors(context(), { sourceId, sensors })));
  });
  afterEach(async () => {
    plant.dispose();
    await proxy.dispose();
    await server.query('DROP DATABASE "plant"');
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (minute: number): Promise<PlantSnapshot> =>
    plant.history.readSnapshot([sensorId], startMs + minute * minuteMs, never);
  const shown = async (minute: number) => {
    const { values, states } = await at(minute);
    return { value: values[0], state: states[0] };
  };
  const status = () => plant.sources.statusOf('s1');

  const failures: readonly (readonly [string, ProxyMood, string])[] = [
    ['dies', { kind: 'away' }, 'unreachable'],
    ['falls silent', { kind: 'silent' }, 'timeout'],
    ['cuts its answers off', { kind: 'cuts', afterBytes: 20 }, 'cut-off'],
    ['answers nonsense', { kind: 'answers', status: 200, contentType: 'application/json', body: 'a:[1' }, 'garbage'],
    ['answers a web page', { kind: 'answers', status: 200, contentType: 'text/html', body: '<html>Hi' }, 'not-influx'],
    [
      'forgets who we are',
      { kind: 'answers', status: 401, contentType: 'application/json', body: '{}' },
      'unauthorized',
    ],
    ['breaks', { kind: 'answers', status: 500, contentType: 'text/plain', body: 'panic' }, 'query-refused'],
  ];
  for (const [what, mood, reason] of failures) {
    test(`[Q13] a source that ${what}: one sentence, the last known value marked, recovery by itself`, async () => {
      expect(await shown(100)).toEqual({ value: 100.5, state: valueState.measured });
      proxy.mood = mood;
      expect(await shown(300)).toEqual({ value: 100.5, state: valueState.approximate });
      expect(await shown(100)).toEqual({ value: 100.5, state: valueState.measured });
      expect(status()).toMatchObject({ phase: 'failing', reason });
      expect(status()?.sentence).toMatch(/^127\.0\.0\.1:\d+|^Cannot reach|^There is no InfluxDB/);
      proxy.mood = { kind: 'honest' };
      await vi.waitFor(() => expect(status()).toMatchObject({ phase: 'ok' }), { timeout: 60_000, interval: 50 });
      expect(await shown(300)).toEqual({ value: 300.5, state: valueState.measured });
    }, 90_000);
  }

  test('[Q13] nothing known yet and no answer: the value is marked as not here, not told as missing', async () => {
    proxy.mood = { kind: 'away' };
    expect(await shown(100)).toEqual({ value: NaN, state: valueState.approximate });
  });

  test('[Q13] a source that was away when it was first described says what it has once it is back', async () => {
    proxy.mood = { kind: 'away' };
    expect(await plant.history.describe(never)).toMatchObject({ seriesCount: 0 });
    proxy.mood = { kind: 'honest' };
    await vi.waitFor(() => expect(status()).toMatchObject({ phase: 'ok' }), { timeout: 15_000, interval: 50 });
    const lastMs = startMs + 599 * minuteMs;
    expect(await plant.history.describe(never)).toMatchObject({ seriesCount: 1, lastMs });
  });

  test('[Q14] a clock that is ahead is told', async () => {
    proxy.mood = { kind: 'ahead', byMs: 240_000 };
    expect((await shown(100)).value).toBe(100.5);
    expect(status()?.clockSkewMs).toBeGreaterThan(235_000);
    expect(status()?.sentence).toContain('Its clock is 4 min ahead');
  });

  test('[Q14] a field whose type changes goes on', async () => {
    expect((await shown(100)).value).toBe(100.5);
    // Types are fixed by shard: the next week's may be another.
    const laterMs = startMs + 14 * 86_400_000;
    await server.write('plant', [`bldg0 T1=7i ${laterMs}`]);
    const { values } = await plant.history.readSnapshot([sensorId], laterMs + 1, never);
    expect([...values]).toEqual([7]);
    expect(status()).toMatchObject({ phase: 'ok' });
  });

  test('[Q14] a measurement that was dropped leaves what was read, and no error', async () => {
    expect((await shown(100)).value).toBe(100.5);
    await server.query('DROP MEASUREMENT "bldg0"', 'plant');
    expect(await shown(100)).toEqual({ value: 100.5, state: valueState.measured });
    const { values, states } = await plant.history.readSnapshot([sensorId], startMs - minuteMs, never);
    expect([...values, ...states]).toEqual([NaN, valueState.noData]);
    expect(status()).toMatchObject({ phase: 'ok' });
  });
});
