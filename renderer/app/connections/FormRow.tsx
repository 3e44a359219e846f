import type { ReactElement, ReactNode } from 'react';
import { Icon } from '../../components/Icon';
import styles from './Connections.module.css';

/** A label, its control, and what there is to say about it: why it cannot stand, else what to know. */
export function FormRow(props: {
  readonly label: string;
  readonly problem?: string | undefined;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}): ReactElement {
  const { label, problem, hint, children } = props;
  return (
    <div className={styles.row} data-problem={problem !== undefined}>
      <span className={styles.label}>{label}</span>
      <div className={styles.control}>
        <div className={styles.line}>{children}</div>
        {problem === undefined ? null : (
          <p className={styles.problem} role="alert">
            <Icon name="warning" size={14} />
            <span>{problem}</span>
          </p>
        )}
        {problem !== undefined || hint === undefined ? null : <p className={styles.hint}>{hint}</p>}
      </div>
    </div>
  );
}
