import { type ReactElement, useRef, useState } from 'react';
import { Icon } from '../../components/Icon';
import type { AppCommand } from '../../state/appCommand';
import { useSyncStatus } from '../../state/syncStore';
import { syncChip } from '../../state/syncWords';
import { SyncPanel } from './SyncPanel';
import styles from './SyncState.module.css';

/** In the top bar: where a plant that belongs to a tenant stands with it. Pressed, it says more. */
export function SyncState({ commands }: { readonly commands: readonly AppCommand[] }): ReactElement | null {
  const status = useSyncStatus();
  const panel = useRef<HTMLDivElement>(null);
  const [rightPx, setRightPx] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  const chip = syncChip(status);
  if (chip === undefined || status === undefined) {
    return null;
  }
  return (
    <>
      <button
        type="button"
        className={styles.chip}
        data-testid="sync-state"
        data-phase={status.phase}
        data-urgent={chip.urgent}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={(event) => {
          setRightPx(window.innerWidth - event.currentTarget.getBoundingClientRect().right);
          panel.current?.togglePopover();
        }}
      >
        <Icon name={chip.icon} size={14} />
        <span role="status">{chip.words}</span>
      </button>
      <div
        ref={panel}
        popover="auto"
        className={styles.panel}
        style={{ right: rightPx }}
        role="dialog"
        aria-label="Sync with the tenant"
        onToggle={(event) => setIsOpen(event.newState === 'open')}
      >
        {isOpen ? <SyncPanel status={status} commands={commands} onDone={() => panel.current?.hidePopover()} /> : null}
      </div>
    </>
  );
}
