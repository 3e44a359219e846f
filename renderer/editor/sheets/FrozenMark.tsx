import type { ReactElement } from 'react';
import type { AreaId } from '../../../shared/model/ids';
import { Icon } from '../../components/Icon';
import { useFrozenArea } from '../../state/freezeStore';
import { frozenWords, knownWords } from '../../state/freezeWords';
import { useZoneClock } from '../../state/playbackSession';
import { useSyncStatus } from '../../state/syncStore';
import styles from './SheetsTree.module.css';

/** A lock on an area that is frozen: since when, by whom and why, and as of when that is known. Nothing on others. */
export function FrozenMark({ areaId }: { readonly areaId: AreaId }): ReactElement | null {
  const frozen = useFrozenArea(areaId);
  const status = useSyncStatus();
  const clock = useZoneClock();
  if (frozen === undefined) {
    return null;
  }
  const known = knownWords(status, clock);
  const words = [frozenWords(frozen, clock), ...(known === undefined ? [] : [known])].join('. ');
  return (
    <span className={styles.frozen} role="img" aria-label={words} title={words}>
      <Icon name="lock" size={14} />
    </span>
  );
}
