import { describe, expect, test } from 'vitest';
import { intersectionOf } from '../../../shared/history/coverage';
import { quality } from '../../../shared/history/historySource';
import { completeSensor } from '../../../shared/model/commands/editSensors';
import type { SensorId } from '../../../shared/model/ids';
import type { Sensor } from '../../../shared/model/plantModel';
import { embeddedSource } from './embeddedSource';
import { storeWith } from './historyFixture';
import { ownPlaces, type PlantHistory, plantHistory, type PlantPlaces } from './plantHistory';
import type { FixtureSeries } from './sourceConformance';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const never = new AbortController().signal;

function sensor(id: string, fields: Partial<Sensor>): Sensor {
  return completeSensor(id as SensorId, { name: id, ...fields });
}

function historyOf(
  series: readonly FixtureSeries[],
  sensors: readonly Sensor[],
  places: Partial<PlantPlaces> = {},
): PlantHistory {
  const model = new Map(sensors.map((one) => [one.id, one]));
  return plantHistory({ ...ownPlaces(embeddedSource(storeWith(series).store)), ...places }, () => model);
}

function everyMinute(name: string, values: readonly number[]): FixtureSeries {
  return { name, unit: '', samples: values.map((value, minute) => [minute * minuteMs, value] as const) };
}

interface Asked {
  readonly from?: number;
  readonly to: number;
  readonly most?: number;
}

/** `minute sensor kind` of each event, a gap with the minute of its end. */
async function told(history: PlantHistory, ids: readonly string[], { from = 0, to, most = 1_000 }: Asked) {
  const asked = { startMs: from * minuteMs, endMs: to * minuteMs, most };
  const { events, ...rest } = await history.findEvents(ids, asked, never);
  const words = events.map(({ kind, sensorId, timeMs, endMs }) => {
    const end = kind !== 'gap' ? '' : endMs === undefined ? ' open' : ` to ${endMs / minuteMs}`;
    return `${timeMs / minuteMs} ${sensorId} ${kind}${end}`;
  });
  return { words, ...rest };
}

describe('events of sensors', () => {
  const history = historyOf(
    [
      everyMinute('T1', [50, 68, 50, 50, 86, 50]),
      everyMinute('V1', [0, 1, 1, 0]),
      {
        name: 'F1',
        unit: '',
        samples: [
          [0, 5],
          [minuteMs, 5],
          [2 * minuteMs, 5],
          [30 * minuteMs, NaN],
          [40 * minuteMs, 5],
          [41 * minuteMs, 9, quality.bad],
        ],
      },
    ],
    [
      sensor('warm', { name: 'T1', unit: '°C', sourceUnit: '°F', limitHigh: 19, limitHighHigh: 29 }),
      sensor('late', { name: 'V1', kind: 'state', timeOffsetMs: 10 * minuteMs }),
      sensor('inverted', { name: 'V1', kind: 'state', invert: true, maximumAgeMs: dayMs }),
      sensor('flow', { name: 'F1', maximumAgeMs: 5 * minuteMs }),
    ],
  );

  test('[P40] [P41] values are corrected and times shifted before they are judged; events come in time order', async () => {
    const { words } = await told(history, ['late', 'warm', 'nobody', 'inverted'], { to: 15 });
    expect(words).toEqual([
      '1 warm above',
      '1 inverted state',
      '2 warm normal',
      '3 inverted state',
      '4 warm above',
      '5 warm normal',
      '11 late state',
      '13 late state',
    ]);
  });

  test('[P42] gaps are told with their begin, also where it lies before the range', async () => {
    expect((await told(history, ['flow'], { to: 60 })).words).toEqual(['7 flow gap to 40', '46 flow gap open']);
    expect((await told(history, ['flow'], { from: 20, to: 45 })).words).toEqual(['7 flow gap to 40']);
  });

  test('[P43] what happened at the start of the range is told by the sample before it', async () => {
    expect((await told(history, ['warm'], { from: 1, to: 2 })).words).toEqual(['1 warm above']);
    expect((await told(history, ['warm'], { from: 0, to: 1 })).words).toEqual([]);
  });

  test('a search that is not wanted any more ends', async () => {
    const controller = new AbortController();
    controller.abort();
    const asked = { startMs: 0, endMs: 60 * minuteMs, most: 10 };
    await expect(history.findEvents(['warm'], asked, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('[P44] a list that is cut holds everything up to a moment, which is told', async () => {
  const flips = Array.from({ length: 200 }, (_, minute) => minute % 2);
  const history = historyOf(
    [everyMinute('V1', flips), everyMinute('V2', flips)],
    [sensor('a', { name: 'V1', kind: 'state' }), sensor('b', { name: 'V2', kind: 'state' })],
  );
  const all = await told(history, ['a', 'b'], { to: 200 });
  expect(all).toMatchObject({ truncated: false, completeToMs: 200 * minuteMs });
  expect(all.words.length).toBe(398);
  const cut = await told(history, ['a', 'b'], { to: 200, most: 101 });
  expect(cut).toMatchObject({ truncated: true, completeToMs: 51 * minuteMs });
  expect(cut.words).toEqual(all.words.slice(0, 100));
});

test('[P45] over a range too long to read whole, sensors that could only have gaps are left out and counted', async () => {
  const [sparse, dense] = [
    { name: 'S', unit: '', samples: [0, 1, 2].map((minute) => [minute * minuteMs, minute % 2] as const) },
    { name: 'D', unit: '', samples: [0, 1, 2].map((second) => [second * 1_000, 1] as const) },
  ];
  const history = historyOf(
    [sparse, dense],
    [sensor('state', { name: 'S', kind: 'state' }), sensor('plain', { name: 'D' })],
  );
  expect((await told(history, ['state', 'plain'], { to: 1_440 })).gapsLeftOut).toBe(0);
  const long = await told(history, ['state', 'plain'], { to: 150 * 1_440 });
  expect(long).toMatchObject({ gapsLeftOut: 1, truncated: false });
  expect(long.words).toEqual(['1 state state', '2 state state', '12 state gap open']);
});

test('[P56] where history is not here, nothing is said: no gap, no change', async () => {
  const here = [
    { startMs: 0, endMs: 3 * minuteMs },
    { startMs: 60 * minuteMs, endMs: 63 * minuteMs },
  ];
  const samples = [0, 1, 2, 60, 61, 62].map((minute) => [minute * minuteMs, minute < 30 ? 0 : 1] as const);
  const history = historyOf(
    [{ name: 'V1', unit: '', samples }],
    [sensor('V1', { kind: 'state', expectedPeriodMs: minuteMs, maximumAgeMs: 5 * minuteMs })],
    { hereOf: (_source, _names, range) => intersectionOf(here, [range]) },
  );
  const { words, ...rest } = await told(history, ['V1'], { to: 100 });
  expect(words.filter((word) => word.includes('gap'))).toEqual([]);
  expect(rest).toMatchObject({ partlyHere: true });
});
