import { resolve } from 'node:path';

/** Paths in the words given to the app are meant from where the person stands, not from where the app runs. */
export function fromWhereWeStand(words: readonly string[], folder: string): readonly string[] {
  return words.map((word) => {
    const [, option, path] = /^(--[^=]+)=(.+)$/s.exec(word) ?? [];
    if (option !== undefined && path !== undefined) {
      return `${option}=${resolve(folder, path)}`;
    }
    return word.endsWith('.sightglass') ? resolve(folder, word) : word;
  });
}

/** The project file among those words. */
export function projectAmong(words: readonly string[]): string | undefined {
  const word = words.find((candidate) => candidate.startsWith('--project=') || candidate.endsWith('.sightglass'));
  return word?.replace(/^--project=/, '');
}
