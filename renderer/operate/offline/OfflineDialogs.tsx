import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '../../../shared/lib/assertNever';
import { PlaybackContext } from '../../state/playbackSession';
import type { Operate } from '../createOperate';
import { OfflineHistoryDialog } from './OfflineHistoryDialog';
import { TakeOfflineDialog } from './TakeOfflineDialog';

/** The dialogs about histories that are kept here, in either mode; nothing while none is open. */
export function OfflineDialogs({ operate }: { readonly operate: Operate }): ReactElement | null {
  const { playback } = operate;
  const dialog = useStore(playback.offline, (state) => state.dialog);
  const close = (): void => playback.offline.setState({ dialog: undefined });
  const open = (): ReactElement | null => {
    switch (dialog) {
      case undefined:
        return null;
      case 'take-offline':
        return <TakeOfflineDialog onClose={close} />;
      case 'offline-history':
        return <OfflineHistoryDialog onClose={close} />;
      default:
        return assertNever(dialog, 'OfflineDialog');
    }
  };
  return <PlaybackContext value={playback}>{open()}</PlaybackContext>;
}
