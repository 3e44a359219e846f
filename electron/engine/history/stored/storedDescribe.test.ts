import { expect, test } from 'vitest';
import { letRun } from './handClock';
import { HistoryCache } from './historyCache';
import { ScriptedRemote } from './scriptedRemote';
import { storedFixture } from './storedFixture';
import { storedSource } from './storedSource';

const never = new AbortController().signal;
const nowMs = 1_700_000_000_000;
const series = ['a', 'b'].map((name, at) => ({
  name,
  unit: 'kW',
  samples: Array.from({ length: 10 + at }, (_, index) => [nowMs - 1e8 + index * 1_000, index] as const),
}));

test('[T15] what a source said of its series is remembered, also over a restart without it', async () => {
  const fixture = storedFixture(series, { nowMs });
  const told = await fixture.source.describe(never);
  expect(told.map(({ name, sampleCount }) => [name, sampleCount])).toEqual([
    ['a', 10],
    ['b', 11],
  ]);
  fixture.restart();
  fixture.remote.failure = new Error('gone');
  expect(await fixture.source.describe(never)).toEqual(told);
  expect(await fixture.source.describe(never, ['b', 'nobody', 'b'])).toEqual([told[1]]);
  expect(fixture.source.status().kind).toBe('failing');
  fixture.dispose();
});

test('[T15] it is asked again after half a minute, and not before', async () => {
  const fixture = storedFixture(series, { nowMs });
  await fixture.source.describe(never);
  await fixture.clock.advance(29_999);
  await fixture.source.describe(never, ['a', 'nobody']);
  expect(fixture.remote.count('describe')).toBe(1);
  fixture.remote.add('c', [[nowMs, 1]]);
  await fixture.clock.advance(1);
  expect((await fixture.source.describe(never)).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(fixture.remote.count('describe')).toBe(2);
  fixture.dispose();
});

test('[T15] a series that the source no longer holds is not told any more; what is stored of it stays', async () => {
  const fixture = storedFixture([...series, { name: 'gone', unit: '', samples: [] }], { nowMs });
  const names = async () => (await fixture.source.describe(never)).map(({ name }) => name);
  expect(await names()).toEqual(['a', 'b', 'gone']);
  await fixture.source.readSnapshot(['gone'], nowMs, never);
  fixture.remote.holds = (name) => name !== 'gone';
  await fixture.clock.advance(30_000);
  expect(await names()).toEqual(['a', 'b']);
  fixture.restart();
  fixture.remote.failure = new Error('the network is gone');
  expect(await names()).toEqual(['a', 'b']);
  expect(fixture.cache.store.findSeries('one\ngone')).toBeDefined();
  fixture.dispose();
});

test('[T15] a slow source is not waited for longer than a second when something is remembered', async () => {
  let news = 0;
  const fixture = storedFixture(series, { nowMs, onDescribed: () => (news += 1) });
  await fixture.source.describe(never);
  await fixture.clock.advance(60_000);
  fixture.remote.add('c', [[nowMs, 1]]);
  let arrive: () => void = () => undefined;
  fixture.remote.onAnswer = () => new Promise((resolve) => (arrive = resolve));
  const work = fixture.source.describe(never);
  await fixture.clock.advance(1_000);
  expect((await work).length).toBe(2);
  expect(news).toBe(0);
  arrive();
  await letRun();
  expect(news).toBe(1);
  fixture.remote.onAnswer = () => Promise.resolve();
  expect((await fixture.source.describe(never)).length).toBe(3);
  fixture.dispose();
});

test('[T15] whoever gives up is not kept waiting', async () => {
  const fixture = storedFixture(series, { nowMs });
  fixture.remote.onAnswer = (_, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  const reader = new AbortController();
  const work = fixture.source.describe(reader.signal);
  await letRun();
  reader.abort();
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  expect(fixture.source.status().kind).toBe('ok');
  fixture.dispose();
});

test('[T15] what is stored may reach further than what was said', async () => {
  const fixture = storedFixture(series, { nowMs });
  await fixture.source.describe(never);
  fixture.remote.add('a', [[nowMs - 5, 1]]);
  await fixture.source.readSnapshot(['a'], nowMs, never);
  await fixture.cache.settled();
  fixture.remote.failure = new Error('gone');
  expect((await fixture.source.describe(never, ['a']))[0]?.lastMs).toBe(nowMs - 5);
  fixture.dispose();
});

test('[T21] two sources whose series are called alike never mix', async () => {
  const fixture = storedFixture(series, { nowMs });
  const other = new ScriptedRemote([{ name: 'a', unit: 'bar', samples: [[nowMs - 1e8, 99]] }]);
  const second = storedSource(other, fixture.cache, { sourceId: 'two', clock: fixture.clock });
  const ask = async () => {
    const answers = await Promise.all(
      [fixture.source, second].map((one) => one.readSnapshot(['a'], nowMs - 1e8, never)),
    );
    return answers.map(({ values }) => values[0]);
  };
  expect(await ask()).toEqual([0, 99]);
  expect(await ask()).toEqual([0, 99]);
  expect([fixture.remote.count(), other.count()]).toEqual([1, 1]);
  await second.describe(never);
  await fixture.source.describe(never);
  await second.reread(['a'], { startMs: 0, endMs: nowMs });
  expect(await ask()).toEqual([0, 99]);
  expect([fixture.remote.count('snapshot'), other.count('snapshot')]).toEqual([1, 2]);
  expect((await second.describe(never)).map(({ unit }) => unit)).toEqual(['bar']);
  const again = new HistoryCache(fixture.db, { limitBytes: 1e9, now: () => nowMs });
  expect([...again.store.allSeries()].map(({ name }) => name)).toEqual(['one\na', 'two\na']);
  second.dispose();
  fixture.dispose();
});
