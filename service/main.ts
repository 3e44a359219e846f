import { runService } from './command/runService';

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  // The second time it ends at once: nothing that was answered is lost by that either.
  process.on(signal, () => (stop.signal.aborted ? process.exit(1) : stop.abort()));
}
process.stdout.on('error', () => undefined);

void runService(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  environment: process.env,
  folder: process.cwd(),
  stopped: stop.signal,
}).then((code) => process.exit(code));
