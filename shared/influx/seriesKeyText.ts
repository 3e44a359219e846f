/** Splits at a mark that no backslash stands before. */
function splitUnescaped(text: string, mark: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') {
      at += 1;
    } else if (text[at] === mark) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function unescaped(text: string): string {
  // Only these three are escaped; any other backslash is part of the name.
  return text.replaceAll(/\\([,= ])/g, '$1');
}

/** The tags in a series' key as InfluxDB writes it: `sensors,line=a\ b,sensor=s1`. */
export function tagsOfSeriesText(text: string): Readonly<Record<string, string>> {
  const pairs = splitUnescaped(text, ',')
    .slice(1)
    .map((pair) => {
      const [key = '', ...value] = splitUnescaped(pair, '=');
      return [unescaped(key), unescaped(value.join('='))] as const;
    });
  return Object.fromEntries(pairs);
}
