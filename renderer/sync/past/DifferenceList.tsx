import { type ReactElement, useEffect, useRef } from 'react';
import type { Comparison, ListedDifference } from '../../../shared/sync/past/comparison';
import { fieldTitle, fieldValueWords, kindWord } from '../../../shared/sync/past/pastWords';
import { Button } from '../../components/Button';
import { DifferencePin } from './DifferencePin';
import styles from './Past.module.css';
import { usePast, usePastState } from './pastContext';

function upperFirst(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** More than this nobody reads through; the words at the end say how many there are. */
const mostListed = 1_000;

function FieldLines({
  difference,
  comparison,
}: {
  readonly difference: ListedDifference;
  readonly comparison: Comparison;
}): ReactElement | null {
  const said = difference.fields.filter(({ layout }) => !layout);
  if (difference.change !== 'changed') {
    const kind = kindWord(difference.kind);
    // A sensor and a sheet are called so already.
    return difference.name.startsWith(kind) ? null : <span className={styles.what}>{upperFirst(kind)}</span>;
  }
  return (
    <>
      {said.map(({ path, before, after }) => (
        <span key={path} className={styles.what}>
          {`${fieldTitle(path)}: ${fieldValueWords(comparison.before, path, before)} → ${fieldValueWords(comparison.after, path, after)}`}
        </span>
      ))}
      {difference.fields.some(({ layout }) => layout) ? (
        <span className={styles.what}>Moved or drawn differently</span>
      ) : null}
    </>
  );
}

interface RowProps {
  readonly difference: ListedDifference;
  readonly comparison: Comparison;
  readonly place: number;
  readonly isAt: boolean;
}

function DifferenceRow({ difference, comparison, place, isAt }: RowProps): ReactElement {
  const desk = usePast();
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAt) {
      row.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [isAt]);
  return (
    <button
      ref={row}
      type="button"
      className={styles.difference}
      aria-current={isAt}
      data-testid="difference-row"
      data-change={difference.change}
      onClick={() => desk.goTo(place)}
    >
      <DifferencePin change={difference.change} />
      <span className={styles.name}>{upperFirst(difference.name)}</span>
      <FieldLines difference={difference} comparison={comparison} />
    </button>
  );
}

/** What differs between two revisions, one row each; a press goes there on the drawing. */
export function DifferenceList(): ReactElement | null {
  const desk = usePast();
  const view = usePastState((state) => state.view);
  if (view.kind !== 'comparison') {
    return null;
  }
  const { comparison, at } = view;
  const { differences } = comparison;
  return (
    <>
      <div className={styles.actions} role="group" aria-label="Differences">
        <Button onClick={() => desk.turn(-1)} title="Previous difference (K)">
          Previous
        </Button>
        <Button onClick={() => desk.turn(1)} title="Next difference (J)">
          Next
        </Button>
        <Button onClick={() => desk.backToList()}>Back to the list</Button>
      </div>
      <div className={styles.differences} role="group" aria-label="Differences">
        {differences.length === 0 ? <p className={styles.none}>Nothing differs</p> : null}
        {differences.slice(0, mostListed).map((difference, place) => (
          <DifferenceRow
            key={difference.key}
            difference={difference}
            comparison={comparison}
            place={place}
            isAt={place === at}
          />
        ))}
        {differences.length > mostListed ? (
          <p className={styles.none}>{`and ${differences.length - mostListed} more`}</p>
        ) : null}
      </div>
    </>
  );
}
