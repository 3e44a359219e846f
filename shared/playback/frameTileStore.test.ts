import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueState } from '../history/valueState';
import { tileStartMs } from './frameGrid';
import { FrameTileStore, type TileAnswer } from './frameTileStore';
import { emptyColumns } from './valueFrame';

interface Sample {
  readonly timeMs: number;
  readonly value: number;
}

function lastBefore(samples: readonly Sample[], timeMs: number): Sample | undefined {
  return samples.findLast((sample) => sample.timeMs <= timeMs);
}

/** The frames an engine would answer for sensors with these samples. */
function framesOf(sensors: readonly (readonly Sample[])[], grid: { startMs: number; stepMs: number; count: number }) {
  const columns = {
    values: new Float32Array(grid.count * sensors.length),
    agesMs: new Float32Array(grid.count * sensors.length),
    states: new Uint8Array(grid.count * sensors.length),
  };
  for (let frame = 0; frame < grid.count; frame += 1) {
    const timeMs = grid.startMs + frame * grid.stepMs;
    sensors.forEach((samples, index) => {
      const last = lastBefore(samples, timeMs);
      const at = frame * sensors.length + index;
      columns.values[at] = last?.value ?? NaN;
      columns.agesMs[at] = last ? timeMs - last.timeMs : NaN;
      columns.states[at] = last ? valueState.measured : valueState.noData;
    });
  }
  return { ...columns, settled: true, outdated: false } satisfies TileAnswer;
}

const tileFrames = 8;

function storeOf(sensors: readonly (readonly Sample[])[], keys: readonly { stepMs: number; index: number }[]) {
  const store = new FrameTileStore({ sensorCount: sensors.length, tileFrames, memoryBytes: 1e6 });
  for (const key of keys) {
    const startMs = tileStartMs(key, tileFrames);
    store.add(key, framesOf(sensors, { startMs, stepMs: key.stepMs, count: tileFrames + 1 }), 0);
  }
  return store;
}

const anyStep = { coarsestStepMs: Infinity, snap: false };

describe('frame tile store', () => {
  const steady = [
    { timeMs: 0, value: 5 },
    { timeMs: 4_500, value: 6 },
  ];

  it('[P10] a look shows the last frame at or before the moment', () => {
    const into = emptyColumns(1);
    const look = storeOf([steady], [{ stepMs: 1_000, index: 0 }]).look(2_300, anyStep, into);
    expect(look).toEqual({ frameMs: 2_000, stepMs: 1_000, sure: true });
    expect([into.values[0], into.agesMs[0], into.states[0]]).toEqual([5, 2_300, valueState.measured]);
  });

  it('[P11] a value is approximate when the next frame shows another sample, exact on a frame', () => {
    const store = storeOf([steady], [{ stepMs: 1_000, index: 0 }]);
    const into = emptyColumns(1);
    store.look(4_200, anyStep, into);
    expect(into.states[0]).toBe(valueState.approximate);
    store.look(5_000, anyStep, into);
    expect([into.values[0], into.states[0]]).toEqual([6, valueState.measured]);
  });

  it('[P12] while playing the values are those of the frame itself, so they are exact', () => {
    const into = emptyColumns(1);
    const playing = { coarsestStepMs: 1_000, snap: true };
    const look = storeOf([steady], [{ stepMs: 1_000, index: 0 }]).look(4_700, playing, into);
    expect(look?.frameMs).toBe(4_000);
    expect([into.values[0], into.agesMs[0], into.states[0]]).toEqual([5, 4_000, valueState.measured]);
  });

  it('[P10] the finest tile answers, and none that is coarser than asked', () => {
    const keys = [
      { stepMs: 2_000, index: 0 },
      { stepMs: 1_000, index: 0 },
    ];
    const store = storeOf([steady], keys);
    expect(store.look(3_000, anyStep, emptyColumns(1))?.stepMs).toBe(1_000);
    expect(store.look(9_000, anyStep, emptyColumns(1))?.stepMs).toBe(2_000);
    expect(store.look(9_000, { coarsestStepMs: 1_000, snap: true }, emptyColumns(1))).toBeUndefined();
  });

  it('[P13] bytes are capped, and what is furthest from the playhead goes first', () => {
    const tileBytes = (tileFrames + 1) * 9;
    const store = new FrameTileStore({ sensorCount: 1, tileFrames, memoryBytes: 4 * tileBytes });
    for (let index = 0; index < 10; index += 1) {
      store.add({ stepMs: 1_000, index }, framesOf([steady], { startMs: 0, stepMs: 1, count: tileFrames + 1 }), 20_000);
    }
    expect(store.tileCount()).toBe(4);
    expect([1, 2, 3].map((index) => store.needs({ stepMs: 1_000, index }))).toEqual([false, false, false]);
    expect(store.needs({ stepMs: 1_000, index: 9 })).toBe(true);
  });

  /** The first tile of sensors that have these states in its frames, frame by frame. */
  function storeWithStates(states: readonly (readonly number[])[], about = { settled: true, outdated: false }) {
    const sensorCount = states[0]?.length ?? 0;
    const count = (tileFrames + 1) * sensorCount;
    const store = new FrameTileStore({ sensorCount, tileFrames, memoryBytes: 1e6 });
    const column = new Uint8Array(count);
    column.set(states.flat());
    const columns = { values: new Float32Array(count), agesMs: new Float32Array(count), states: column };
    store.add(key, { ...columns, ...about }, 0);
    return store;
  }
  const key = { stepMs: 1_000, index: 0 };
  const { measured, approximate } = valueState;
  const inside = { startMs: 3_000, endMs: 4_000 };

  it('[P29] a tile is asked for again only while something of it is approximate', () => {
    const unsure = storeWithStates([[measured], [approximate]]);
    const sure = storeWithStates([[measured], [measured]]);
    [unsure, sure].forEach((store) => store.outdate(inside));
    expect([unsure, sure].map((store) => store.needs(key))).toEqual([true, false]);
  });

  it('[P29] a tile of times in which samples may still arrive late is not final', () => {
    const open = storeWithStates([[measured]], { settled: false, outdated: false });
    expect(open.needs(key)).toBe(false);
    open.outdate(inside);
    expect(open.needs(key)).toBe(true);
  });

  it('[P30] only tiles that the stored range touches are asked for again', () => {
    const store = storeWithStates([[approximate]]);
    store.outdate({ startMs: 8_001, endMs: 20_000 });
    store.outdate({ startMs: -500, endMs: 0 });
    expect(store.needs(key)).toBe(false);
    store.outdate({ startMs: 8_000, endMs: 20_000 });
    expect(store.needs(key)).toBe(true);
  });

  it('[P30] a tile that was read while its range was being stored is asked for once more', () => {
    expect(storeWithStates([[approximate]], { settled: true, outdated: true }).needs(key)).toBe(true);
    expect(storeWithStates([[measured]], { settled: true, outdated: true }).needs(key)).toBe(false);
  });

  it('[P31] a frame is sure when nothing of it is approximate, or what is cannot be reached', () => {
    const store = storeWithStates([
      [measured, measured],
      [measured, approximate],
    ]);
    const sureAt = (timeMs: number, unreachable?: Uint8Array): boolean | undefined =>
      store.look(timeMs, { coarsestStepMs: Infinity, snap: true, unreachable }, emptyColumns(2))?.sure;
    expect([sureAt(500), sureAt(1_500)]).toEqual([true, false]);
    expect(sureAt(1_500, Uint8Array.of(0, 1))).toBe(true);
    expect(sureAt(1_500, Uint8Array.of(1, 0))).toBe(false);
  });

  it('[P30] after a correction nothing of the range is final', () => {
    const store = storeWithStates([[measured]]);
    store.reopen(inside);
    expect(store.needs(key)).toBe(false);
    store.outdate(inside);
    expect(store.needs(key)).toBe(true);
  });

  it('[P11] a value that is not called approximate is the last sample, whatever the history', () => {
    const samples = fc
      .uniqueArray(fc.integer({ min: -5_000, max: 20_000 }), { maxLength: 30 })
      .map((times) => times.sort((a, b) => a - b).map((timeMs, index) => ({ timeMs, value: index })));
    const moment = fc.integer({ min: 0, max: 7_999 });
    fc.assert(
      fc.property(fc.array(samples, { minLength: 1, maxLength: 4 }), moment, (sensors, timeMs) => {
        const into = emptyColumns(sensors.length);
        storeOf(sensors, [{ stepMs: 1_000, index: 0 }]).look(timeMs, anyStep, into);
        sensors.forEach((history, index) => {
          if (into.states[index] !== valueState.approximate) {
            const last = lastBefore(history, timeMs);
            // A frame before the first sample has none to show; a sample that came since is not known of.
            const isUnknown = Number.isNaN(into.agesMs[index]);
            expect(isUnknown ? NaN : into.values[index]).toBe(isUnknown ? NaN : last?.value);
          }
        });
      }),
    );
  });
});
