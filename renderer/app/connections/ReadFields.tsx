import type { ReactElement } from 'react';
import { trialOf } from './connectionForm';
import styles from './Connections.module.css';
import { verdictOf } from './diagnosisWords';
import { FieldRow } from './FieldRow';
import { FoundChoice } from './FoundChoice';
import { MappingChoice } from './MappingChoice';
import type { ConnectionDesk } from './useConnectionForm';

interface DeskProps {
  readonly desk: ConnectionDesk;
}

/** What of the server is read. Choosing from what a good test found looks closer with the same credentials. */
function PlaceFields({ desk }: DeskProps): ReactElement {
  const { form, test } = desk;
  const outcome = test.last?.outcome;
  const diagnosis = outcome?.kind === 'answered' ? outcome.diagnosis : undefined;
  const generation = diagnosis?.server?.generation;
  const isLetIn = outcome !== undefined && verdictOf(outcome) !== 'bad';
  const look = (place: { readonly database?: string; readonly retentionPolicy?: string }): void => {
    const trial = trialOf({ ...form.fields, ...place });
    if (isLetIn && trial !== undefined && trial.database !== '') {
      test.start(trial);
    }
  };
  return (
    <>
      {generation === 2 || form.fields.organization !== '' ? (
        <FieldRow desk={desk} field="organization" label="Organization" />
      ) : null}
      <FoundChoice
        desk={desk}
        field="database"
        label={generation === 2 ? 'Bucket' : 'Database'}
        found={diagnosis?.databases ?? []}
        hint={outcome === undefined ? 'A test shows which there are' : undefined}
        onChoose={(database) => look({ database, retentionPolicy: '' })}
      />
      {generation === 2 && form.fields.retentionPolicy === '' ? null : (
        <FoundChoice
          desk={desk}
          field="retentionPolicy"
          label="Retention policy"
          found={diagnosis?.retentionPolicies ?? []}
          empty="The database’s own"
          onChoose={(retentionPolicy) => look({ retentionPolicy })}
        />
      )}
    </>
  );
}

/** What is read, and how. */
export function ReadFields({ desk }: DeskProps): ReactElement {
  return (
    <section className={styles.column}>
      <h3>What is read</h3>
      <PlaceFields desk={desk} />
      <MappingChoice desk={desk} />
      <FieldRow
        desk={desk}
        field="lateMinutes"
        label="Late data, min"
        hint="For so long after its time a sample may still come or be corrected"
      />
    </section>
  );
}
