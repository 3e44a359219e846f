import { expect, test } from 'vitest';
import { AppFailure } from '../../../shared/lib/appError';
import { embeddedSource } from '../history/embeddedSource';
import { storeWith } from '../history/historyFixture';
import type { InfluxReader } from '../influx/influxReader';
import { lazyRemote } from './lazyRemote';
import type { OpenedSource } from './openedSource';

// Rule numbers refer to docs/spec/sources.md.

const never = new AbortController().signal;

function openedWith(onDispose: () => void = () => undefined): OpenedSource {
  const { store } = storeWith([{ name: 'T1', unit: '', samples: [[1_000, 5]] }]);
  const source = embeddedSource(store);
  const remote = {
    ...source,
    readCoarseFrames: source.readFrames,
    rawSamplesPerSecond: () => 7,
    clockSkewMs: () => 3,
  };
  const server = { generation: 1, version: '1.6.7', dialect: 'influxql', shortHistory: false } as const;
  // Nothing here asks the reader.
  return { server, remote, reader: {} as InfluxReader, dispose: onDispose };
}

test('[Q6] a source is connected to at the first question, once for all who ask', async () => {
  let openings = 0;
  const remote = lazyRemote(async () => {
    openings += 1;
    return openedWith();
  });
  expect(remote.current()).toBeUndefined();
  expect(remote.clockSkewMs()).toBe(0);
  const [first, second] = await Promise.all([
    remote.readSnapshot(['T1'], 2_000, never),
    remote.readSnapshot(['T1'], 500, never),
  ]);
  expect([...first.values, ...second.values]).toEqual([5, NaN]);
  expect(openings).toBe(1);
  expect(remote.clockSkewMs()).toBe(3);
  expect(remote.rawSamplesPerSecond()).toBe(7);
});

test('[Q6] after a failure the next question connects anew', async () => {
  let openings = 0;
  const failure = new AppFailure({ code: 'source-failed', reason: 'unreachable', host: 'h:1', detail: '' });
  const remote = lazyRemote(async () => {
    openings += 1;
    if (openings === 1) {
      throw failure;
    }
    return openedWith();
  });
  await expect(remote.describe(never)).rejects.toBe(failure);
  expect(await remote.describe(never)).toHaveLength(1);
});

test('[Q6] one who gives up does not end the connecting that others wait for', async () => {
  let finish: (source: OpenedSource) => void = () => undefined;
  const remote = lazyRemote(() => new Promise((resolve) => (finish = resolve)));
  const gaveUp = new AbortController();
  const first = remote.describe(gaveUp.signal);
  const second = remote.describe(never);
  gaveUp.abort();
  await expect(first).rejects.toMatchObject({ name: 'AbortError' });
  finish(openedWith());
  expect(await second).toHaveLength(1);
});

test('[Q6] a source that answers after everything was closed is closed too', async () => {
  let disposed = 0;
  let finish: (source: OpenedSource) => void = () => undefined;
  const remote = lazyRemote(() => new Promise((resolve) => (finish = resolve)));
  const asked = remote.describe(never);
  remote.dispose();
  finish(openedWith(() => (disposed += 1)));
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  expect(disposed).toBe(1);
});

test('[Q6] who watches hears of connecting, of the answer and of a failure, each when it is so', async () => {
  const heard: string[] = [];
  let fail = true;
  const remote = lazyRemote(
    async () => {
      await Promise.resolve();
      if (fail) {
        throw new Error('away');
      }
      return openedWith();
    },
    () => heard.push(remote.current() ? 'connected' : remote.isOpening() ? 'connecting' : 'not connected'),
  );
  await expect(remote.describe(never)).rejects.toThrow('away');
  fail = false;
  await remote.describe(never);
  expect(heard).toEqual(['connecting', 'not connected', 'connecting', 'connected']);
});
