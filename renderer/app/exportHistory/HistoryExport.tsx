import { type ReactElement, useMemo } from 'react';
import { useStore } from 'zustand';
import { useApp, useSession } from '../../state/appContext';
import type { PlaybackSession } from '../../state/playbackSession';
import { ExportHistoryDialog } from './ExportHistoryDialog';
import { createExportRunner } from './exportRunner';
import { ExportStatus } from './ExportStatus';

/** Export of history in a window: the dialog that asks for one, and the one that runs. */
export function HistoryExport({ playback }: { readonly playback: PlaybackSession }): ReactElement {
  const { client, session } = useApp();
  const exportOpen = useSession((state) => state.exportOpen);
  const runner = useMemo(() => createExportRunner(client), [client]);
  const isRunning = useStore(runner.store, ({ run }) => run !== undefined && run.outcome === undefined);
  const close = (): void => session.setState({ exportOpen: false });
  return (
    <>
      {exportOpen ? (
        <ExportHistoryDialog
          playback={playback}
          unavailable={isRunning ? 'Another export is under way' : undefined}
          onExport={(request) => {
            close();
            runner.start(request);
          }}
          onClose={close}
        />
      ) : null}
      <ExportStatus runner={runner} />
    </>
  );
}
