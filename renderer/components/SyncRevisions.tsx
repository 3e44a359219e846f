import type { ReactElement } from 'react';
import { useSyncStatus } from '../state/syncStore';
import { revisionWords } from '../state/syncWords';

/** In the status line: the revision here and at the service; nothing for a plant of no tenant. */
export function SyncRevisions(): ReactElement | null {
  const words = revisionWords(useSyncStatus());
  return words === undefined ? null : <span data-testid="sync-revisions">{words}</span>;
}
