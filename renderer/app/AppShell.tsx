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
import type { ConflictReview } from '../sync/review/createReview';
import { ReviewBanner } from '../sync/review/ReviewBanner';
import { ReviewScreen } from '../sync/review/ReviewScreen';
import { createAppCommands } from './appCommands';
import { commandsOnShow } from './commandsOnShow';
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
export function AppShell(props: { readonly operate: Operate; readonly review: ConflictReview }): ReactElement {
  const { operate, review } = props;
  const app = useApp();
  const mode = useSession((state) => state.mode);
  const historyFile = useSession((state) => state.historyFile);
  const isOpen = useModel((state) => state.model !== undefined);
  const editor = useMemo(() => createWindowEditor(app), [app]);
  const past = useMemo(() => new PastDesk(app), [app]);
  useEffect(() => past.follow(), [past]);
  const isHistoryOpen = useStore(past.store, (state) => state.isOpen);
  const isPast = useStore(app.onShow.model, (state) => state.past !== undefined);
  const isReviewing = useStore(review.store, (state) => state.open) && mode === 'model' && !isPast;
  const commands = useMemo(
    () =>
      commandsOnShow({
        common: [
          ...createAppCommands(app),
          ...createTenantCommands(app),
          ...createPastOpening(app, past),
          ...operate.commands,
        ],
        // Nobody changes the past: its own commands stand in the place of the editor's.
        drawing: isPast ? createPastCommands(past) : editor.commands,
        review: review.commands,
        isReviewing,
      }),
    [app, operate, editor, review, past, isPast, isReviewing],
  );
  useCommandKeys(commands, app.session);
  return (
    <div className={styles.shell}>
      <TopBar commands={commands} />
      {isOpen ? <ReviewBanner review={review} /> : null}
      {!isOpen ? (
        <Welcome />
      ) : mode === 'operate' ? (
        <OperateMode
          operate={operate}
          onImportHistory={() => void chooseHistory(app)}
          onConnections={commands.find(({ id }) => id === 'source:connections')?.run}
        />
      ) : isReviewing ? (
        <ReviewScreen review={review} />
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
