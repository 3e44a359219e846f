import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { explainError } from '../../../shared/lib/appError';
import type { DataSource } from '../../../shared/model/plantModel';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { trialOf } from './connectionForm';
import { untestedWords } from './connectionWords';
import styles from './Connections.module.css';
import { verdictOf } from './diagnosisWords';
import { ReachFields } from './ReachFields';
import { ReadFields } from './ReadFields';
import { type ConnectionDesk, useConnectionForm } from './useConnectionForm';

/** What is said beside the button: that typing would be lost, why it did not save, else what saving without a good test means. */
function SaveWords(props: { readonly desk: ConnectionDesk; readonly isLeaving: boolean }): ReactElement | null {
  const { failure, test, form } = props.desk;
  if (props.isLeaving) {
    return (
      <p className={styles.saveFailure} role="alert">
        <Icon name="warning" />
        <span>What was typed is not saved. Escape once more drops it.</span>
      </p>
    );
  }
  if (failure !== undefined) {
    return (
      <p className={styles.saveFailure} role="alert">
        <Icon name="warning" />
        <span>{explainError(failure)}</span>
      </p>
    );
  }
  const isCurrent = test.last !== undefined && test.isOf(trialOf(form.fields));
  const words = untestedWords(isCurrent && test.last !== undefined ? verdictOf(test.last.outcome) : undefined);
  return words === undefined ? null : <p className={styles.quiet}>{words}</p>;
}

/** Connects a data source, or changes how one is connected. Closing without saving changes nothing. */
export function ConnectionFormDialog(props: {
  /** Undefined: a new one. */
  readonly source: DataSource | undefined;
  readonly others: readonly DataSource[];
  readonly onSaved: (source: DataSource) => void;
  readonly onClose: () => void;
}): ReactElement {
  const { source, onClose } = props;
  const desk = useConnectionForm(props);
  const [isLeaving, setIsLeaving] = useState(false);
  // Escape is also pressed by mistake, or to take back what was typed into one field.
  const leave = (): void => (desk.hasTyped && !isLeaving ? setIsLeaving(true) : onClose());
  const form = useRef<HTMLFormElement>(null);
  // The first field that cannot stand may be out of view.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[data-problem=true] :is(input, select, button)')?.focus();
  }, [desk.refusals]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const trial = trialOf(desk.form.fields);
    if (trial === undefined) {
      desk.leave('address');
    } else {
      desk.test.start(trial);
    }
  };
  return (
    <Dialog
      title={source === undefined ? 'Connect a data source' : `Connection to ${source.name}`}
      onClose={leave}
      buttons={
        <>
          <SaveWords desk={desk} isLeaving={isLeaving} />
          <span className={styles.space} />
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" onClick={desk.save}>
            {desk.isSaving ? 'Saving' : 'Save the connection'}
          </Button>
        </>
      }
    >
      <form ref={form} className={styles.form} onSubmit={submit} onInput={() => setIsLeaving(false)} noValidate>
        <ReachFields desk={desk} />
        <ReadFields desk={desk} />
      </form>
    </Dialog>
  );
}
