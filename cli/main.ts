import { explainError, toAppError } from '../shared/lib/appError';
import { parseCall, usage, UsageError } from './arguments';
import { runCommand } from './runCommand';

async function main(): Promise<number> {
  try {
    const call = parseCall(process.argv.slice(2));
    if (call === undefined) {
      process.stdout.write(usage);
      return 0;
    }
    process.stdout.write(await runCommand(call, { note: (line) => void process.stderr.write(`${line}\n`) }));
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}.\nSee npm run --silent cli -- --help\n`);
      return 2;
    }
    process.stderr.write(`${explainError(toAppError(error))}\n`);
    return 1;
  }
}

// A reader that closes early, such as head, ends the program quietly.
process.stdout.on('error', () => process.exit(0));
process.exitCode = await main();
