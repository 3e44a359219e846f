import { mainTask } from '../lib/mainTask.ts';
import { runBundled } from '../lib/runBundled.ts';
import { MissingPrerequisite } from '../lib/say.ts';
import { ensureInfluxd, influxdVariable } from '../lib/testServers.ts';

// `npm run influx:demo`: an InfluxDB on loopback with the example plant's history, to try connections with.
await mainTask(async () => {
  const influxd = await ensureInfluxd();
  if (influxd === undefined) {
    throw new MissingPrerequisite(
      'There is no influxd here and none could be fetched. Install InfluxDB 1.x, then try again.',
    );
  }
  process.env[influxdVariable] = influxd;
  return runBundled('testing/influxDemo/main.ts', process.argv.slice(2));
});
