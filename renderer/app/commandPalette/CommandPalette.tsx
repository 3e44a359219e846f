import { type KeyboardEvent, type ReactElement, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Icon } from '../../components/Icon';
import { type App, useApp, useSession } from '../../state/appContext';
import styles from './CommandPalette.module.css';
import { PaletteRow } from './PaletteRow';
import { type PaletteItem, paletteItems, type PaletteSource } from './paletteItems';
import { findItems } from './paletteSearch';

const headings = {
  command: 'Commands',
  component: 'Components',
  sheet: 'Sheets',
  sensor: 'Sensors',
  note: 'Notes',
} as const;
const kindOrder = ['command', 'component', 'sheet', 'sensor', 'note'] as const;
/** As many of each kind as fit the list without hiding the other kinds. */
const shownOfEachKind = 8;

function useFound(app: App, { commands, catalogue, showNote }: PaletteSource, text: string) {
  const items = useMemo(
    () => paletteItems(app, { commands, catalogue, showNote }),
    [app, commands, catalogue, showNote],
  );
  const wanted = useDeferredValue(text);
  return useMemo(() => {
    const found = findItems(items, wanted, /^\s*[>#@]/.test(wanted) ? 50 : shownOfEachKind);
    return kindOrder.flatMap((kind) => found.filter((entry) => entry.item.kind === kind));
  }, [items, wanted]);
}

/** The command palette, while the session says it is open. Works in every mode. */
export function CommandPalette(props: PaletteSource): ReactElement | null {
  const open = useSession((state) => state.commandPaletteOpen);
  return open ? <OpenPalette {...props} /> : null;
}

function OpenPalette(props: PaletteSource): ReactElement {
  const app = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useFound(app, props, text);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const close = (): void => app.session.setState({ commandPaletteOpen: false });
  const run = (item: PaletteItem | undefined): void => {
    if (item !== undefined && item.unavailable === undefined) {
      close();
      item.run();
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      setChosen((index) => (Math.min(index, found.length - 1) + step + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[Math.min(chosen, found.length - 1)]?.item);
    }
  };
  return (
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label="Command palette"
      onKeyDown={onKeyDown}
      onClick={(event) => (event.target === dialog.current ? close() : undefined)}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div className={styles.field}>
        <Icon name="search" size={18} />
        <input
          className={styles.input}
          autoFocus
          role="combobox"
          aria-label="Find a tag, sheet or command"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={`palette-row-${Math.min(chosen, found.length - 1)}`}
          placeholder="Find a tag, sheet or command"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
        />
        <kbd>Esc</kbd>
      </div>
      <div className={styles.list} id="palette-list" role="listbox" aria-label="Found">
        {found.length === 0 ? <p className={styles.none}>Nothing here is called that.</p> : null}
        {found.map((entry, index) => (
          <div key={entry.item.key} role="presentation">
            {found[index - 1]?.item.kind === entry.item.kind ? null : (
              <div className={styles.heading}>{headings[entry.item.kind]}</div>
            )}
            <PaletteRow
              id={`palette-row-${index}`}
              found={entry}
              chosen={index === Math.min(chosen, found.length - 1)}
              onChoose={() => run(entry.item)}
              onPoint={() => setChosen(index)}
            />
          </div>
        ))}
      </div>
      <Foot />
    </dialog>
  );
}

function Foot(): ReactElement {
  return (
    <footer className={styles.foot}>
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> Choose
      </span>
      <span>
        <kbd>Enter</kbd> Run
      </span>
      <span>Type &gt; commands, # tags, @ sensors</span>
    </footer>
  );
}
