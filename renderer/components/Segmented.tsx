import type { KeyboardEvent, ReactElement } from 'react';
import type { ChoiceProps } from './Select';
import styles from './controls.module.css';

/** A few choices side by side, one of them on. Arrow keys move the choice. */
export function Segmented<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>): ReactElement {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = choices[choices.findIndex((choice) => choice.value === value) + step];
    if (step !== 0 && next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      onChange(next.value);
    }
  };
  return (
    <span className={styles.segmented} role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          tabIndex={choice.value === value ? 0 : -1}
          className={styles.segment}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </span>
  );
}
