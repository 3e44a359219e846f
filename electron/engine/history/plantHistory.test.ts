import { completeSensor } from '../../../shared/model/commands/editSensors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quality } from '../../../shared/history/historySource';
import { valueState } from '../../../shared/history/valueState';
import type { SensorId } from '../../../shared/model/ids';
import type { Sensor } from '../../../shared/model/plantModel';
import { embeddedSource } from './embeddedSource';
import { storeWith } from './historyFixture';
import { openHistoryWriter } from './historyWriter';
import { ownPlaces, type PlantHistory, plantHistory } from './plantHistory';
import type { FixtureSeries } from './sourceConformance';

const minuteMs = 60_000;
const never = new AbortController().signal;

function sensor(id: string, fields: Partial<Sensor>): Sensor {
  return completeSensor(id as SensorId, { name: id, ...fields });
}

function historyOf(series: readonly FixtureSeries[], sensors: readonly Sensor[]): PlantHistory {
  const model = new Map(sensors.map((one) => [one.id, one]));
  return plantHistory(ownPlaces(embeddedSource(storeWith(series).store)), () => model);
}

function steady(name: string, values: readonly number[]): FixtureSeries {
  return { name, unit: '', samples: values.map((value, index) => [index * minuteMs, value] as const) };
}

describe('snapshot', () => {
  const history = historyOf(
    [steady('T1', [50, 68, 86]), { name: 'V1', unit: '', samples: [[0, 1, quality.bad]] }],
    [
      sensor('a', { name: 'T1', unit: '°C', sourceUnit: '°F' }),
      sensor('b', { name: 'T1', unit: '°F', timeOffsetMs: 30_000 }),
      sensor('v', { name: 'V1', kind: 'state', invert: true }),
    ],
  );

  test('[H22] [H23] two sensors may read one series, each with its own corrections and times', async () => {
    const snapshot = await history.readSnapshot(['b', 'nobody', 'a'], minuteMs, never);
    expect(Array.from(snapshot.values)).toEqual([50, NaN, 20]);
    expect(Array.from(snapshot.timesMs)).toEqual([30_000, NaN, minuteMs]);
    expect(Array.from(snapshot.states)).toEqual([valueState.measured, valueState.noData, valueState.measured]);
  });

  test('[H25] [H26] states follow age and quality, with the period learned from the series', async () => {
    const later = await history.readSnapshot(['a', 'v'], 4.5 * minuteMs, never);
    expect(Array.from(later.states)).toEqual([valueState.held, valueState.bad]);
    const muchLater = await history.readSnapshot(['a'], 2 * minuteMs + 10 * minuteMs + 1, never);
    expect(Array.from(muchLater.states)).toEqual([valueState.stale]);
    expect(muchLater.values[0]).toBeCloseTo(30);
  });
});

test('[H24] frames equal snapshots at their moments, for all sensors and corrections', async () => {
  const history = historyOf(
    [
      steady(
        'T1',
        Array.from({ length: 3_000 }, (_, index) => Math.sin(index / 50)),
      ),
      {
        name: 'P1',
        unit: '',
        samples: [
          [5, 1],
          [500_000, NaN],
          [900_000, 2, 2],
        ],
      },
    ],
    [
      sensor('a', { name: 'T1', scale: 3, offset: 1 }),
      sensor('b', { name: 'P1', timeOffsetMs: -77 }),
      sensor('c', { name: 'T1', timeOffsetMs: 10 * minuteMs, maximumAgeMs: 61_000 }),
    ],
  );
  const ids = ['c', 'a', 'nobody', 'b'];
  const grid = { startMs: -100_000, stepMs: 97_531, frameCount: 300 };
  const frames = await history.readFrames(ids, grid, never);
  for (let frame = 0; frame < grid.frameCount; frame += 1) {
    const momentMs = grid.startMs + frame * grid.stepMs;
    const snapshot = await history.readSnapshot(ids, momentMs, never);
    const row = frames.values.subarray(frame * ids.length, (frame + 1) * ids.length);
    row.forEach((value, index) => {
      const entry = frame * ids.length + index;
      const exact = snapshot.values[index] ?? NaN;
      expect(Number.isNaN(exact) ? Number.isNaN(value) : Math.abs(value - exact) < 1e-6).toBe(true);
      expect(frames.states[entry]).toBe(snapshot.states[index]);
      expect(frames.agesMs[entry]).toBe(Math.fround(momentMs - (snapshot.timesMs[index] ?? NaN)));
    });
  }
});

describe('window', () => {
  const values = Array.from({ length: 10_000 }, (_, index) => (index === 4_321 ? 99 : index % 7));
  const history = historyOf(
    [steady('T1', values)],
    [sensor('a', { name: 'T1', scale: 2 }), sensor('late', { name: 'T1', timeOffsetMs: 5 * minuteMs })],
  );

  test('[H32] few samples come as they are, many as at most the asked points with every extreme', async () => {
    const range = { startMs: 0, endMs: 10_000 * minuteMs };
    const [all] = await history.readWindows(['a'], { startMs: 0, endMs: 5 * minuteMs, points: 5 }, never);
    expect(Array.from(all?.values ?? [])).toEqual([0, 2, 4, 6, 8]);
    const [thin] = await history.readWindows(['a'], { ...range, points: 400 }, never);
    expect(thin?.timesMs.length).toBeLessThanOrEqual(400);
    expect(thin?.values.includes(198)).toBe(true);
    expect(thin?.timesMs[thin.values.indexOf(198)]).toBe(4_321 * minuteMs);
    expect(thin?.maximumAgeMs).toBe(10 * minuteMs);
  });

  test('[H32] ranges are in shown time and half open; unknown sensors have no points', async () => {
    const asked = { startMs: 5 * minuteMs, endMs: 7 * minuteMs, points: 100 };
    const [late, nobody] = await history.readWindows(['late', 'nobody'], asked, never);
    expect(Array.from(late?.timesMs ?? [])).toEqual([5 * minuteMs, 6 * minuteMs]);
    expect(nobody?.timesMs.length).toBe(0);
  });
});

test('[H33] the next change is the nearest sample that differs from the one before it', async () => {
  const values = fc.array(fc.constantFrom(0, 0, 0, 0, 1, NaN), { minLength: 1, maxLength: 60 });
  const gaps = fc.array(fc.constantFrom(1, 1, 1, 2, 700, 5_000), { minLength: 60, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(values, gaps), { minLength: 1, maxLength: 3 }),
      fc.nat(20_000),
      async (many, pick) => {
        const series = many.map(([column, steps], number): FixtureSeries => {
          let timeMs = number * minuteMs;
          return {
            name: `S${number}`,
            unit: '',
            samples: column.map((value, at) => [(timeMs += (steps[at] ?? 1) * minuteMs), value] as const),
          };
        });
        const history = historyOf(
          series,
          series.map(({ name }) => sensor(name, {})),
        );
        const changes = series.flatMap(({ samples }) =>
          samples.filter(([, value], at) => at === 0 || !Object.is(value, samples[at - 1]?.[1])).map(([at]) => at),
        );
        const fromMs = pick * minuteMs;
        const ids = series.map(({ name }) => name);
        const after = changes.filter((at) => at > fromMs).sort((left, right) => left - right)[0];
        const before = changes.filter((at) => at < fromMs).sort((left, right) => right - left)[0];
        expect((await history.findNextChange(ids, { fromMs, direction: 1 }, never)).timeMs).toBe(after);
        expect((await history.findNextChange(ids, { fromMs, direction: -1 }, never)).timeMs).toBe(before);
      },
    ),
    { numRuns: 60 },
  );
});

test('[H15] the extent covers all series, and samples added later after a refresh', async () => {
  const { store } = storeWith([steady('T1', [1, 2]), { name: 'late', unit: 'kW', samples: [[1e9, 1]] }]);
  const history = plantHistory(ownPlaces(embeddedSource(store)), () => new Map());
  expect(await history.describe(never)).toMatchObject({ firstMs: 0, lastMs: 1e9, seriesCount: 2, sampleCount: 3 });
  const writer = openHistoryWriter(store);
  const column = Float64Array.of(2e9);
  writer.append('T1', { timesMs: column, values: column, qualities: Uint8Array.of(0) });
  writer.flush();
  history.refresh();
  expect(await history.describe(never)).toMatchObject({ lastMs: 2e9, sampleCount: 4 });
});
