import { memo, type ReactElement } from 'react';
import { valueStateWords } from '../../../shared/history/valueState';
import type { PlantModel } from '../../../shared/model/plantModel';
import { valueText } from '../../../shared/schematic/valueText';
import { Icon } from '../../components/Icon';
import { IconButton } from '../../components/IconButton';
import { useEditor } from '../editorContext';
import { dragSensors } from './dragSensors';
import { type Glimpse, sparkBox } from './glimpseStore';
import { boundPlaces, boundWords, type SensorRow } from './sensorRows';
import styles from './SensorsDock.module.css';

/** Row height of the table, px. */
export const sensorRowHeightPx = 28;

/** What one row takes. */
export interface SensorRowViewProps {
  readonly row: SensorRow;
  readonly model: PlantModel;
  readonly index: number;
  readonly picked: boolean;
  readonly current: boolean;
  readonly glimpse: Glimpse | undefined;
  readonly onPress: (index: number, held: { readonly ctrl: boolean; readonly shift: boolean }) => void;
}

function Spark({ glimpse }: { readonly glimpse: Glimpse | undefined }): ReactElement {
  return (
    <svg className={styles.spark} width={sparkBox.width} height={sparkBox.height} aria-hidden="true">
      {glimpse === undefined || glimpse.line === '' ? null : <path d={glimpse.line} />}
    </svg>
  );
}

function BoundTo({ model, row }: Pick<SensorRowViewProps, 'model' | 'row'>): ReactElement {
  const places = boundPlaces(model, row);
  return (
    <span role="gridcell" className={places.length === 0 ? styles.muted : styles.bound} title={boundWords(model, row)}>
      {places.length === 0 ? 'Not bound' : null}
      {places.map(({ tag, slot }, index) => (
        <span key={`${tag} ${slot}`}>
          {index === 0 ? null : ', '}
          <b>{tag}</b> {slot}
        </span>
      ))}
    </span>
  );
}

/** One sensor of the dock. Press picks it, a drag carries it onto a component, a double click edits it. */
export const SensorRowView = memo(function SensorRowView(props: SensorRowViewProps): ReactElement {
  const { row, model, index, picked, current, glimpse, onPress } = props;
  const editor = useEditor();
  const { sensor } = row;
  const reading = glimpse === undefined || Number.isNaN(glimpse.value) ? '' : valueText(sensor, glimpse.value);
  const edit = (): void => {
    const { pickedSensors } = editor.store.getState();
    const sensorIds = pickedSensors.has(sensor.id) ? [...pickedSensors] : [sensor.id];
    editor.store.setState({ dialog: { kind: 'sensor', sensorIds } });
  };
  return (
    <div
      role="row"
      id={`sensor-row-${index}`}
      aria-selected={picked}
      aria-rowindex={index + 2}
      className={`${styles.row} ${styles.columns} ${current ? styles.current : ''}`}
      style={{ top: index * sensorRowHeightPx }}
      data-sensor={sensor.name}
      onPointerDown={(event) => {
        if (event.button === 0) {
          onPress(index, { ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey });
          dragSensors(editor, { kind: 'sensor', sensorId: sensor.id }, event.nativeEvent);
        }
      }}
      onDoubleClick={edit}
    >
      <span className={styles.tickCell}>
        <span className={styles.tick}>{picked ? <Icon name="tick" size={12} /> : null}</span>
      </span>
      <span role="gridcell" className={styles.name} title={sensor.name}>
        {sensor.name}
      </span>
      <span role="gridcell" className={styles.muted} title={sensor.description}>
        {sensor.description}
      </span>
      <span role="gridcell">
        <Spark glimpse={glimpse} />
      </span>
      <span
        role="gridcell"
        className={styles.number}
        title={glimpse === undefined ? undefined : valueStateWords[glimpse.state]}
      >
        {reading}
      </span>
      <span role="gridcell" className={styles.muted}>
        {sensor.unit}
      </span>
      <BoundTo model={model} row={row} />
      <span role="gridcell" className={styles.edit}>
        <IconButton icon="more" label={`Edit sensor ${sensor.name}`} onClick={edit} />
      </span>
    </div>
  );
});
