import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { AppError } from '../../../shared/lib/appError';
import type { Area } from '../../../shared/model/plantModel';
import { mostReasonLength } from '../../../shared/sync/syncWire';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { TextInput } from '../../components/TextInput';
import { useApp } from '../../state/appContext';
import { showFreezes, useFrozenArea } from '../../state/freezeStore';
import { freezeProblem, freezeRefusal, frozenWords, pendingInAreaWords } from '../../state/freezeWords';
import { useZoneClock } from '../../state/playbackSession';
import { useSyncStatus } from '../../state/syncStore';
import { useEditor } from '../editorContext';
import styles from './FreezeDialog.module.css';

function useClose(): () => void {
  const { store } = useEditor();
  return () => store.setState({ dialog: undefined });
}

/** Asks the service, shows what is frozen then, and closes the dialog; or says why not. */
function useFreezing(areaId: Area['id']) {
  const app = useApp();
  const close = useClose();
  const [problem, setProblem] = useState<AppError>();
  const [isAsking, setIsAsking] = useState(false);
  const ask = async (change: { readonly frozen: boolean; readonly reason?: string }): Promise<void> => {
    setIsAsking(true);
    setProblem(undefined);
    const { frozen, ...wish } = change;
    const answer = frozen
      ? await app.client.call('sync:freeze', { areaId, ...wish })
      : await app.client.call('sync:release', { areaId });
    setIsAsking(false);
    if (answer.ok) {
      showFreezes(app.freezes, answer.value.frozen);
      close();
    } else {
      setProblem(answer.error);
    }
  };
  const refusal = freezeRefusal(useSyncStatus());
  return { ask, problem, unavailable: refusal ?? (isAsking ? 'The service is being asked' : undefined) };
}

function Problem({ error }: { readonly error: AppError | undefined }): ReactElement | null {
  return error === undefined ? null : (
    <p className={styles.problem} role="alert">
      <Icon name="warning" />
      <span>{freezeProblem(error)}</span>
    </p>
  );
}

/** Asks before an area is frozen, and for the reason. */
export function FreezeDialog({ area }: { readonly area: Area }): ReactElement {
  const close = useClose();
  const { ask, problem, unavailable } = useFreezing(area.id);
  const [reason, setReason] = useState('');
  const pending = pendingInAreaWords(useSyncStatus());
  const formId = useId();
  const freeze = (event: FormEvent): void => {
    event.preventDefault();
    if (unavailable === undefined) {
      const given = reason.trim().slice(0, mostReasonLength);
      void ask(given === '' ? { frozen: true } : { frozen: true, reason: given });
    }
  };
  return (
    <Dialog
      title={`Freeze ${area.name}?`}
      onClose={close}
      buttons={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button look="main" type="submit" form={formId} unavailable={unavailable}>
            Freeze area
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.body} onSubmit={freeze}>
        <p>
          Nobody can change what is drawn in {area.name} until it is released. What somebody changes there all the same
          is not lost: it waits as a proposal, and can be sent again afterwards.
        </p>
        {pending === undefined ? null : <p>{pending}</p>}
        <label className={styles.reason}>
          <span>Reason</span>
          <TextInput label="Reason" value={reason} placeholder="Change 17 is being approved" onChange={setReason} />
        </label>
        <p className={styles.quiet}>Everybody of the tenant sees the reason. It may stay empty.</p>
        <Problem error={problem} />
      </form>
    </Dialog>
  );
}

/** Asks before a frozen area is released. */
export function ReleaseDialog({ area }: { readonly area: Area }): ReactElement {
  const close = useClose();
  const { ask, problem, unavailable } = useFreezing(area.id);
  const frozen = useFrozenArea(area.id);
  const clock = useZoneClock();
  return (
    <Dialog
      title={`Release ${area.name}?`}
      onClose={close}
      buttons={
        <>
          <Button onClick={close}>Keep it frozen</Button>
          <Button look="main" unavailable={unavailable} onClick={() => void ask({ frozen: false })}>
            Release area
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        {frozen === undefined ? null : <p className={styles.quiet}>{frozenWords(frozen, clock)}.</p>}
        <p>
          Everybody who may change the plant can change what is drawn in {area.name} again. Proposals that wait are not
          taken by themselves: whoever made them sends them again, or drops them.
        </p>
        <Problem error={problem} />
      </div>
    </Dialog>
  );
}
