import { type ReactElement, useState } from 'react';
import type { OfflineState } from '../../../shared/contract/offlineCalls';
import { TextField } from '../../components/TextField';
import styles from './Offline.module.css';
import { parseSize, roomWords, sizeWords } from './offlineWords';

/** How much of this machine is used, and how much may be. */
export function OfflineRoom(props: {
  readonly kept: OfflineState;
  readonly onLimit: (limitBytes: number) => void;
}): ReactElement {
  const { kept, onLimit } = props;
  const [problem, setProblem] = useState<string>();
  const commit = (typed: string): void => {
    const limitBytes = parseSize(typed);
    setProblem(limitBytes === undefined ? 'Type a size, for instance 10 GB or 500 MB' : undefined);
    if (limitBytes !== undefined) {
      onLimit(limitBytes);
    }
  };
  const share = (sizeBytes: number): string =>
    `${Math.min(100, (sizeBytes / Math.max(kept.limitBytes, 1)) * 100).toFixed(1)}%`;
  return (
    <div className={styles.room}>
      <div className={styles.roomBar} aria-hidden="true">
        <i className={styles.roomUsed} style={{ width: share(kept.usedBytes) }} />
        <i className={styles.roomPinned} style={{ width: share(kept.pinnedBytes) }} />
      </div>
      <p className={styles.words} data-testid="offline-room">
        {roomWords(kept)}
      </p>
      <label className={styles.limit}>
        <span>Limit</span>
        <TextField label="Limit" value={sizeWords(kept.limitBytes)} problem={problem} onCommit={commit} />
      </label>
      {problem === undefined ? null : <p className={styles.words}>{problem}</p>}
    </div>
  );
}
