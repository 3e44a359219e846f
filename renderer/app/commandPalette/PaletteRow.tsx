import { type ReactElement, useEffect, useRef } from 'react';
import { Icon } from '../../components/Icon';
import { SymbolDrawing } from '../../components/SymbolDrawing';
import styles from './CommandPalette.module.css';
import { keyCapsOf } from './keyCaps';
import type { PaletteItem } from './paletteItems';
import type { Found, Mark } from './paletteSearch';

function Marked({ text, marks }: { readonly text: string; readonly marks: readonly Mark[] }): ReactElement {
  const pieces: ReactElement[] = [];
  let from = 0;
  for (const { start, end } of marks) {
    pieces.push(<span key={`before-${start}`}>{text.slice(from, start)}</span>);
    pieces.push(<mark key={start}>{text.slice(start, end)}</mark>);
    from = end;
  }
  return (
    <>
      {pieces}
      {text.slice(from)}
    </>
  );
}

/** What a row of the command palette takes. */
export interface PaletteRowProps {
  readonly id: string;
  readonly found: Found<PaletteItem>;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onPoint: () => void;
}

/** One found thing: its picture, name with what was typed marked, its keys or its place. */
export function PaletteRow({ id, found, chosen, onChoose, onPoint }: PaletteRowProps): ReactElement {
  const { item } = found;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) {
      row.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [chosen]);
  return (
    <div
      ref={row}
      id={id}
      className={styles.row}
      role="option"
      aria-selected={chosen}
      aria-disabled={item.unavailable !== undefined}
      title={item.unavailable}
      onClick={onChoose}
      onPointerMove={chosen ? undefined : onPoint}
    >
      <span className={styles.drawing}>
        {item.symbol !== undefined ? (
          <SymbolDrawing symbol={item.symbol} width={24} height={24} />
        ) : item.icon !== undefined ? (
          <Icon name={item.icon} />
        ) : null}
      </span>
      <span className={styles.title}>
        <Marked text={item.title} marks={found.titleMarks} />
        {item.detail === '' ? null : (
          <span className={styles.detail}>
            {' '}
            <Marked text={item.detail} marks={found.detailMarks} />
          </span>
        )}
      </span>
      {item.place === '' ? null : <span className={styles.place}>{item.place}</span>}
      {item.keys.map((keys) => (
        <span key={keys} className={styles.caps}>
          <kbd>{keyCapsOf(keys).join(' ')}</kbd>
        </span>
      ))}
    </div>
  );
}
