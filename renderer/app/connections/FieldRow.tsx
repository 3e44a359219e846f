import type { ReactElement, ReactNode } from 'react';
import { TextInput } from '../../components/TextInput';
import type { ConnectionFields } from './connectionForm';
import { FormRow } from './FormRow';
import type { ConnectionDesk } from './useConnectionForm';

/** The fields that hold text. */
export type TextFieldName = {
  [Name in keyof ConnectionFields]: string extends ConnectionFields[Name] ? Name : never;
}[keyof ConnectionFields];

/** A row with one line of text of the form. */
export function FieldRow(props: {
  readonly desk: ConnectionDesk;
  readonly field: TextFieldName;
  readonly label: string;
  readonly placeholder?: string | undefined;
  readonly hint?: string | undefined;
  readonly secret?: boolean | undefined;
  /** Stands behind the field. */
  readonly after?: ReactNode;
}): ReactElement {
  const { desk, field, label, placeholder, hint, secret, after } = props;
  const problem = desk.problem(field);
  return (
    <FormRow label={label} problem={problem} hint={hint}>
      <TextInput
        label={label}
        value={desk.form.fields[field]}
        onChange={(text) => desk.write({ [field]: text })}
        onLeave={() => desk.leave(field)}
        placeholder={placeholder}
        problem={problem}
        secret={secret}
      />
      {after}
    </FormRow>
  );
}
