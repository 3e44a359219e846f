import { type ReactElement, useState } from 'react';
import { bindingsOf } from '../../../shared/model/modelIndex';
import type { PlantComponent, PlantModel, Sensor, SlotName } from '../../../shared/model/plantModel';
import { valueStateWords } from '../../../shared/history/valueState';
import { formatDate, formatHourMinute, formatMoment } from '../../../shared/playback/formatTime';
import { valueText } from '../../../shared/schematic/valueText';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { IconButton } from '../../components/IconButton';
import { useZoneClock } from '../../state/playbackSession';
import { slotTitles } from '../../../shared/model/slotTitles';
import { counted } from '../../../shared/lib/counted';
import { useEditor, useEditorState } from '../editorContext';
import { SensorPicker } from '../sensors/SensorPicker';
import { useGlimpses } from '../sensors/useGlimpses';
import styles from './Bindings.module.css';
import inspector from './Inspector.module.css';

interface CardProps {
  readonly component: PlantComponent;
  readonly slot: SlotName;
  readonly sensor: Sensor;
  readonly isTarget: boolean;
}

function BoundCard({ component, slot, sensor, isTarget }: CardProps): ReactElement {
  const editor = useEditor();
  const clock = useZoneClock();
  const glimpse = useGlimpses([sensor.id])(sensor.id);
  const reading = glimpse === undefined || Number.isNaN(glimpse.value) ? '' : valueText(sensor, glimpse.value);
  const state = glimpse === undefined ? '' : (valueStateWords[glimpse.state] ?? '');
  const hasSample = glimpse !== undefined && !Number.isNaN(glimpse.timeMs);
  const wall = hasSample ? clock.wallTime(glimpse.timeMs) : undefined;
  const trust =
    sensor.trust === 'trusted'
      ? sensor.trustWhy
      : `${sensor.trust === 'suspect' ? 'Suspect' : 'Not trusted'}. ${sensor.trustWhy}`;
  return (
    <div className={`${styles.card} ${isTarget ? styles.target : ''}`}>
      <div className={styles.row}>
        <b className={styles.sensor} title={sensor.name}>
          {sensor.name}
        </b>
        <span className={styles.value}>{reading === '' ? 'No data' : `${reading} ${sensor.unit}`.trim()}</span>
      </div>
      <div className={styles.row}>
        <span className={styles.muted} title={`${sensor.description} ${state}`}>
          {trust.trim() === '' ? sensor.description : trust}
        </span>
        <span className={styles.row}>
          <span className={styles.muted} title={hasSample ? `Last sample ${formatMoment(glimpse.timeMs, clock)}` : ''}>
            {wall === undefined ? '' : `${formatDate(wall)}, ${formatHourMinute(wall)}`}
          </span>
          <IconButton
            icon="more"
            label={`Edit sensor ${sensor.name}`}
            onClick={() => editor.store.setState({ dialog: { kind: 'sensor', sensorIds: [sensor.id] } })}
          />
          <IconButton
            icon="close"
            label={`Unbind ${sensor.name} from ${slotTitles[slot].toLowerCase()}`}
            onClick={() => editor.edits.unbind(component.id, slot)}
          />
        </span>
      </div>
    </div>
  );
}

interface SlotProps {
  readonly model: PlantModel;
  readonly component: PlantComponent;
  readonly slot: SlotName;
  readonly onChoose: () => void;
}

function Slot({ model, component, slot, onChoose }: SlotProps): ReactElement {
  const binding = bindingsOf(model, component.id).find((candidate) => candidate.slot === slot);
  const sensor = binding === undefined ? undefined : model.sensors.get(binding.sensorId);
  const isTarget = useEditorState((state) => state.bindTargetSlot === slot);
  return (
    <div className={styles.slot} data-bind-slot={slot} data-bind-component={component.id}>
      <div className={styles.name}>{slotTitles[slot]}</div>
      {sensor === undefined ? (
        <button type="button" className={`${styles.drop} ${isTarget ? styles.target : ''}`} onClick={onChoose}>
          Drop a sensor here, or choose one
        </button>
      ) : (
        <BoundCard component={component} slot={slot} sensor={sensor} isTarget={isTarget} />
      )}
    </div>
  );
}

/** The slots of one component: what is bound, and where a sensor can be dropped. */
export function BindingSlots(props: {
  readonly model: PlantModel;
  readonly component: PlantComponent;
}): ReactElement | null {
  const { model, component } = props;
  const { edits } = useEditor();
  const [choosing, setChoosing] = useState<SlotName>();
  const slots = symbolCatalogue.get(component.symbolId)?.slots ?? [];
  if (slots.length === 0) {
    return null;
  }
  const bound = bindingsOf(model, component.id).length;
  return (
    <section aria-label="Bindings">
      <div className={inspector.section}>
        <h3>Bindings</h3>
        <span className={inspector.count}>
          {bound} of {counted(slots.length, 'slot')}
        </span>
      </div>
      {slots.map((slot) => (
        <Slot key={slot} model={model} component={component} slot={slot} onChoose={() => setChoosing(slot)} />
      ))}
      {choosing === undefined ? null : (
        <SensorPicker
          title={`Sensor for ${component.tag} ${slotTitles[choosing].toLowerCase()}`}
          onClose={() => setChoosing(undefined)}
          onChoose={(sensorId) => {
            edits.bind(component.id, choosing, sensorId);
            setChoosing(undefined);
          }}
        />
      )}
    </section>
  );
}
