/** What regular expressions read as something other than itself, in every dialect that Flux was written in. */
const patternSign = /^[.*+?()|[\]{}^$\\]$/;

/** Flux keeps nanoseconds in 64 bits: the years 1678 to 2262, here to the last whole day. End exclusive. */
export const fluxTimes = { startMs: Date.UTC(1677, 8, 22), endMs: Date.UTC(2262, 3, 11) } as const;

function charactersOf(text: string): readonly string[] {
  // Half of a surrogate pair cannot be sent; the server would read this sign in its place.
  return Array.from(text.replaceAll(/\p{Cs}/gu, '\ufffd'));
}

function hexByte(code: number): string {
  return `\\x${code.toString(16).padStart(2, '0')}`;
}

function inText(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === '"' || character === '\\') {
    return `\\${character}`;
  }
  // `${` begins an expression within a text; older Flux does not know that it can be escaped, but knows bytes.
  return code < 0x20 || code === 0x7f || character === '$' ? hexByte(code) : character;
}

function inPattern(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (patternSign.test(character)) {
    return `\\${character}`;
  }
  // A slash would end the pattern. Flux makes bytes of these before the regular expression is read.
  return code < 0x20 || code === 0x7f || character === '/' ? hexByte(code) : character;
}

/** A text as one Flux string literal, whatever it holds. */
export function fluxString(text: string): string {
  return `"${charactersOf(text).map(inText).join('')}"`;
}

/** Several texts as one Flux regular expression that matches exactly them. At least one. */
export function fluxPattern(texts: readonly string[]): string {
  return `/^(?:${texts.map((text) => charactersOf(text).map(inPattern).join('')).join('|')})$/`;
}

/** A list of Flux string literals. */
export function fluxStrings(texts: readonly string[]): string {
  return `[${texts.map(fluxString).join(', ')}]`;
}

/** A moment as a Flux time literal; fractions of a millisecond are dropped. Moments that Flux cannot tell become the nearest it can. */
export function fluxTime(timeMs: number): string {
  return new Date(Math.min(fluxTimes.endMs, Math.max(fluxTimes.startMs, timeMs))).toISOString();
}

/** The last nanosecond of the millisecond before a moment, for servers that take the end of a range as part of it. */
export function fluxTimeJustBefore(timeMs: number): string {
  return fluxTime(timeMs - 1).replace('Z', '999999Z');
}

/** The earliest moment that a sample can have. */
export const fluxEarliest = fluxTime(-Infinity);

/** Later than every sample. */
export const fluxLatest = fluxTime(Infinity);

/** A whole number of milliseconds as a Flux duration. */
export function fluxDuration(durationMs: number): string {
  return `${String(durationMs)}ms`;
}
