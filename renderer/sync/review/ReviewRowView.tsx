import { type KeyboardEvent, type ReactElement, type ReactNode, useRef } from 'react';
import type { ReviewChoice, ReviewOption, ReviewRow } from '../../../shared/sync/review/review';
import { choiceOf } from '../../../shared/sync/review/review';
import { Icon } from '../../components/Icon';
import { MoreChoices } from './MoreChoices';
import { useProblems, useReview, useReviewState } from './reviewContext';
import styles from './ReviewRow.module.css';

const sides = ['base', 'mine', 'theirs'] as const;
type Side = (typeof sides)[number];

interface OptionProps {
  readonly side: Side;
  readonly text: string;
  readonly option: ReviewOption | undefined;
  readonly chosen: boolean;
  readonly reachable: boolean;
  readonly onChoose: () => void;
}

const sideWords: Readonly<Record<Side, string>> = { base: 'Base', mine: 'Mine', theirs: 'Theirs' };

/** One side of a question. A side that cannot be taken is told all the same. */
function SideOption({ side, text, option, chosen, reachable, onChoose }: OptionProps): ReactElement {
  const classes = [styles.option, styles[side], chosen ? styles.chosen : ''].join(' ');
  if (option === undefined) {
    return (
      <div className={`${classes} ${styles.told}`} data-side={side}>
        <span className={styles.text}>{text}</span>
      </div>
    );
  }
  return (
    <button
      type="button"
      role="radio"
      aria-checked={chosen}
      aria-label={`${sideWords[side]}: ${text}. ${option.action}`}
      title={option.action === sideWords[side] ? text : `${option.action}: ${text}`}
      tabIndex={reachable ? 0 : -1}
      className={classes}
      data-side={side}
      onClick={onChoose}
    >
      <span className={styles.dot} aria-hidden="true">
        {chosen ? <i /> : null}
      </span>
      <span className={styles.text}>{text}</span>
    </button>
  );
}

/** Moves the focus among the radios of a row. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (by === 0) {
    return;
  }
  const radios = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')];
  const at = radios.findIndex((radio) => radio === document.activeElement);
  const next = at === -1 ? undefined : radios[(at + by + radios.length) % radios.length];
  if (next !== undefined) {
    event.preventDefault();
    event.stopPropagation();
    next.focus();
    next.click();
  }
}

function Problem({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <div className={styles.problem} role="alert">
      <Icon name="warning" size={14} />
      <span>{children}</span>
    </div>
  );
}

function textOf(row: ReviewRow, side: Side): string {
  return row.options.find((option) => option.side === side)?.text ?? row[side];
}

/** One question: what stood before, mine, theirs, and what else can be done. */
export function ReviewRowView(props: { readonly row: ReviewRow; readonly inHand: boolean }): ReactElement {
  const { row, inHand } = props;
  const { actions } = useReview();
  const choice = useReviewState((state) => state.decisions.get(row.id));
  const problem = useProblems().get(row.id);
  const group = useRef<HTMLDivElement>(null);
  const decide = (chosen: ReviewChoice | undefined): void => {
    if (chosen !== undefined) {
      actions.decide(row.id, chosen);
    }
  };
  const chosenSide = row.options.find(({ take }) => take === choice?.take)?.side;
  const firstSide = sides.find((side) => row.options.some((option) => option.side === side));
  return (
    <div className={styles.question}>
      <div ref={group} className={styles.row} role="radiogroup" aria-label={row.title} onKeyDown={onArrow}>
        <span className={styles.label}>{row.title}</span>
        {sides.map((side) => {
          const option = row.options.find((one) => one.side === side);
          return (
            <SideOption
              key={side}
              side={side}
              text={textOf(row, side)}
              option={option}
              chosen={chosenSide === side}
              reachable={chosenSide === undefined || chosenSide === 'more' ? side === firstSide : chosenSide === side}
              onChoose={() => decide(option && choiceOf(option))}
            />
          );
        })}
      </div>
      {row.notes.map((note) => (
        <div key={note} className={styles.note}>
          {note}.
        </div>
      ))}
      <MoreChoices row={row} choice={choice} inHand={inHand} onDecide={decide} />
      {problem === undefined ? null : <Problem>{problem}.</Problem>}
    </div>
  );
}
