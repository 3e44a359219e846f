import { type ReactElement, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { symbolCatalogue } from '../../shared/symbols/symbolCatalogue';
import type { Operate } from '../operate/createOperate';
import { OperateMode } from '../operate/OperateMode';
import { HistoryPanel } from '../sync/past/HistoryPanel';
import { createPastCommands, createPastOpening } from '../sync/past/pastCommands';
import { PastContext } from '../sync/past/pastContext';
import { PastDesk } from '../sync/past/pastDesk';
import { PastScreen } from '../sync/past/PastScreen';
import { useApp, useModel, useSession } from '../state/appContext';
import styles from './AppShell.module.css';
import { OfflineDialogs } from '../operate/offline/OfflineDialogs';
import { ModelScreen } from '../editor/ModelScreen';
import { createAppCommands } from './appCommands';
import { CommandPalette } from './commandPalette/CommandPalette';
import { ConnectionsDialog } from './connections/ConnectionsDialog';
import { createWindowEditor } from './createWindowEditor';
import { HistoryExport } from './exportHistory/HistoryExport';
import { FailureNotice } from './FailureNotice';
import { ImportHistoryDialog } from './importHistory/ImportHistoryDialog';
import { JobPanel } from './JobPanel';
import { chooseHistory } from './plantActions';
import { createTenantCommands } from './tenants/tenantCommands';
import { TenantsDialog } from './tenants/TenantsDialog';
import { TopBar } from './TopBar';
import { useCommandKeys } from './useCommandKeys';
import { Welcome } from './Welcome';

/** One window: the top bar, the mode's screen, and what floats above both. */
export function AppShell({ operate }: { readonly operate: Operate }): ReactElement {
  const app = useApp();
  const mode = useSession((state) => state.mode);
  const historyFile = useSession((state) => state.historyFile);
  const isOpen = useModel((state) => state.model !== undefined);
  const editor = useMemo(() => createWindowEditor(app), [app]);
  const past = useMemo(() => new PastDesk(app), [app]);
  useEffect(() => past.follow(), [past]);
  const isHistoryOpen = useStore(past.store, (state) => state.isOpen);
  const isPast = useStore(app.onShow.model, (state) => state.past !== undefined);
  const commands = useMemo(
    () => [
      ...createAppCommands(app),
      ...createTenantCommands(app),
      ...createPastOpening(app, past),
      ...operate.commands,
      // Nobody changes the past: its own commands stand in the place of the editor's.
      ...(isPast ? createPastCommands(past) : editor.commands),
    ],
    [app, operate, editor, past, isPast],
  );
  useCommandKeys(commands, app.session);
  return (
    <div className={styles.shell}>
      <TopBar commands={commands} />
      {!isOpen ? (
        <Welcome />
      ) : mode === 'operate' ? (
        <OperateMode
          operate={operate}
          onImportHistory={() => void chooseHistory(app)}
          onConnections={commands.find(({ id }) => id === 'source:connections')?.run}
        />
      ) : (
        <PastContext value={past}>
          {isPast ? (
            <PastScreen />
          ) : (
            <ModelScreen editor={editor} panel={isHistoryOpen ? <HistoryPanel /> : undefined} />
          )}
        </PastContext>
      )}
      <CommandPalette commands={commands} catalogue={symbolCatalogue} showNote={operate.notes.show} />
      {historyFile === undefined ? null : (
        <ImportHistoryDialog path={historyFile} onClose={() => app.session.setState({ historyFile: undefined })} />
      )}
      <HistoryExport playback={operate.playback} />
      <OfflineDialogs operate={operate} />
      <ConnectionsDialog />
      <TenantsDialog />
      <FailureNotice />
      <JobPanel />
    </div>
  );
}
