import { resolve } from 'node:path';

/** What a person may say when starting the program. */
export interface CommandLine {
  /** The project to open, as an absolute path. */
  readonly projectPath: string | undefined;
  /** A folder of one's own instead of the user's, as tests and trials want it. */
  readonly userDataFolder: string | undefined;
}

const projectOption = '--project=';
const userDataOption = '--user-data=';

/** Reads `--project=PATH`, `--user-data=FOLDER`, or a project file dropped on the program's icon. */
export function parseCommandLine(words: readonly string[], workingFolder: string): CommandLine {
  const valueOf = (option: string): string | undefined => {
    const value = words.find((word) => word.startsWith(option))?.slice(option.length);
    return value === undefined || value === '' ? undefined : resolve(workingFolder, value);
  };
  const dropped = words.find((word) => !word.startsWith('-') && word.endsWith('.sightglass'));
  return {
    projectPath: valueOf(projectOption) ?? (dropped === undefined ? undefined : resolve(workingFolder, dropped)),
    userDataFolder: valueOf(userDataOption),
  };
}
