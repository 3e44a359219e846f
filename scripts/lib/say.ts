/** A line of its own about what the scripts do. */
export function say(text: string): void {
  console.log(text);
}

/** A notice that nobody should overlook. */
export function sayLoudly(lines: readonly string[]): void {
  const width = Math.max(...lines.map((line) => line.length));
  const rule = '*'.repeat(width + 4);
  console.log([rule, ...lines.map((line) => `* ${line.padEnd(width)} *`), rule].join('\n'));
}

/** Ends the script with one sentence that tells the person what to do. */
export class MissingPrerequisite extends Error {}
