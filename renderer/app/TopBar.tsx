import type { ReactElement } from 'react';
import { Icon } from '../components/Icon';
import { IconButton } from '../components/IconButton';
import { Segmented } from '../components/Segmented';
import { shell } from '../bridge/shell';
import type { AppCommand } from '../state/appCommand';
import { useApp, useModel, useSession } from '../state/appContext';
import { useSyncStatus } from '../state/syncStore';
import { PlantMenu } from './PlantMenu';
import { SheetPath } from './SheetPath';
import { SyncState } from './tenants/SyncState';
import styles from './TopBar.module.css';

const modes = [
  { value: 'model', label: 'Model' },
  { value: 'operate', label: 'Operate' },
] as const;

function WindowControls(): ReactElement {
  return (
    <div className={styles.window}>
      <button type="button" aria-label="Minimise" onClick={() => void shell.call('window:minimize', {})}>
        <Icon name="minimise" />
      </button>
      <button type="button" aria-label="Maximise" onClick={() => void shell.call('window:toggle-maximize', {})}>
        <Icon name="maximise" />
      </button>
      <button type="button" aria-label="Close" onClick={() => void shell.call('window:close', {})}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function SavedState(): ReactElement {
  const isShared = (useSyncStatus()?.phase ?? 'local') !== 'local';
  const saving = useModel((state) => state.pendingSaves > 0);
  const failed = useModel((state) => state.failure?.code === 'write-failed');
  const words = failed ? 'Not saved' : saving ? 'Saving' : 'All changes kept on this machine';
  // Beside where a plant stands with its tenant, what goes without saying is not painted.
  const isQuiet = isShared && !saving && !failed;
  return (
    <span className={isQuiet ? 'visually-hidden' : styles.chip} role="status" data-testid="saved-state">
      <Icon name={failed ? 'warning' : saving ? 'clock' : 'tick'} size={14} />
      {words}
    </span>
  );
}

/** The bar that is always there: where one is, the mode, finding things, what is saved, the window. */
export function TopBar({ commands }: { readonly commands: readonly AppCommand[] }): ReactElement {
  const { session } = useApp();
  const mode = useSession((state) => state.mode);
  const isOpen = useModel((state) => state.model !== undefined);
  return (
    <header className={styles.bar}>
      <PlantMenu commands={commands} />
      <SheetPath />
      {isOpen ? (
        <Segmented
          label="Mode"
          value={mode}
          choices={modes}
          onChange={(chosen) => session.setState({ mode: chosen })}
        />
      ) : null}
      <span className={styles.space} />
      <button
        type="button"
        className={styles.find}
        onClick={() => session.setState({ commandPaletteOpen: true })}
        aria-label="Find a tag, sheet or command"
      >
        <Icon name="search" size={14} />
        <span>Find a tag, sheet or command</span>
        <kbd>Ctrl K</kbd>
      </button>
      <span className={styles.space} />
      {isOpen ? <SavedState /> : null}
      {isOpen ? <SyncState commands={commands} /> : null}
      <span className={styles.divider} />
      <IconButton
        icon="theme"
        label="Switch between light and dark"
        onClick={() => session.setState((state) => ({ theme: state.theme === 'light' ? 'dark' : 'light' }))}
      />
      <IconButton
        icon="panels"
        label="Show or hide the lower panel (Ctrl J)"
        onClick={() => session.setState((state) => ({ dockOpen: !state.dockOpen }))}
      />
      <WindowControls />
    </header>
  );
}
