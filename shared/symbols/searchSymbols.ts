import { symbolCatalogue } from './symbolCatalogue';
import type { SymbolClass } from './symbolClass';

/** How well one word of a query fits a class; 0: not at all. */
function wordScore(symbol: SymbolClass, word: string): number {
  const titleWords = `${symbol.shortTitle} ${symbol.title}`.toLowerCase().split(/[\s,]+/);
  if (symbol.shortTitle.toLowerCase() === word || symbol.id === word) {
    return 6;
  }
  if (titleWords.includes(word)) {
    return 5;
  }
  if (symbol.keywords.includes(word)) {
    return 4;
  }
  if (symbol.tagLetters?.toLowerCase() === word) {
    return 4;
  }
  if (titleWords.some((candidate) => candidate.startsWith(word))) {
    return 3;
  }
  if (symbol.keywords.some((candidate) => candidate.startsWith(word))) {
    return 2;
  }
  return word.length >= 3 && `${titleWords.join(' ')} ${symbol.keywords.join(' ')} ${symbol.id}`.includes(word) ? 1 : 0;
}

function queryScore(symbol: SymbolClass, words: readonly string[]): number {
  const scores = words.map((word) => wordScore(symbol, word));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
}

/**
 * The classes that fit every word of a query, best first, equal ones in palette order.
 * An empty query finds all.
 */
export function searchSymbols(
  query: string,
  symbols: readonly SymbolClass[] = symbolCatalogue.all,
): readonly SymbolClass[] {
  const words = query
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  return symbols
    .map((symbol, index) => ({ symbol, index, score: words.length === 0 ? 1 : queryScore(symbol, words) }))
    .filter((found) => found.score > 0)
    .sort((one, other) => other.score - one.score || one.index - other.index)
    .map((found) => found.symbol);
}
