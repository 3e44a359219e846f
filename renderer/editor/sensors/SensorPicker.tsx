import { type KeyboardEvent, type ReactElement, useMemo, useState } from 'react';
import type { SensorId } from '../../../shared/model/ids';
import type { PlantModel } from '../../../shared/model/plantModel';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { useModel } from '../../state/appContext';
import { boundWords, filterSensorRows, type SensorRow, sensorRowsOf } from './sensorRows';
import styles from './SensorPicker.module.css';

/** More than fit a screen; the search narrows the rest. */
const shownAtMost = 200;

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step !== 0) {
    event.preventDefault();
    const options = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button[data-option]')];
    options[options.findIndex((option) => option === document.activeElement) + step]?.focus();
  }
}

function wordsOf(model: PlantModel | undefined, row: SensorRow): string {
  const bound = model === undefined ? '' : boundWords(model, row);
  return [row.sensor.description, row.sensor.unit, bound].filter((part) => part !== '').join(', ');
}

/** Lets a person choose one sensor by searching. Sensors not bound yet come first. */
export function SensorPicker(props: {
  readonly title: string;
  readonly onChoose: (id: SensorId) => void;
  readonly onClose: () => void;
}): ReactElement {
  const model = useModel((state) => state.model);
  const [text, setText] = useState('');
  const rows = useMemo(() => {
    const all = model === undefined ? [] : sensorRowsOf(model);
    return [...all].sort((a, b) => Math.min(1, a.bindings.length) - Math.min(1, b.bindings.length));
  }, [model]);
  const found = filterSensorRows(rows, { text, scope: 'all', sheetId: undefined }, model);
  return (
    <Dialog title={props.title} onClose={props.onClose} buttons={<Button onClick={props.onClose}>Cancel</Button>}>
      <div onKeyDown={walk}>
        <input
          className={styles.search}
          autoFocus
          aria-label="Search sensors"
          placeholder="Search sensors"
          value={text}
          onChange={(event) => setText(event.target.value)}
          spellCheck={false}
        />
        <div className={styles.list} aria-label="Found sensors">
          {found.slice(0, shownAtMost).map((row) => (
            <button
              key={row.sensor.id}
              type="button"
              data-option
              className={styles.option}
              onClick={() => props.onChoose(row.sensor.id)}
            >
              <b>{row.sensor.name}</b>
              <span>{wordsOf(model, row)}</span>
            </button>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
