import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { AppError } from '../../../shared/lib/appError';
import type { Area } from '../../../shared/model/plantModel';
import { mostReasonLength } from '../../../shared/sync/syncWire';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { TextInput } from '../../components/TextInput';
import { useFrozenArea } from '../../state/freezeStore';
import { freezeProblem, freezeRefusal, frozenWords, pendingInAreaWords } from '../../state/freezeWords';
import { useZoneClock } from '../../state/playbackSession';
import { useSyncStatus } from '../../state/syncStore';
import { useEditor } from '../editorContext';
import { changeFreeze, type FreezeWish } from './changeFreeze';
import styles from './FreezeDialog.module.css';

const askingWords = 'The service is being asked';

/**
 * Asks the service, and says why it did not do it. While it is asked the dialog stays: what the service does then could
 * not be called back, and nobody would be told of it.
 */
function useFreezing(areaId: Area['id']) {
  const { app, store } = useEditor();
  const [problem, setProblem] = useState<AppError>();
  const [isAsking, setIsAsking] = useState(false);
  const ask = async (wish: Omit<FreezeWish, 'areaId'>): Promise<void> => {
    setIsAsking(true);
    setProblem(undefined);
    const failure = await changeFreeze({ app, store }, { areaId, ...wish });
    setIsAsking(false);
    setProblem(failure);
  };
  const close = (): void => (isAsking ? undefined : store.setState({ dialog: undefined }));
  const refusal = freezeRefusal(useSyncStatus());
  const asking = isAsking ? askingWords : undefined;
  return { ask, close, asking, problem, unavailable: asking ?? refusal };
}

function Asking({ words }: { readonly words: string | undefined }): ReactElement | null {
  return words === undefined ? null : (
    <p className={styles.quiet} role="status">
      {words}
    </p>
  );
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
  const { ask, close, asking, problem, unavailable } = useFreezing(area.id);
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
          <Button onClick={close} unavailable={asking}>
            Cancel
          </Button>
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
        <Asking words={asking} />
        <Problem error={problem} />
      </form>
    </Dialog>
  );
}

/** Asks before a frozen area is released. */
export function ReleaseDialog({ area }: { readonly area: Area }): ReactElement {
  const { ask, close, asking, problem, unavailable } = useFreezing(area.id);
  const frozen = useFrozenArea(area.id);
  const clock = useZoneClock();
  return (
    <Dialog
      title={`Release ${area.name}?`}
      onClose={close}
      buttons={
        <>
          <Button onClick={close} unavailable={asking}>
            Keep it frozen
          </Button>
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
        <Asking words={asking} />
        <Problem error={problem} />
      </div>
    </Dialog>
  );
}
