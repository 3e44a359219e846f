import type { ReactElement } from 'react';
import type { ModelDifference } from '../../../shared/sync/past/compareModels';
import styles from './Past.module.css';

const pins = {
  added: { letter: 'A', words: 'Added' },
  removed: { letter: 'R', words: 'Removed' },
  changed: { letter: 'C', words: 'Changed' },
} as const;

/** The letter of a kind of difference: a square for what was added, a round for what was removed, a slanted for changed. */
export function DifferencePin({ change }: { readonly change: ModelDifference['change'] }): ReactElement {
  const { letter, words } = pins[change];
  return (
    <span className={styles.pin} data-change={change} role="img" aria-label={words} title={words}>
      <span>{letter}</span>
    </span>
  );
}
