import type { ButtonHTMLAttributes, ReactElement, ReactNode } from 'react';
import styles from './controls.module.css';

/** What a button takes besides what every HTML button takes. */
export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  readonly look?: 'rest' | 'quiet' | 'main' | undefined;
  /** Pressed in, for a toggle. */
  readonly on?: boolean | undefined;
  /** Why it cannot be used now: shown on hover, and the button does nothing. */
  readonly unavailable?: string | undefined;
  readonly square?: boolean | undefined;
  readonly children: ReactNode;
}

function classesOf({ look, on, square }: Pick<ButtonProps, 'look' | 'on' | 'square'>): string {
  const lookClass = look === 'main' ? styles.main : look === 'quiet' ? styles.quiet : undefined;
  return [styles.button, lookClass, on === true ? styles.on : undefined, square === true ? styles.square : undefined]
    .filter((name) => name !== undefined)
    .join(' ');
}

/** The one button of the program. Stays focusable when it cannot be used, so that the reason can be read. */
export function Button(props: ButtonProps): ReactElement {
  const { look, on, unavailable, square, className, title, onClick, children, ...rest } = props;
  const isOff = unavailable !== undefined;
  return (
    <button
      type="button"
      {...rest}
      className={[classesOf({ look, on, square }), className].filter(Boolean).join(' ')}
      title={isOff ? unavailable : title}
      aria-disabled={isOff}
      aria-pressed={on}
      onClick={isOff ? undefined : onClick}
    >
      {children}
    </button>
  );
}
