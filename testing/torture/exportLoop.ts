// Exports what its argument says and prints one line of JSON for each step; it may be killed at any of them. At the
// end it says how much memory it took at most.
import { writeSync } from 'node:fs';
import { exportHistory } from '../../electron/engine/export/exportHistory';
import { exportHistoryOf, type TortureExport } from './exportHistoryOf';

const asked: TortureExport = JSON.parse(process.argv[2] ?? '');
const most = { heapUsed: 0, arrayBuffers: 0 };
let clockMs = 0;
let steps = 0;

function say(line: unknown): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

const report = await exportHistory(exportHistoryOf(asked), {
  signal: new AbortController().signal,
  mayRun: async () => undefined,
  // Every look is a second later, so that every step is told.
  nowMs: () => (clockMs += 1_000),
  report: ({ daysDone }) => {
    steps += 1;
    // Looking at the memory is slow.
    if (steps < 50 || steps % 50 === 0) {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      most.heapUsed = Math.max(most.heapUsed, heapUsed);
      most.arrayBuffers = Math.max(most.arrayBuffers, arrayBuffers);
    }
    say({ daysDone });
  },
});
say({ report, most });
