import type { ReactElement, ReactNode } from 'react';
import styles from './StatusBar.module.css';

/** The line at the foot of a window. */
export function StatusBar({ left, right }: { readonly left: ReactNode; readonly right: ReactNode }): ReactElement {
  return (
    <footer className={styles.bar}>
      <div className={styles.side}>{left}</div>
      <div className={styles.side}>{right}</div>
    </footer>
  );
}
