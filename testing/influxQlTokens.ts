/** A piece of InfluxQL text as its reader sees it; the values of literals are unescaped. */
export interface InfluxQlToken {
  readonly kind: 'identifier' | 'string' | 'pattern' | 'word' | 'mark' | 'comment';
  readonly text: string;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', '\\': '\\', '"': '"', "'": "'" };

function unescapeQuoted(body: string): string {
  return body.replaceAll(/\\(.)/gs, (whole, character: string) => {
    const meant = escapes[character];
    if (meant === undefined) {
      throw new Error(`Bad escape ${whole}`);
    }
    return meant;
  });
}

function quoted(text: string, from: number): InfluxQlToken & { readonly end: number } {
  const mark = text[from];
  let end = from + 1;
  while (text[end] !== mark) {
    if (end >= text.length || text[end] === '\n') {
      throw new Error(`Unclosed literal at ${String(from)}: ${text}`);
    }
    end += text[end] === '\\' ? 2 : 1;
  }
  return {
    kind: mark === '"' ? 'identifier' : 'string',
    text: unescapeQuoted(text.slice(from + 1, end)),
    end: end + 1,
  };
}

/** A pattern ends at the first slash that is not escaped, and at a newline it is broken. */
function pattern(text: string, from: number): InfluxQlToken & { readonly end: number } {
  let end = from + 1;
  while (text[end] !== '/') {
    if (end >= text.length || text[end] === '\n') {
      throw new Error(`Unclosed pattern at ${String(from)}: ${text}`);
    }
    end += text[end] === '\\' ? 2 : 1;
  }
  return { kind: 'pattern', text: text.slice(from + 1, end), end: end + 1 };
}

function tokenAt(
  text: string,
  from: number,
  before: InfluxQlToken | undefined,
): InfluxQlToken & { readonly end: number } {
  const character = text[from] ?? '';
  if (character === '"' || character === "'") {
    return quoted(text, from);
  }
  if (character === '/' && before?.text === '=~') {
    return pattern(text, from);
  }
  if (text.startsWith('--', from) || text.startsWith('/*', from)) {
    return { kind: 'comment', text: text.slice(from), end: text.length };
  }
  const word = /^[\p{L}\p{N}_]+/u.exec(text.slice(from))?.[0];
  if (word !== undefined) {
    return { kind: 'word', text: word, end: from + word.length };
  }
  const mark = /^(=~|>=|<=|.)/su.exec(text.slice(from))?.[0] ?? '';
  return { kind: 'mark', text: mark, end: from + mark.length };
}

/** Reads a text as InfluxQL's own scanner does. Throws where that one would refuse it. */
export function influxQlTokens(text: string): readonly InfluxQlToken[] {
  const tokens: InfluxQlToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    const { kind, text: said, end } = tokenAt(text, at, tokens.at(-1));
    tokens.push({ kind, text: said });
    at = end;
  }
  return tokens;
}

/** The texts that an anchored pattern of alternatives matches, when it is made of nothing but plain characters. */
export function patternTexts(source: string): readonly string[] {
  const inside = /^\^\((.*)\)\$$/su.exec(source)?.[1];
  if (inside === undefined) {
    throw new Error(`Not anchored: ${source}`);
  }
  return inside.split('|').map((part) => {
    if (!/^([\p{L}\p{N}_]|\\x\{[0-9a-f]{1,6}\})*$/u.test(part)) {
      throw new Error(`More than plain characters: ${part}`);
    }
    return part.replaceAll(/\\x\{([0-9a-f]+)\}/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)));
  });
}
