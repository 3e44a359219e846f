import { runCli } from './runCli';

// A reader that closes early, such as head, ends the program quietly.
process.stdout.on('error', () => process.exit(0));
process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
});
