import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import styles from './PopupMenu.module.css';

const widthPx = 280;
const rowPx = 28;
const edgePx = 40;

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step !== 0) {
    event.preventDefault();
    event.stopPropagation();
    const rows = [...event.currentTarget.querySelectorAll('button')];
    rows[(rows.findIndex((row) => row === document.activeElement) + step + rows.length) % rows.length]?.focus();
  }
}

/** What a menu takes. */
export interface PopupMenuProps {
  readonly label: string;
  /** The place it opens at, px of the window. */
  readonly at: { readonly clientX: number; readonly clientY: number };
  /** How many rows it has: it stays inside the window. */
  readonly rowCount: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A menu at the pointer: takes the focus and gives it back, the arrows walk, Escape, Tab and a press elsewhere close it. */
export function PopupMenu({ label, at, rowCount, onClose, children }: PopupMenuProps): ReactElement {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    menu.current?.querySelector('button')?.focus();
    return () => (before instanceof HTMLElement && before.isConnected ? before.focus() : undefined);
  }, []);
  return (
    <>
      <div
        className={styles.ground}
        onPointerDown={onClose}
        onContextMenu={(event) => {
          event.preventDefault();
          onClose();
        }}
      />
      <div
        ref={menu}
        className={styles.menu}
        role="menu"
        aria-label={label}
        style={{
          left: Math.min(at.clientX, window.innerWidth - widthPx),
          top: Math.min(at.clientY, window.innerHeight - edgePx - rowCount * rowPx),
        }}
        onKeyDown={(event) => {
          walk(event);
          if (event.key === 'Escape' || event.key === 'Tab') {
            // The focus goes back to where it was: behind an open menu nothing can be reached.
            event.preventDefault();
            event.stopPropagation();
            onClose();
          }
        }}
      >
        {children}
      </div>
    </>
  );
}

/** A row of such a menu. */
export function PopupMenuItem(props: {
  readonly onChoose: () => void;
  /** Why it cannot be chosen now. */
  readonly unavailable?: string | undefined;
  readonly children: ReactNode;
}): ReactElement {
  const { onChoose, unavailable, children } = props;
  return (
    <button
      type="button"
      role="menuitem"
      className={styles.item}
      title={unavailable}
      aria-disabled={unavailable !== undefined}
      onClick={unavailable === undefined ? onChoose : undefined}
    >
      {children}
    </button>
  );
}
