import { type ReactElement, type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import type { DataSource, PlantModel } from '../../../shared/model/plantModel';
import { counted } from '../../../shared/lib/counted';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Segmented } from '../../components/Segmented';
import { useModel, useSession } from '../../state/appContext';
import { commandOf } from '../commands/commandOf';
import { useEditor, useEditorState } from '../editorContext';
import { SourceBrowser } from './browse/SourceBrowser';
import { DockTabs, useSourcesInOrder } from './DockTabs';
import { filterSensorRows, type SensorScope, sensorRowsOf } from './sensorRows';
import styles from './SensorsDock.module.css';
import { SensorTable } from './SensorTable';

const scopes = [
  { value: 'all', label: 'All' },
  { value: 'not-bound', label: 'Not bound' },
  { value: 'this-sheet', label: 'This sheet' },
] as const;

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

/** What an empty list offers: a way to a data source first, since that is where sensors are. */
function NoSensors(): ReactElement {
  const { app, plantActions, commands } = useEditor();
  const [source] = useSourcesInOrder();
  const { session } = app;
  return (
    <div className={styles.empty}>
      <p>{source === undefined ? 'No data source.' : 'No sensors yet.'}</p>
      <div className={styles.choices}>
        {source === undefined ? (
          <Button
            look="main"
            onClick={() => session.setState({ connections: { kind: 'form', sourceId: undefined, fromList: false } })}
          >
            Connect one
          </Button>
        ) : (
          <Button look="main" onClick={() => session.setState({ browsedSourceId: source.id })}>
            Browse {source.name}
          </Button>
        )}
        <Button onClick={plantActions.importHistory}>Import a history</Button>
        <Button onClick={() => commandOf(commands, 'sensor:add').run()}>Add a sensor by name</Button>
      </div>
    </div>
  );
}

interface PanelProps {
  readonly model: PlantModel | undefined;
  readonly tabs: ReactNode;
}

/** The plant's own sensors. */
function PlantSensors({ model, tabs }: PanelProps): ReactElement {
  const { commands } = useEditor();
  const sheetId = useSession((state) => state.sheetId);
  const [text, setText] = useState('');
  const [scope, setScope] = useState<SensorScope>('all');
  const wanted = useDeferredValue(text);
  const sensors = model?.sensors;
  const bindings = model?.bindings;
  const hasSources = (model?.dataSources.size ?? 0) > 0;
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
    <>
      <div className={styles.head}>
        {tabs}
        <span
          className={styles.source}
        >{`${hasSources ? '' : 'Embedded historian, '}${counted(rows.length, 'sensor')}`}</span>
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
    </>
  );
}

/** What a data source reads: a change of it makes another list. */
function placeOf({ lateDataMs: _late, name: _name, ...place }: DataSource): string {
  return JSON.stringify(place);
}

/** The sensors: the plant's own with their last day, or what a data source holds. Both can be dragged onto components. */
export function SensorsDock(): ReactElement {
  const model = useModel((state) => state.model);
  const browsedId = useSession((state) => state.browsedSourceId);
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const source = browsedId === undefined ? undefined : model?.dataSources.get(browsedId);
  const tabs = <DockTabs />;
  return (
    <section className={styles.dock} aria-label="Sensors">
      {model === undefined || source === undefined ? (
        <PlantSensors model={model} tabs={tabs} />
      ) : (
        <SourceBrowser
          key={placeOf(source)}
          source={source}
          model={model}
          text={texts.get(source.id) ?? ''}
          onText={(text) => setTexts(new Map([...texts, [source.id, text]]))}
          tabs={tabs}
        />
      )}
    </section>
  );
}
