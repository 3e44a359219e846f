/**
 * What no text of InfluxQL can hold: its reader takes a carriage return for a newline and NUL for the end of the text,
 * and half a surrogate pair is no character.
 */
const unwritable = /[\0\r\p{Surrogate}]/u;

function escapeQuoted(text: string, mark: string): string {
  // A newline ends a literal unless it is escaped; the other two are what a literal is made of.
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll(mark, `\\${mark}`);
  return `${mark}${escaped}${mark}`;
}

/** A name as an InfluxQL identifier; undefined for the few names that InfluxQL has no way to write. */
export function identifierText(name: string): string | undefined {
  return name === '' || unwritable.test(name) ? undefined : escapeQuoted(name, '"');
}

/** A text as an InfluxQL string; undefined for the few that InfluxQL has no way to write. */
export function stringText(text: string): string | undefined {
  return unwritable.test(text) ? undefined : escapeQuoted(text, "'");
}

/** All that could mean something in a pattern, or end it, by its number. */
function patternCharacter(character: string): string {
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A pattern that matches exactly these texts and nothing else. It can name every character, newlines too. */
export function exactPattern(texts: readonly string[]): string {
  const escaped = texts.map((text) => text.replaceAll(/[^\p{L}\p{N}_]/gu, patternCharacter));
  return `/^(${escaped.join('|')})$/`;
}

/** InfluxDB's times are whole nanoseconds in 64 bits: beyond this many ms there is nothing to ask for. */
const furthestMs = 9_223_372_036_854;

/** A moment as InfluxQL writes it: whole ms, kept within the times that InfluxDB knows. */
export function momentText(timeMs: number): string {
  return `${String(Math.min(furthestMs, Math.max(-furthestMs, Math.ceil(timeMs))))}ms`;
}

/** A condition that is true for the samples whose tag has one of these values; undefined when the key cannot be written. */
export function tagCondition(key: string, values: readonly string[]): string | undefined {
  const keyText = identifierText(key);
  const [only = ''] = values;
  const onlyText = values.length === 1 ? stringText(only) : undefined;
  if (keyText === undefined) {
    return undefined;
  }
  return onlyText === undefined ? `${keyText} =~ ${exactPattern(values)}` : `${keyText} = ${onlyText}`;
}
