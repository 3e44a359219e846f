import type { ReactElement } from 'react';
import type { Area } from '../../../shared/model/plantModel';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { useFrozenArea } from '../../state/freezeStore';
import { freezeRefusal, frozenWords, knownWords } from '../../state/freezeWords';
import { useZoneClock } from '../../state/playbackSession';
import { useSyncStatus } from '../../state/syncStore';
import { useEditor } from '../editorContext';
import styles from './Inspector.module.css';

/** Whether the area of the sheet is frozen, and for approvers the way to freeze and release it. */
export function AreaApproval({ area }: { readonly area: Area }): ReactElement | null {
  const { store } = useEditor();
  const frozen = useFrozenArea(area.id);
  const status = useSyncStatus();
  const clock = useZoneClock();
  const mayChange = freezeRefusal(status) === undefined;
  if (frozen === undefined && !mayChange) {
    return null;
  }
  const kind = frozen === undefined ? 'freeze' : 'release';
  const known = frozen === undefined ? undefined : knownWords(status, clock);
  return (
    <div className={styles.approval}>
      {frozen === undefined ? null : (
        <p>
          <Icon name="lock" size={14} />
          <span>
            {frozenWords(frozen, clock)}.{known === undefined ? '' : ` ${known}.`}
          </span>
        </p>
      )}
      {mayChange ? (
        <Button onClick={() => store.setState({ dialog: { kind, areaId: area.id } })}>
          {kind === 'freeze' ? 'Freeze area…' : 'Release area…'}
        </Button>
      ) : null}
    </div>
  );
}
