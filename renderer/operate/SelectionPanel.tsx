import { slotTitles } from '../../shared/model/slotTitles';
import { type ReactElement, useMemo } from 'react';
import { bindingsOf } from '../../shared/model/modelIndex';
import type { ComponentId, SensorId } from '../../shared/model/ids';
import type { PlantComponent, PlantModel, Sensor } from '../../shared/model/plantModel';
import { symbolCatalogue } from '../../shared/symbols/symbolCatalogue';
import { IconButton } from '../components/IconButton';
import { useApp, useModelOnShow, useSession } from '../state/appContext';
import { select } from '../state/sessionStore';
import { SlotRow } from './SlotRow';
import { StateWords } from './StateWords';
import styles from './OperateMode.module.css';

interface Slot {
  readonly name: string;
  readonly sensor: Sensor;
}

function slotsOf(model: PlantModel, componentId: ComponentId): readonly Slot[] {
  const order = Object.keys(slotTitles);
  return [...bindingsOf(model, componentId)]
    .sort((a, b) => order.indexOf(a.slot) - order.indexOf(b.slot))
    .flatMap(({ slot, sensorId }): readonly Slot[] => {
      const sensor = model.sensors.get(sensorId);
      return sensor === undefined ? [] : [{ name: slotTitles[slot], sensor }];
    });
}

function describe(component: PlantComponent): string {
  const title = symbolCatalogue.get(component.symbolId)?.title ?? component.symbolId;
  const service = component.properties['service'] ?? component.properties['description'] ?? '';
  return service === '' ? title : `${title}, ${service}`;
}

function SelectedComponent(props: {
  readonly component: PlantComponent;
  readonly model: PlantModel;
  readonly onTrend: (sensorId: SensorId) => void;
}): ReactElement {
  const { component, model, onTrend } = props;
  const { session } = useApp();
  const slots = useMemo(() => slotsOf(model, component.id), [model, component.id]);
  return (
    <>
      <div className={styles.panelHead}>
        <span className={styles.panelTag} data-testid="selected-tag">
          {component.tag === '' ? 'No tag' : component.tag}
        </span>
        <span className={styles.panelClass} title={describe(component)}>
          {describe(component)}
        </span>
        <IconButton icon="close" label="Close (Esc)" onClick={() => select(session, [])} />
      </div>
      <StateWords component={component} model={model} />
      {slots.length === 0 ? (
        <p className={styles.note}>Not measured. Bind a sensor to it in Model.</p>
      ) : (
        <div className={styles.facts}>
          {slots.map(({ name, sensor }) => (
            <SlotRow key={name} name={name} sensor={sensor} onTrend={onTrend} />
          ))}
        </div>
      )}
      {slots.length === 0 ? null : (
        <>
          <h2 className={styles.heading}>Sensors</h2>
          {slots.map(({ name, sensor }) => (
            <p key={name} className={styles.note} title={sensor.description}>
              {sensor.name}
              {sensor.description === '' ? '' : `, ${sensor.description}`}
            </p>
          ))}
        </>
      )}
    </>
  );
}

/** What is selected on the drawing, with its values at the playhead and over the last hour. Nothing selected: no panel. */
export function SelectionPanel({ onTrend }: { readonly onTrend: (sensorId: SensorId) => void }): ReactElement | null {
  const isOpen = useSession((state) => state.panelOpen);
  const selected = useSession((state) => state.selection.components);
  const model = useModelOnShow((state) => state.model);
  const [firstId] = selected;
  const component = firstId === undefined ? undefined : model?.components.get(firstId);
  if (!isOpen || model === undefined || component === undefined) {
    return null;
  }
  return (
    <aside className={styles.panel} aria-label="Selection" data-testid="selection-panel">
      <SelectedComponent component={component} model={model} onTrend={onTrend} />
      {selected.size > 1 ? <p className={styles.note}>{`and ${selected.size - 1} more selected`}</p> : null}
    </aside>
  );
}
