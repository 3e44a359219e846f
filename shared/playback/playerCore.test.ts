import { expect, it } from 'vitest';
import { valueState } from '../history/valueState';
import { PlayerCore } from './playerCore';
import type { MissingTile, PlayerAnswer } from './playerMessages';

const view = { timeMs: 5_000, window: { startMs: 0, endMs: 60_000 }, range: { startMs: 0, endMs: 60_000 }, speed: 60 };

function start() {
  const answers: PlayerAnswer[] = [];
  const core = new PlayerCore((answer) => answers.push(answer));
  const reset = { kind: 'reset', sensorCount: 2, closestSamplesMs: 1_000, memoryBytes: 1e6 } as const;
  core.receive({ ...reset, generation: 1 });
  return { core, answers, reset };
}

/** Sensor 0 counts seconds, sensor 1 never had a sample. */
function columnsOf(tile: MissingTile) {
  const columns = {
    values: new Float32Array(tile.frameCount * 2).fill(NaN),
    agesMs: new Float32Array(tile.frameCount * 2).fill(NaN),
    states: new Uint8Array(tile.frameCount * 2).fill(valueState.noData),
  };
  for (let frame = 0; frame < tile.frameCount; frame += 1) {
    const timeMs = tile.startMs + frame * tile.stepMs;
    columns.values[frame * 2] = Math.floor(timeMs / 1_000);
    columns.agesMs[frame * 2] = timeMs % 1_000;
    columns.states[frame * 2] = valueState.measured;
  }
  return { ...columns, settled: true, outdated: false };
}

function missingOf(answers: readonly PlayerAnswer[]): readonly MissingTile[] {
  const last = answers.findLast((answer) => answer.kind === 'missing');
  return last?.kind === 'missing' ? last.tiles : [];
}

function lastFrame(answers: readonly PlayerAnswer[]) {
  const last = answers.findLast((answer) => answer.kind === 'frame');
  return last?.kind === 'frame' ? last : undefined;
}

it('[P17] names what is missing until it is here', () => {
  const { core, answers } = start();
  core.receive({ kind: 'view', view: { ...view, running: false } });
  let named = missingOf(answers);
  expect(named[0]?.urgent).toBe(true);
  for (let guard = 0; guard < 20 && named.length > 0; guard += 1) {
    const tile = named[0];
    if (tile) {
      core.receive({ kind: 'tile', generation: 1, key: tile, columns: columnsOf(tile) });
    }
    named = missingOf(answers);
  }
  expect(named).toEqual([]);
});

it('[P14] the first frame changes everything, the next only what differs', () => {
  const { core, answers } = start();
  core.receive({ kind: 'view', view: { ...view, running: true } });
  const tile = missingOf(answers)[0];
  expect(tile?.stepMs).toBe(1_000);
  if (tile) {
    core.receive({ kind: 'tile', generation: 1, key: tile, columns: columnsOf(tile) });
  }
  core.receive({ kind: 'look', lookId: 1, timeMs: 5_400, playing: true });
  expect(lastFrame(answers)).toMatchObject({ lookId: 1, timeMs: 5_000, covered: true, exact: false });
  expect([...(lastFrame(answers)?.changed ?? [])]).toEqual([0, 1]);
  core.receive({ kind: 'look', lookId: 2, timeMs: 6_000, playing: true });
  expect([...(lastFrame(answers)?.changed ?? [])]).toEqual([0]);
  expect(lastFrame(answers)?.columns.values[0]).toBe(6);
});

it('[P3] a moment that is not here keeps the old picture and says it is approximate', () => {
  const { core, answers } = start();
  const columns = {
    values: Float64Array.of(7, NaN),
    states: Uint8Array.of(valueState.measured, valueState.noData),
    agesMs: Float64Array.of(0, NaN),
  };
  core.receive({ kind: 'exact', generation: 1, lookId: 1, timeMs: 5_000, columns });
  core.receive({ kind: 'look', lookId: 2, timeMs: 50_000, playing: false });
  expect(lastFrame(answers)).toMatchObject({ covered: false, exact: false });
  expect([...(lastFrame(answers)?.columns.states ?? [])]).toEqual([valueState.approximate, valueState.noData]);
  expect([...(lastFrame(answers)?.changed ?? [])]).toEqual([0]);
});

it('[P2] answers for sensors that are no longer watched are dropped', () => {
  const { core, answers, reset } = start();
  core.receive({ kind: 'view', view: { ...view, running: false } });
  const tile = missingOf(answers)[0];
  core.receive({ ...reset, generation: 2 });
  const before = answers.length;
  if (tile) {
    core.receive({ kind: 'tile', generation: 1, key: tile, columns: columnsOf(tile) });
  }
  expect(answers.length).toBe(before);
  core.receive({ kind: 'look', lookId: 1, timeMs: 5_000, playing: false });
  expect(lastFrame(answers)).toMatchObject({ generation: 2, covered: false });
});

it('[P3] a clock that waits changes nothing on the screen', () => {
  const { core, answers } = start();
  const columns = {
    values: Float64Array.of(7, NaN),
    states: Uint8Array.of(valueState.measured, valueState.noData),
    agesMs: Float64Array.of(0, NaN),
  };
  core.receive({ kind: 'exact', generation: 1, lookId: 1, timeMs: 5_000, columns });
  core.receive({ kind: 'look', lookId: 2, timeMs: 50_000, playing: true });
  expect(lastFrame(answers)).toMatchObject({ covered: false, changed: new Uint32Array(0) });
  expect(lastFrame(answers)?.columns).toEqual(columns);
});

/** A tile in which sensor 0 is not here yet. */
function unsureColumnsOf(tile: MissingTile) {
  const columns = columnsOf(tile);
  for (let frame = 0; frame < tile.frameCount; frame += 1) {
    columns.values[frame * 2] = NaN;
    columns.states[frame * 2] = valueState.approximate;
  }
  return columns;
}

function startUnsure() {
  const started = start();
  const { core, answers } = started;
  core.receive({ kind: 'view', view: { ...view, running: true } });
  const [tile] = missingOf(answers);
  if (tile === undefined) {
    throw new Error('nothing is missing');
  }
  core.receive({ kind: 'tile', generation: 1, key: tile, columns: unsureColumnsOf(tile) });
  return { ...started, tile };
}

it('[P31] the clock waits at values that are not here yet, and goes on where their source cannot be reached', () => {
  const { core, answers } = startUnsure();
  core.receive({ kind: 'look', lookId: 1, timeMs: 5_000, playing: true });
  expect(lastFrame(answers)).toMatchObject({ lookId: 1, covered: false });
  core.receive({ kind: 'reach', unreachable: Uint8Array.of(1, 0) });
  core.receive({ kind: 'look', lookId: 2, timeMs: 5_000, playing: true });
  expect(lastFrame(answers)).toMatchObject({ lookId: 2, covered: true });
  expect(lastFrame(answers)?.columns.states[0]).toBe(valueState.approximate);
});

it('[P30] what was not sure is missing again once its range is stored', () => {
  const { core, answers, tile } = startUnsure();
  const isMissing = (): boolean =>
    missingOf(answers).some(({ stepMs, index }) => stepMs === tile.stepMs && index === tile.index);
  core.receive({ kind: 'again', range: { startMs: 900_000, endMs: 1e6 }, corrected: false });
  expect(isMissing()).toBe(false);
  core.receive({ kind: 'again', range: { startMs: 5_000, endMs: 6_000 }, corrected: false });
  expect(isMissing()).toBe(true);
  core.receive({ kind: 'tile', generation: 1, key: tile, columns: columnsOf(tile) });
  expect(isMissing()).toBe(false);
});

it('[P32] a value that is still to come keeps its old number, marked; one that cannot come says so', () => {
  const { core, answers } = startUnsure();
  const columns = {
    values: Float64Array.of(7, NaN),
    states: Uint8Array.of(valueState.measured, valueState.noData),
    agesMs: Float64Array.of(0, NaN),
  };
  core.receive({ kind: 'exact', generation: 1, lookId: 1, timeMs: 5_000, columns });
  core.receive({ kind: 'look', lookId: 2, timeMs: 6_000, playing: false });
  expect(lastFrame(answers)?.columns).toMatchObject({ values: Float64Array.of(7, NaN) });
  expect(lastFrame(answers)?.columns.states[0]).toBe(valueState.approximate);
  core.receive({ kind: 'reach', unreachable: Uint8Array.of(1, 0) });
  core.receive({ kind: 'look', lookId: 3, timeMs: 6_000, playing: false });
  expect(lastFrame(answers)?.columns).toMatchObject({ values: Float64Array.of(NaN, NaN) });
});

it('[P32] where nothing was shown yet, nothing is claimed', () => {
  const { core, answers } = start();
  core.receive({ kind: 'look', lookId: 1, timeMs: 5_000, playing: false });
  expect(lastFrame(answers)).toMatchObject({ lookId: 1, covered: false, changed: new Uint32Array(0) });
  const columns = {
    values: Float64Array.of(7, NaN),
    states: Uint8Array.of(valueState.measured, valueState.noData),
    agesMs: Float64Array.of(0, NaN),
  };
  core.receive({ kind: 'exact', generation: 1, lookId: 2, timeMs: 5_000, columns });
  expect([...(lastFrame(answers)?.changed ?? [])]).toEqual([0, 1]);
});
