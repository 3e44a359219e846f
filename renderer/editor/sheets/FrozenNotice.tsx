import type { ReactElement } from 'react';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { useModel, useSession } from '../../state/appContext';
import { useFrozenArea } from '../../state/freezeStore';
import { freezeRefusal, frozenTitle, frozenWords, knownWords, proposalWords } from '../../state/freezeWords';
import { useZoneClock } from '../../state/playbackSession';
import { useSyncStatus } from '../../state/syncStore';
import { useEditor } from '../editorContext';
import styles from './FrozenNotice.module.css';

/** Over the drawing of a sheet whose area is frozen: that it is, and what becomes of changes. Nothing on others. */
export function FrozenNotice(): ReactElement | null {
  const { store } = useEditor();
  const sheetId = useSession((state) => state.sheetId);
  const model = useModel((state) => state.model);
  const areaId = sheetId === undefined ? undefined : model?.sheets.get(sheetId)?.areaId;
  const area = areaId === undefined ? undefined : model?.areas.get(areaId);
  const frozen = useFrozenArea(area?.id);
  const status = useSyncStatus();
  const clock = useZoneClock();
  if (area === undefined || frozen === undefined) {
    return null;
  }
  const known = knownWords(status, clock);
  const details = [frozenWords(frozen, clock), ...(known === undefined ? [] : [known])].join('. ');
  return (
    <div className={styles.notice} role="status" data-testid="frozen-notice" title={details}>
      <Icon name="lock" size={14} />
      <span className={styles.words}>
        <b>{frozenTitle(area.name, frozen)}</b> {proposalWords}
      </span>
      {freezeRefusal(status) === undefined ? (
        <Button look="quiet" onClick={() => store.setState({ dialog: { kind: 'release', areaId: area.id } })}>
          Release area…
        </Button>
      ) : null}
    </div>
  );
}
