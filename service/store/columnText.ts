// PostgreSQL holds no NUL in a text, and neither store holds half of a surrogate pair: ids and names that come from
// other programs may have both, and two ids must never become one.
const unstorable = /[\\\0]|\p{Surrogate}/gu;
const written = /\\(?:\\|u([0-9a-f]{4}))/g;

/** A text as a column holds it: itself, but for backslashes, NUL and halves of surrogate pairs, which are spelled out. */
export function toColumn(text: string): string {
  return text.replace(unstorable, (character) =>
    character === '\\' ? '\\\\' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The text that `toColumn` was given. */
export function fromColumn(column: string): string {
  return column.replace(written, (_, code: string | undefined) =>
    code === undefined ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
