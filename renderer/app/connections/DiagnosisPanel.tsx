import type { ReactElement } from 'react';
import { Icon } from '../../components/Icon';
import type { IconName } from '../../components/iconDrawings';
import styles from './Connections.module.css';
import { factsOf, sentenceOf, type TestOutcome, type Verdict, verdictOf } from './diagnosisWords';

const glyphs: Readonly<Record<Verdict, IconName>> = { good: 'tick', open: 'minus', bad: 'warning' };

/** What a test found: the verdict by glyph and sentence, and the facts below. */
export function DiagnosisPanel(props: {
  readonly outcome: TestOutcome;
  /** False: address, credentials or what is read were changed since. */
  readonly isCurrent: boolean;
}): ReactElement {
  const { outcome, isCurrent } = props;
  const verdict = verdictOf(outcome);
  const facts = factsOf(outcome);
  return (
    <div className={styles.diagnosis} role="status" data-verdict={verdict} data-current={isCurrent}>
      <Icon name={glyphs[verdict]} />
      <div className={styles.found}>
        {isCurrent ? null : <p className={styles.changed}>Changed since this test.</p>}
        <p>{sentenceOf(outcome)}</p>
        {facts.length === 0 ? null : (
          <ul className={styles.facts}>
            {facts.map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
