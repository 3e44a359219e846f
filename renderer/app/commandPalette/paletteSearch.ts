/** What a person may find from the command field. */
export interface Findable {
  /** Unique in the list. */
  readonly key: string;
  readonly kind: 'command' | 'component' | 'sensor' | 'sheet' | 'note';
  /** The name, shown strong. */
  readonly title: string;
  /** What else describes it, shown pale and searched too. */
  readonly detail: string;
  /** Searched, never shown. */
  readonly words: string;
}

/** A found thing, with the stretches of its title and detail to mark. `end` is exclusive. */
export interface Found<Item extends Findable> {
  readonly item: Item;
  readonly titleMarks: readonly Mark[];
  readonly detailMarks: readonly Mark[];
}

/** A stretch of text. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

const kindOfPrefix: Readonly<Record<string, Findable['kind']>> = { '>': 'command', '#': 'component', '@': 'sensor' };

/** The text without its prefix, and the one kind that the prefix asks for. */
export function readQuery(text: string): { readonly kind: Findable['kind'] | undefined; readonly words: string[] } {
  const kind = kindOfPrefix[text.trimStart().charAt(0)];
  const rest = kind === undefined ? text : text.trimStart().slice(1);
  return { kind, words: rest.toLowerCase().split(/\s+/).filter(Boolean) };
}

function marksOf(text: string, words: readonly string[]): readonly Mark[] {
  const lower = text.toLowerCase();
  return words
    .map((word) => ({ start: lower.indexOf(word), end: lower.indexOf(word) + word.length }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => a.start - b.start)
    .filter((mark, index, all) => index === 0 || mark.start >= (all[index - 1]?.end ?? 0));
}

/** Lower is better: the title begins with it, a word of the title begins with it, it is in the title, elsewhere. */
function rankOf(item: Findable, words: readonly string[]): number | undefined {
  const title = item.title.toLowerCase();
  let rank = 0;
  for (const word of words) {
    if (title.startsWith(word)) {
      continue;
    }
    if (new RegExp(`[^\\p{L}\\p{N}]${escapePattern(word)}`, 'u').test(title)) {
      rank += 1;
    } else if (title.includes(word)) {
      rank += 2;
    } else if (`${item.detail} ${item.words}`.toLowerCase().includes(word)) {
      rank += 3;
    } else {
      return undefined;
    }
  }
  return rank;
}

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** At most `limit` of each kind, the best first; the order within equals is kept. */
export function findItems<Item extends Findable>(
  items: readonly Item[],
  text: string,
  limit: number,
): readonly Found<Item>[] {
  const { kind, words } = readQuery(text);
  const counts = new Map<Findable['kind'], number>();
  return items
    .filter((item) => kind === undefined || item.kind === kind)
    .map((item) => ({ item, rank: rankOf(item, words) }))
    .filter((entry): entry is { item: Item; rank: number } => entry.rank !== undefined)
    .sort((a, b) => a.rank - b.rank)
    .filter(({ item }) => {
      const count = (counts.get(item.kind) ?? 0) + 1;
      counts.set(item.kind, count);
      return count <= limit;
    })
    .map(({ item }) => ({
      item,
      titleMarks: marksOf(item.title, words),
      detailMarks: marksOf(item.detail, words),
    }));
}
