import { type ReactElement, useState } from 'react';
import { IconButton } from '../../components/IconButton';
import { Select } from '../../components/Select';
import { FieldRow, type TextFieldName } from './FieldRow';
import { FormRow } from './FormRow';
import type { ConnectionDesk } from './useConnectionForm';

/** No name of a database can be this: names hold no line feed. */
const another = '\n';

/** A name chosen from what a test found, or typed where nothing was found or another one is meant. */
export function FoundChoice(props: {
  readonly desk: ConnectionDesk;
  readonly field: TextFieldName;
  readonly label: string;
  readonly found: readonly string[];
  /** What an empty name means; undefined: it has to be chosen. */
  readonly empty?: string | undefined;
  readonly hint?: string | undefined;
  readonly onChoose?: (name: string) => void;
}): ReactElement {
  const { desk, field, label, found, empty, hint, onChoose } = props;
  const [isTyping, setIsTyping] = useState(false);
  const value = desk.form.fields[field];
  const isListed = value === '' || found.includes(value);
  if (found.length === 0 || isTyping || !isListed) {
    const back =
      found.length === 0 ? null : (
        <IconButton
          icon="undo"
          label={`Choose from the ${found.length} found`}
          onClick={() => {
            setIsTyping(false);
            desk.write({ [field]: '' });
          }}
        />
      );
    return <FieldRow desk={desk} field={field} label={label} placeholder={empty} hint={hint} after={back} />;
  }
  const choices = [
    ...(empty === undefined ? [] : [{ value: '', label: empty }]),
    ...found.filter((name) => name !== '').map((name) => ({ value: name, label: name })),
    { value: another, label: 'Another one, typed' },
  ];
  return (
    <FormRow label={label} problem={desk.problem(field)} hint={hint}>
      <Select
        label={label}
        value={value}
        choices={value === '' && empty === undefined ? [{ value: '', label: 'Choose one' }, ...choices] : choices}
        onChange={(chosen) => {
          if (chosen === another) {
            setIsTyping(true);
            return;
          }
          desk.write({ [field]: chosen });
          onChoose?.(chosen);
        }}
      />
    </FormRow>
  );
}
