import type { ReactElement } from 'react';
import { useOffline, usePlaybackSession } from '../../state/playbackSession';
import statusStyles from '../SourceStatuses.module.css';
import { progressWords } from './offlineWords';

/** In the status line: how far what is being taken offline is. A click tells more. Nothing while nothing is. */
export function OfflineProgress(): ReactElement | null {
  const { offline } = usePlaybackSession();
  const words = useOffline((state) => progressWords(state.kept?.jobs ?? []));
  return words === undefined ? null : (
    <span>
      <button
        type="button"
        className={statusStyles.source}
        title="Show offline history"
        data-testid="offline-progress"
        onClick={() => offline.setState({ dialog: 'offline-history' })}
      >
        {words}
      </button>
    </span>
  );
}
