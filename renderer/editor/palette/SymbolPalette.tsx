import { type ReactElement, useDeferredValue, useMemo, useState } from 'react';
import { searchSymbols } from '../../../shared/symbols/searchSymbols';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { type SymbolClass, type SymbolGroup, symbolGroups } from '../../../shared/symbols/symbolClass';
import { Icon } from '../../components/Icon';
import { symbolSearchFieldId } from '../commands/focusTargets';
import { symbolGroupTitles } from './symbolGroupTitles';
import styles from './SymbolPalette.module.css';
import { SymbolTile } from './SymbolTile';

/** Open when the program starts: what most sheets are made of. */
const openAtFirst: readonly SymbolGroup[] = ['valves', 'actuated-valves', 'pumps-and-fans', 'vessels'];

interface GroupProps {
  readonly group: SymbolGroup;
  readonly symbols: readonly SymbolClass[];
  readonly open: boolean;
  readonly onToggle: () => void;
}

function PaletteGroup({ group, symbols, open, onToggle }: GroupProps): ReactElement {
  return (
    <section aria-label={symbolGroupTitles[group]}>
      <button type="button" className={styles.groupHead} aria-expanded={open} onClick={onToggle}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} size={12} />
        <span>{symbolGroupTitles[group]}</span>
        <span>{symbols.length}</span>
      </button>
      {open ? (
        <div className={styles.tiles}>
          {symbols.map((symbol) => (
            <SymbolTile key={symbol.id} symbol={symbol} />
          ))}
        </div>
      ) : null}
    </section>
  );
}

/** Every symbol class by group, with a search over names, other names and tag letters. */
export function SymbolPalette(): ReactElement {
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState<ReadonlySet<SymbolGroup>>(new Set(openAtFirst));
  const wanted = useDeferredValue(query.trim());
  const found = useMemo(() => searchSymbols(wanted, symbolCatalogue.all), [wanted]);
  const toggle = (group: SymbolGroup): void => {
    const next = new Set(open);
    if (!next.delete(group)) {
      next.add(group);
    }
    setOpen(next);
  };
  return (
    <section className={styles.panel} aria-label="Symbols">
      <div className={styles.head}>
        <h2 className={styles.title}>Symbols</h2>
        <span className={styles.count}>{symbolCatalogue.all.length} classes</span>
      </div>
      <label className={styles.search}>
        <Icon name="search" size={14} />
        <input
          id={symbolSearchFieldId}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => (event.key === 'Escape' ? setQuery('') : undefined)}
          placeholder="Search symbols"
          aria-label="Search symbols"
          spellCheck={false}
        />
        <kbd>/</kbd>
      </label>
      <div className={styles.groups}>
        {wanted !== '' ? (
          <div className={styles.tiles} role="group" aria-label="Found symbols">
            {found.map((symbol) => (
              <SymbolTile key={symbol.id} symbol={symbol} />
            ))}
          </div>
        ) : (
          symbolGroups
            .map((group) => ({ group, symbols: found.filter((symbol) => symbol.group === group) }))
            .filter(({ symbols }) => symbols.length > 0)
            .map(({ group, symbols }) => (
              <PaletteGroup
                key={group}
                group={group}
                symbols={symbols}
                open={open.has(group)}
                onToggle={() => toggle(group)}
              />
            ))
        )}
        {found.length === 0 ? <p className={styles.none}>No symbol is called that.</p> : null}
      </div>
    </section>
  );
}
