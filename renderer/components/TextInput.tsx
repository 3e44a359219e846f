import type { ReactElement } from 'react';
import styles from './controls.module.css';

/** What a text input takes. */
export interface TextInputProps {
  readonly label: string;
  readonly value: string;
  /** Called with every key. */
  readonly onChange: (value: string) => void;
  /** Called when the field is left. */
  readonly onLeave?: (() => void) | undefined;
  readonly placeholder?: string | undefined;
  /** A sentence that says why the text cannot stand. */
  readonly problem?: string | undefined;
  /** Shown as dots. */
  readonly secret?: boolean | undefined;
}

/** One line of text of a form: the form holds the text, Enter submits it. */
export function TextInput(props: TextInputProps): ReactElement {
  const { label, value, onChange, onLeave, placeholder, problem, secret } = props;
  return (
    <input
      className={styles.field}
      type={secret === true ? 'password' : 'text'}
      aria-label={label}
      aria-invalid={problem !== undefined}
      title={problem}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onLeave}
      spellCheck={false}
      autoComplete="off"
    />
  );
}
