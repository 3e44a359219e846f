import { type KeyboardEvent, type ReactElement, useCallback, useMemo, useState } from 'react';
import type { SensorId } from '../../../shared/model/ids';
import type { PlantModel } from '../../../shared/model/plantModel';
import { useEditor, useEditorState } from '../editorContext';
import { pickRow } from './pickRows';
import { SensorRowView, sensorRowHeightPx } from './SensorRowView';
import { type SensorRow, visibleRows } from './sensorRows';
import styles from './SensorsDock.module.css';
import { useGlimpses } from './useGlimpses';
import { scrollTopFor, useScroll } from '../../components/useScroll';

const headings = ['', 'Name in the historian', 'Description', 'Last 24 h', 'Last', 'Unit', 'Bound to', ''] as const;

/** The sensors as a table of which only the rows in view exist. */
export function SensorTable(props: { readonly rows: readonly SensorRow[]; readonly model: PlantModel }): ReactElement {
  const { rows, model } = props;
  const editor = useEditor();
  const picked = useEditorState((state) => state.pickedSensors);
  const [place, setPlace] = useState({ current: 0, anchor: 0 });
  const { element, scroll } = useScroll();
  const { start, end } = visibleRows(scroll, sensorRowHeightPx, rows.length);
  const shown = rows.slice(start, end);
  const glimpseOf = useGlimpses(shown.map(({ sensor }) => sensor.id));
  const keys = useMemo(() => rows.map(({ sensor }) => sensor.id), [rows]);
  const onPress = useCallback(
    (index: number, held: { readonly ctrl: boolean; readonly shift: boolean }) => {
      const before = { picked: editor.store.getState().pickedSensors, ...place };
      const after = pickRow<SensorId>(keys, before, { index, ...held });
      editor.store.setState({ pickedSensors: after.picked });
      setPlace({ current: after.current, anchor: after.anchor });
    },
    [editor, keys, place],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const current = rows[place.current];
    if (step !== 0) {
      event.preventDefault();
      const next = Math.max(0, Math.min(rows.length - 1, place.current + step));
      onPress(next, { ctrl: false, shift: event.shiftKey });
      element.current?.scrollTo({ top: scrollTopFor(next, scroll, sensorRowHeightPx) });
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault();
      editor.bindToSelection({ kind: 'sensor', sensorId: current.sensor.id });
    } else if (event.key === 'F2' && picked.size > 0) {
      editor.store.setState({ dialog: { kind: 'sensor', sensorIds: [...picked] } });
    }
  };
  return (
    <>
      <div className={`${styles.columns} ${styles.headings}`} aria-hidden="true">
        {headings.map((heading, index) => (
          <span key={index} className={heading === 'Last' ? styles.number : undefined}>
            {heading}
          </span>
        ))}
      </div>
      <div
        ref={element}
        className={styles.scroll}
        role="grid"
        aria-label="Sensors"
        aria-rowcount={rows.length + 1}
        aria-multiselectable="true"
        aria-activedescendant={`sensor-row-${place.current}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={styles.rows} style={{ height: rows.length * sensorRowHeightPx }}>
          {shown.map((row, offset) => (
            <SensorRowView
              key={row.sensor.id}
              row={row}
              model={model}
              index={start + offset}
              picked={picked.has(row.sensor.id)}
              current={place.current === start + offset}
              glimpse={glimpseOf(row.sensor.id)}
              onPress={onPress}
            />
          ))}
        </div>
      </div>
    </>
  );
}
