import type { ReactElement } from 'react';
import { Icon } from './Icon';
import styles from './controls.module.css';

/** One thing to choose. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** What a select and a segmented control take. */
export interface ChoiceProps<Value extends string> {
  readonly label: string;
  /** Undefined: several values, shown as `Mixed`. */
  readonly value: Value | undefined;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}

/** A list to choose one from. */
export function Select<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>): ReactElement {
  return (
    <span className={styles.selectBox}>
      <select
        className={styles.select}
        aria-label={label}
        value={value ?? ''}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen !== undefined) {
            onChange(chosen.value);
          }
        }}
      >
        {value === undefined ? <option value="">Mixed</option> : null}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" size={12} />
    </span>
  );
}
