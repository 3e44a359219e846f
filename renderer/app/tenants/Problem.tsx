import type { ReactElement, ReactNode } from 'react';
import { Icon } from '../../components/Icon';
import styles from './Tenants.module.css';

/** Why something did not work, in its place; `action`: what can be done about it. */
export function Problem({
  children,
  action,
}: {
  readonly children: ReactNode;
  readonly action?: ReactNode;
}): ReactElement {
  return (
    <div className={styles.problem} role="alert">
      <Icon name="warning" />
      <p>{children}</p>
      {action}
    </div>
  );
}
