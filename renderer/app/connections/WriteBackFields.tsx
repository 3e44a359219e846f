import type { ReactElement } from 'react';
import styles from './Connections.module.css';
import { FieldRow } from './FieldRow';
import { FormRow } from './FormRow';
import type { ConnectionDesk } from './useConnectionForm';

/** Whether notes and derived values are written back, and where to: never into the plant's raw data. */
export function WriteBackFields({ desk }: { readonly desk: ConnectionDesk }): ReactElement {
  const { fields } = desk.form;
  return (
    <>
      <FormRow
        label="Write back"
        hint="Only to a database of their own, never into the plant’s raw data. Off unless it is ticked here."
      >
        <label className={styles.tick}>
          <input
            type="checkbox"
            checked={fields.writesBack}
            onChange={(event) => desk.write({ writesBack: event.target.checked })}
          />
          <span>Notes and derived values</span>
        </label>
      </FormRow>
      {fields.writesBack ? (
        <>
          <FieldRow desk={desk} field="writeDatabase" label="Into database" placeholder="sightglass" />
          <FieldRow desk={desk} field="writeRetentionPolicy" label="Its retention" placeholder="The database’s own" />
        </>
      ) : null}
    </>
  );
}
