import { type KeyboardEvent, type ReactElement, useEffect, useState } from 'react';
import styles from './controls.module.css';

/** What a text field takes. */
export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** Called once on Enter or when the field is left, and only when the text changed. */
  readonly onCommit: (value: string) => void;
  readonly placeholder?: string | undefined;
  /** A sentence that says why the text cannot stand. */
  readonly problem?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

/** One line of text that is committed as a whole; Escape takes the typing back. */
export function TextField({ label, value, onCommit, placeholder, problem, readOnly }: TextFieldProps): ReactElement {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const commit = (): void => {
    if (draft !== value) {
      onCommit(draft);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.stopPropagation();
    if (event.key === 'Enter') {
      commit();
    } else if (event.key === 'Escape') {
      setDraft(value);
      event.currentTarget.blur();
    }
  };
  return (
    <input
      className={styles.field}
      aria-label={label}
      aria-invalid={problem !== undefined}
      title={problem}
      placeholder={placeholder}
      readOnly={readOnly}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
      spellCheck={false}
    />
  );
}
