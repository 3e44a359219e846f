import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a command is on the PATH; undefined when it is not. */
export function commandPath(name: string): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, file))
    .find((path) => existsSync(path));
}
