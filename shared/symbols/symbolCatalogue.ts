import { generatedSymbols } from './generated/catalogue';
import { symbolGroups } from './symbolClass';
import type { SymbolCatalogue, SymbolClass } from './symbolClass';

/** A catalogue of the given classes, listed by group in palette order. */
export function catalogueOf(symbols: readonly SymbolClass[]): SymbolCatalogue {
  const byId = new Map(symbols.map((symbol) => [symbol.id, symbol]));
  return {
    get: (id) => byId.get(id),
    all: symbolGroups.flatMap((group) =>
      symbols.filter((symbol) => symbol.group === group).toSorted((one, other) => one.order - other.order),
    ),
  };
}

/** The classes of `assets/symbols`. */
export const symbolCatalogue: SymbolCatalogue = catalogueOf(generatedSymbols);
