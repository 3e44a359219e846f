import { type ReactElement, useDeferredValue, useMemo, useState } from 'react';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Segmented } from '../../components/Segmented';
import { useModel, useSession } from '../../state/appContext';
import { commandOf } from '../commands/commandOf';
import { useEditor, useEditorState } from '../editorContext';
import { filterSensorRows, type SensorScope, sensorRowsOf } from './sensorRows';
import styles from './SensorsDock.module.css';
import { SensorTable } from './SensorTable';

const scopes = [
  { value: 'all', label: 'All' },
  { value: 'not-bound', label: 'Not bound' },
  { value: 'this-sheet', label: 'This sheet' },
] as const;

const counted = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'sensor' : 'sensors'}`;

function PickedActions(): ReactElement | null {
  const { commands, store } = useEditor();
  const picked = useEditorState((state) => state.pickedSensors);
  if (picked.size === 0) {
    return null;
  }
  return (
    <>
      <span className={styles.source}>{picked.size} picked</span>
      <Button onClick={() => store.setState({ dialog: { kind: 'sensor', sensorIds: [...picked] } })}>
        {picked.size === 1 ? 'Edit sensor' : `Edit ${picked.size} sensors`}
      </Button>
      <Button onClick={() => commandOf(commands, 'sensor:delete').run()}>
        {picked.size === 1 ? 'Delete sensor' : `Delete ${picked.size} sensors`}
      </Button>
    </>
  );
}

function NoSensors(): ReactElement {
  const { plantActions, commands } = useEditor();
  return (
    <div className={styles.empty}>
      <p>No sensors yet.</p>
      <Button look="main" onClick={plantActions.importHistory}>
        Import a history
      </Button>{' '}
      <Button onClick={() => commandOf(commands, 'sensor:add').run()}>Add a sensor by name</Button>
    </div>
  );
}

/** The plant's sensors with their last day, to be searched, edited and dragged onto components. */
export function SensorsDock(): ReactElement {
  const { commands } = useEditor();
  const model = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const [text, setText] = useState('');
  const [scope, setScope] = useState<SensorScope>('all');
  const wanted = useDeferredValue(text);
  const sensors = model?.sensors;
  const bindings = model?.bindings;
  const rows = useMemo(
    () => (sensors === undefined || bindings === undefined ? [] : sensorRowsOf({ sensors, bindings })),
    [sensors, bindings],
  );
  // Moving things about does not change what is found, unless places are searched or asked for.
  const isPlain = wanted === '' && scope !== 'this-sheet';
  const searched = isPlain ? undefined : model;
  const shown = useMemo(
    () => filterSensorRows(rows, { text: wanted, scope, sheetId }, searched),
    [rows, wanted, scope, sheetId, searched],
  );
  return (
    <section className={styles.dock} aria-label="Sensors">
      <div className={styles.head}>
        <h2 className={styles.title}>Sensors</h2>
        <span className={styles.source}>Embedded historian, {counted(rows.length)}</span>
        <label className={styles.search}>
          <Icon name="search" size={14} />
          <input
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => (event.key === 'Escape' ? setText('') : undefined)}
            aria-label="Search sensors"
            placeholder="Search sensors"
            spellCheck={false}
          />
        </label>
        <Segmented label="Which sensors" value={scope} choices={scopes} onChange={setScope} />
        <span className={styles.space} />
        <PickedActions />
        <Button onClick={() => commandOf(commands, 'sensor:add').run()}>Add sensor</Button>
      </div>
      {model === undefined || rows.length === 0 ? (
        <NoSensors />
      ) : shown.length === 0 ? (
        <p className={styles.empty}>No sensor matches.</p>
      ) : (
        <SensorTable rows={shown} model={model} />
      )}
    </section>
  );
}
