import { type ReactElement, useRef, useState } from 'react';
import { Icon } from '../components/Icon';
import type { AppCommand } from '../state/appCommand';
import { Logo } from './Logo';
import styles from './PlantMenu.module.css';

/** What the menu lists, by the first part of the commands' ids. */
const listed = ['plant:', 'tenant:', 'source:', 'history:'] as const;

/** The menu behind the sign of the program: plants in and out. */
export function PlantMenu({ commands }: { readonly commands: readonly AppCommand[] }): ReactElement {
  const menu = useRef<HTMLDivElement>(null);
  // What can be done is looked up when the menu opens.
  const [, setOpenings] = useState(0);
  return (
    <>
      <button type="button" className={styles.opener} aria-label="Plant menu" popoverTarget="plant-menu">
        <Logo />
      </button>
      <div
        ref={menu}
        id="plant-menu"
        popover="auto"
        role="menu"
        className={styles.menu}
        onBeforeToggle={() => setOpenings((count) => count + 1)}
      >
        {commands
          .filter(({ id }) => listed.some((noun) => id.startsWith(noun)))
          .map((command) => {
            const unavailable = command.unavailable();
            return (
              <button
                key={command.id}
                type="button"
                role="menuitem"
                aria-disabled={unavailable !== undefined}
                title={unavailable}
                onClick={() => {
                  menu.current?.hidePopover();
                  if (unavailable === undefined) {
                    command.run();
                  }
                }}
              >
                <Icon name={command.icon ?? 'open'} />
                <span>{command.title}</span>
                {command.keys[0] === undefined ? null : <kbd>{command.keys[0].replaceAll('+', ' ')}</kbd>}
              </button>
            );
          })}
      </div>
    </>
  );
}
