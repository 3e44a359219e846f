import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventFinder, type EventRules, findEvents, type HistoryEvent, limitZoneOf } from './findEvents';
import { quality, type SampleColumns } from './historySource';
import { valueState, valueStateOf } from './valueState';

type Sample = readonly [timeMs: number, value: number, quality?: number];

function columns(samples: readonly Sample[]): SampleColumns {
  return {
    timesMs: Float64Array.from(samples, ([timeMs]) => timeMs),
    values: Float64Array.from(samples, ([, value]) => value),
    qualities: Uint8Array.from(samples, ([, , sampleQuality]) => sampleQuality ?? quality.good),
  };
}

const noLimits = { limitLowLow: undefined, limitLow: undefined, limitHigh: undefined, limitHighHigh: undefined };
const state: EventRules = { kind: 'state', ...noLimits, staleAfterMs: Infinity };
const limited: EventRules = {
  ...{ kind: 'analog', staleAfterMs: Infinity },
  ...{ limitLowLow: 0, limitLow: 10, limitHigh: 20, limitHighHigh: 30 },
};

/** `kind time` of each event, a gap with its end. */
function told(rules: EventRules, samples: readonly Sample[], endMs = 1_000): readonly string[] {
  return findEvents(rules, columns(samples), endMs).map(({ kind, timeMs, endMs: gapEndMs }) =>
    kind === 'gap' ? `gap ${timeMs} to ${gapEndMs ?? 'open'}` : `${kind} ${timeMs}`,
  );
}

describe('states', () => {
  test('[P40] a sample in another state than the last known one is a change; the first sample is none', () => {
    const samples: Sample[] = [
      [0, 0],
      [10, 0],
      [20, 1],
      [30, 1],
      [40, 2],
    ];
    expect(told(state, samples)).toEqual(['state 20', 'state 40']);
  });

  test('[P40] samples without a value or of bad quality change nothing', () => {
    const samples: Sample[] = [
      [0, 1],
      [10, NaN],
      [20, 0, quality.bad],
      [30, 1],
      [40, 0, quality.uncertain],
    ];
    expect(told(state, samples).filter((words) => words.startsWith('state'))).toEqual(['state 40']);
  });

  test('[P40] states are whole numbers', () => {
    expect(
      told(state, [
        [0, 1],
        [10, 0.9999],
        [20, 0.2],
      ]),
    ).toEqual(['state 20']);
  });
});

describe('limits', () => {
  test('[P41] passing a limit outwards and coming back within are events, falling back from high high is none', () => {
    const samples: Sample[] = [
      [0, 15],
      [10, 21],
      [20, 31],
      [30, 25],
      [40, 31],
      [50, 20],
      [60, 9],
      [70, -1],
      [80, 5],
      [90, 40],
      [100, 10],
    ];
    expect(told(limited, samples)).toEqual([
      'above 10',
      'above 20',
      'above 40',
      'normal 50',
      'below 60',
      'below 70',
      'above 90',
      'normal 100',
    ]);
  });

  test('[P41] on a limit is within it, also where converting units left something over', () => {
    const samples: Sample[] = [
      [0, 15],
      [10, 20],
      [20, 20.000000000000004],
      [30, 20.01],
      [40, 10],
    ];
    expect(told(limited, samples)).toEqual(['above 30', 'normal 40']);
  });

  test('[P41] a sensor without limits crosses none', () => {
    expect(
      told({ kind: 'analog', ...noLimits, staleAfterMs: Infinity }, [
        [0, -1e9],
        [10, 1e9],
      ]),
    ).toEqual([]);
  });

  test('[P41] crossings alternate between abnormal and normal, wherever the values go', () => {
    const samplesOf = (values: readonly number[]): Sample[] => values.map((value, index) => [index, value]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -10, max: 40 }), { minLength: 1 }), (values) => {
        const events = findEvents(limited, columns(samplesOf(values)), values.length);
        for (const { kind, timeMs, value } of events) {
          const zone = limitZoneOf(limited, value);
          expect(kind).toBe(zone === 0 ? 'normal' : zone > 0 ? 'above' : 'below');
          expect(value).toBe(values[timeMs]);
        }
        expect(events.some(({ kind }, index) => kind === 'normal' && events[index + 1]?.kind === 'normal')).toBe(false);
        const last = events.at(-1)?.value ?? values[0] ?? 0;
        expect(Math.sign(limitZoneOf(limited, last))).toBe(Math.sign(limitZoneOf(limited, values.at(-1) ?? 0)));
      }),
    );
  });
});

describe('gaps', () => {
  const aging: EventRules = { ...state, staleAfterMs: 25 };

  test('[P42] a gap reaches from where the last value is too old to the next sample', () => {
    expect(
      told(
        aging,
        [
          [0, 1],
          [25, 1],
          [90, 1],
          [100, 1],
        ],
        120,
      ),
    ).toEqual(['gap 50 to 90']);
  });

  test('[P42] a sample that says no value begins a gap at once; bad values are no gap', () => {
    expect(
      told(
        aging,
        [
          [0, 1],
          [10, NaN],
          [20, NaN],
          [40, 0, quality.bad],
          [50, 1],
        ],
        60,
      ),
    ).toEqual(['gap 10 to 40']);
  });

  test('[P42] a gap that has not ended where the search ends is open', () => {
    expect(told(aging, [[0, 1]], 26)).toEqual(['gap 25 to open']);
    expect(told(aging, [[0, 1]], 25)).toEqual([]);
    expect(told(aging, [], 1_000)).toEqual([]);
  });
});

const randomSamples = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 40 }),
      fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -5, max: 35 }) }, { weight: 1, arbitrary: fc.constant(NaN) }),
      fc.constantFrom(quality.good, quality.good, quality.uncertain, quality.bad),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    let timeMs = 0;
    return steps.map(([step, value, sampleQuality]): Sample => [(timeMs += step), value, sampleQuality]);
  });

function isInGap(events: readonly HistoryEvent[], timeMs: number): boolean {
  // A value is stale past its age: at the very moment a gap by age begins it still stands.
  return events.some(
    ({ kind, timeMs: fromMs, endMs = Infinity }) => kind === 'gap' && timeMs > fromMs && timeMs < endMs,
  );
}

test('[P42] a moment lies in a gap exactly when the value shown then is stale or missing', () => {
  const rules: EventRules = { ...state, staleAfterMs: 17.5 };
  fc.assert(
    fc.property(randomSamples, (samples) => {
      const endMs = (samples.at(-1)?.[0] ?? 0) + 30;
      const events = findEvents(rules, columns(samples), endMs);
      for (let timeMs = (samples[0]?.[0] ?? 0) + 0.25; timeMs < endMs; timeMs += 0.5) {
        const [sampleMs = NaN, value = NaN, sampleQuality] = samples.findLast(([at]) => at <= timeMs) ?? [];
        // That a value is bad wins over its age on the drawing; on the rail it still is too old.
        const judged = sampleQuality === quality.bad ? 0 : value;
        const shown = valueStateOf(
          { value: judged, ageMs: timeMs - sampleMs, quality: quality.good },
          { expectedPeriodMs: undefined, maximumAgeMs: rules.staleAfterMs },
        );
        expect(isInGap(events, timeMs)).toBe(shown === valueState.stale || shown === valueState.noData);
      }
    }),
  );
});

test('[P43] the events of a range are those of any longer one that begin in it, given the value before', () => {
  const values = randomSamples.map((samples) => samples.map(([at, value]): Sample => [at, value || 0]));
  fc.assert(
    fc.property(values, fc.nat(), fc.constantFrom<EventRules['kind']>('state', 'analog'), (samples, cut, kind) => {
      const rules: EventRules = { ...limited, kind, staleAfterMs: 30 };
      const from = cut % samples.length;
      const startMs = samples[from]?.[0] ?? 0;
      const eventsOf = (given: readonly Sample[]): readonly HistoryEvent[] =>
        findEvents(rules, columns(given), 5_000).filter(({ timeMs }) => timeMs >= startMs);
      expect(eventsOf(samples.slice(Math.max(0, from - 1)))).toEqual(eventsOf(samples));
    }),
  );
});

test('[P43] samples may come in any number of blocks', () => {
  fc.assert(
    fc.property(randomSamples, fc.nat(), (samples, cut) => {
      const rules: EventRules = { ...state, staleAfterMs: 20 };
      const finder = new EventFinder(rules);
      const at = cut % samples.length;
      finder.add(columns(samples.slice(0, at)));
      finder.add(columns(samples.slice(at)));
      expect(finder.finish(5_000)).toEqual(findEvents(rules, columns(samples), 5_000));
    }),
  );
});
