import { type ReactElement, useEffect, useRef } from 'react';
import { Button } from '../../components/Button';
import { IconButton } from '../../components/IconButton';
import { Select } from '../../components/Select';
import { TextInput } from '../../components/TextInput';
import { useSession } from '../../state/appContext';
import { DifferenceList } from './DifferenceList';
import styles from './Past.module.css';
import { MomentFilter } from './MomentFilter';
import { usePast, usePastState } from './pastContext';
import { RevisionRows } from './RevisionRows';

const anybody = '';

function Filters(): ReactElement {
  const desk = usePast();
  const { by, text, onlySelected } = usePastState((state) => state.filter);
  const people = usePastState((state) => state.people);
  const hasSelected = useSession((state) => state.selection.components.size > 0);
  const choices = [
    { value: anybody, label: 'Anybody' },
    ...people.filter((person) => person !== '').map((person) => ({ value: person, label: person })),
  ];
  return (
    <div className={styles.filters} role="search" aria-label="Narrow the history">
      <TextInput
        label="Words of the change"
        placeholder="Words of the change"
        value={text}
        onChange={(typed) => desk.narrow({ text: typed })}
      />
      <MomentFilter />
      <div className={styles.filterRow}>
        <Select
          label="By whom"
          value={by ?? anybody}
          choices={choices}
          onChange={(person) => desk.narrow({ by: person === anybody ? undefined : person })}
        />
        <Button
          on={onlySelected}
          unavailable={hasSelected || onlySelected ? undefined : 'Select a component first'}
          onClick={() => desk.narrow({ onlySelected: !onlySelected })}
        >
          Selected component only
        </Button>
      </div>
    </div>
  );
}

/** What can be done with the revision that is chosen. */
function ChosenActions(): ReactElement | null {
  const desk = usePast();
  const chosen = usePastState((state) => state.rows.find(({ id }) => id === state.chosenId));
  const compareFrom = usePastState((state) => state.compareFrom);
  const seq = chosen?.seq;
  if (chosen === undefined || seq === undefined) {
    return null;
  }
  const isWaiting = compareFrom === seq;
  return (
    <div className={styles.actions} role="group" aria-label="This revision">
      <Button
        onClick={() => desk.compare({ kind: 'revision', seq: seq - 1 }, { kind: 'revision', seq })}
      >{`Show what it changed`}</Button>
      <Button onClick={() => desk.compare({ kind: 'revision', seq }, { kind: 'today' })}>Compare with today</Button>
      <Button on={isWaiting} onClick={() => desk.compareFrom(isWaiting ? undefined : seq)}>
        Compare with another
      </Button>
      <Button onClick={() => void desk.revert({ ...chosen, seq })}>Revert this change</Button>
      {isWaiting ? <p className={styles.hint}>Choose the other revision in the list</p> : null}
    </div>
  );
}

function Foot(): ReactElement | null {
  const { rows, isLoading, isCutOff, filter } = usePastState((state) => state);
  const isNarrowed =
    filter.by !== undefined || filter.text.trim() !== '' || filter.onlySelected || filter.moment.timeMs !== undefined;
  if (isCutOff) {
    const oldest = rows.findLast(({ seq }) => seq !== undefined)?.seq;
    const known = oldest === undefined ? '' : `Known back to revision ${oldest}. `;
    return <p className={styles.none}>{`${known}What came before is fetched when the service answers`}</p>;
  }
  if (rows.length > 0 || isLoading) {
    return null;
  }
  return (
    <p className={styles.none}>
      {isNarrowed ? 'No change fits. Take away a filter' : 'Nothing has been changed since this plant was made'}
    </p>
  );
}

/** The history of the plant: who changed what, when. Stands in the place of the inspector. */
export function HistoryPanel(): ReactElement {
  const desk = usePast();
  const message = usePastState((state) => state.message);
  const isComparing = usePastState((state) => state.view.kind === 'comparison');
  const panel = useRef<HTMLElement>(null);
  // Going to the past changes the screen around the panel, and what was typed in is gone with it: keys go to the list.
  useEffect(() => {
    if (document.activeElement === document.body) {
      panel.current?.querySelector<HTMLElement>('[role=listbox]')?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <aside ref={panel} className={styles.panel} aria-label="History of the plant" data-testid="history-panel">
      <div className={styles.head}>
        <h2 className={styles.title}>History of the plant</h2>
        <IconButton icon="close" label="Close (Ctrl H)" onClick={() => desk.close()} />
      </div>
      {message === undefined ? null : (
        <p className={styles.message} role="status" data-testid="history-message">
          {message}
        </p>
      )}
      {isComparing ? (
        <DifferenceList />
      ) : (
        <>
          <Filters />
          <RevisionRows />
          <Foot />
          <ChosenActions />
        </>
      )}
    </aside>
  );
}
