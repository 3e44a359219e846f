import { explainError, toAppError } from '../shared/lib/appError';
import { parseCall, usage, UsageError } from './arguments';
import { runCommand } from './runCommand';

/** Where a call writes: its result, and whatever is not its result. */
export interface CliStreams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** One line of plain text: what came from a file cannot steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trimEnd();
}

/** Carries out a call as it was typed. Answers the exit code. */
export async function runCli(words: readonly string[], { out, error }: CliStreams): Promise<number> {
  const tell = (line: string): void => error(`${printable(line)}\n`);
  try {
    const call = parseCall(words);
    out(call === undefined ? usage : await runCommand(call, { note: tell }));
    return 0;
  } catch (thrown) {
    if (thrown instanceof UsageError) {
      tell(`${thrown.message}.`);
      tell('See npm run --silent cli -- --help');
      return 2;
    }
    tell(explainError(toAppError(thrown)));
    return 1;
  }
}
