import { type ReactElement, type ReactNode, useState } from 'react';
import { Icon } from '../../components/Icon';
import { Select } from '../../components/Select';
import { TextField } from '../../components/TextField';
import styles from './Inspector.module.css';
import type { SharedValue } from './sharedValue';

/** A label and what belongs to it, with the sentence that says why it cannot stand. */
export function PropertyRow(props: {
  readonly label: string;
  readonly unit?: string | undefined;
  readonly problem?: string | undefined;
  readonly children: ReactNode;
}): ReactElement {
  const { label, unit, problem, children } = props;
  return (
    <>
      <div className={styles.property}>
        <span className={styles.label}>{label}</span>
        <span className={styles.value}>
          {children}
          {unit === undefined ? null : <span className={styles.unit}>{unit}</span>}
        </span>
      </div>
      {problem === undefined ? null : (
        <div className={styles.problem} role="alert">
          <Icon name="warning" size={14} />
          <span>{problem}</span>
        </div>
      )}
    </>
  );
}

/** What a row with one line of text takes. */
export interface TextRowProps {
  readonly label: string;
  readonly value: SharedValue<string>;
  readonly unit?: string | undefined;
  readonly onCommit: (value: string) => void;
  /** Why the text cannot stand, before anything is changed. */
  readonly check?: (value: string) => string | undefined;
  readonly readOnly?: boolean;
}

/** A property written as text; *Mixed* where several differ. */
export function TextRow({ label, value, unit, onCommit, check, readOnly }: TextRowProps): ReactElement {
  const [problem, setProblem] = useState<string>();
  const isMixed = value.kind === 'mixed';
  const commit = (text: string): void => {
    const found = check?.(text);
    setProblem(found);
    if (found === undefined) {
      onCommit(text);
    }
  };
  return (
    <PropertyRow label={label} unit={unit} problem={problem}>
      <TextField
        label={label}
        value={isMixed ? '' : value.value}
        placeholder={isMixed ? 'Mixed' : undefined}
        problem={problem}
        readOnly={readOnly}
        onCommit={commit}
      />
    </PropertyRow>
  );
}

/** A property chosen from a list; *Mixed* where several differ. */
export function ChoiceRow<Value extends string>(props: {
  readonly label: string;
  readonly value: SharedValue<Value>;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}): ReactElement {
  const { label, value, choices, onChange } = props;
  return (
    <PropertyRow label={label}>
      <Select
        label={label}
        value={value.kind === 'mixed' ? undefined : value.value}
        choices={choices}
        onChange={onChange}
      />
    </PropertyRow>
  );
}
