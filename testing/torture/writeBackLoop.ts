// Queues points for an InfluxDB and sends them at the same time until it is killed: one line of JSON for each lot that
// is queued. It stops by itself when nobody has killed it for a while.
import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { influxWriter } from '../../electron/engine/influx/influxWriter';
import { WriteBackQueue } from '../../electron/engine/influx/writeBackQueue';
import { connect, makeDurable } from '../../electron/engine/project/projectDatabase';

const [path = '', url = '', startText = '0'] = process.argv.slice(2);
const longestRunMs = 20_000;

const database = connect(path, { busyTimeoutMs: 5_000 });
makeDurable(database);
const queue = new WriteBackQueue(database, { now: () => Date.now(), batchPoints: 50 });
const writer = influxWriter(
  { url, organization: '', credentials: { kind: 'none' }, authorityPem: undefined },
  { door: 'write' },
);
const { signal } = new AbortController();

let next = Number(startText);
const endMs = performance.now() + longestRunMs;
while (performance.now() < endMs) {
  const count = 1 + (next % 13);
  const points = Array.from({ length: count }, (_, at) => ({
    sourceId: 'src',
    database: 'plant',
    retentionPolicy: '',
    measurement: 'derived',
    tags: { run: 'torture' },
    fields: { value: next + at },
    timeMs: next + at,
  }));
  if (queue.enqueue(points).ok) {
    next += count;
    // Written at once: what the parent has read was queued before.
    writeSync(1, `${JSON.stringify({ queued: next })}\n`);
  }
  void queue.send('src', writer, signal);
  await setImmediate();
}
