import type { ReactElement } from 'react';
import type { SensorId } from '../../../shared/model/ids';
import { sensorsNamed } from '../../../shared/model/modelIndex';
import type { PlantModel, Sensor } from '../../../shared/model/plantModel';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { useModel } from '../../state/appContext';
import type { SensorFields } from '../edits';
import { useEditor } from '../editorContext';
import { ChoiceRow, TextRow } from '../inspector/PropertyRow';
import { sharedValue } from '../inspector/sharedValue';
import styles from './SensorDialog.module.css';
import { fieldProblem, sensorSections } from './sensorFields';
import { SourceRows } from './SourceRows';

const kinds = [
  { value: 'analog', label: 'A measured quantity' },
  { value: 'state', label: 'A state' },
] as const;
const trusts = [
  { value: 'trusted', label: 'Trusted' },
  { value: 'suspect', label: 'Suspect' },
  { value: 'untrusted', label: 'Not trusted' },
] as const;
const inverting = [
  { value: 'no', label: 'As measured' },
  { value: 'yes', label: 'Reversed in its range' },
] as const;

function nameProblem(model: PlantModel, name: string, own: SensorId | undefined): string | undefined {
  const other = sensorsNamed(model, name.trim()).find(({ id }) => id !== own);
  return name.trim() === ''
    ? 'A sensor needs its name in the historian'
    : other === undefined
      ? undefined
      : `${name.trim()} is in this plant already`;
}

interface BodyProps {
  readonly model: PlantModel;
  readonly sensors: readonly Sensor[];
}

function TrustRows({ sensors }: Pick<BodyProps, 'sensors'>): ReactElement {
  const editor = useEditor();
  const ids = sensors.map(({ id }) => id);
  const set = (fields: SensorFields): void => editor.edits.setSensors(ids, { ...fields, trustAtMs: editor.nowMs() });
  return (
    <section className={styles.section}>
      <h3>Trust</h3>
      <ChoiceRow
        label="Trust"
        value={sharedValue(sensors, ({ trust }) => trust)}
        choices={trusts}
        onChange={(trust) => set({ trust })}
      />
      <TextRow
        label="Said by"
        value={sharedValue(sensors, ({ trustBy }) => trustBy)}
        onCommit={(trustBy) => set({ trustBy: trustBy.trim() })}
      />
      <TextRow
        label="Because"
        value={sharedValue(sensors, ({ trustWhy }) => trustWhy)}
        onCommit={(trustWhy) => set({ trustWhy: trustWhy.trim() })}
      />
    </section>
  );
}

function NameRow({ model, sensors }: BodyProps): ReactElement | null {
  const { edits } = useEditor();
  const [sensor, ...others] = sensors;
  return sensor === undefined || others.length > 0 ? null : (
    <TextRow
      label="Name"
      value={{ kind: 'same', value: sensor.name }}
      check={(name) => nameProblem(model, name, sensor.id)}
      onCommit={(name) => edits.setSensors([sensor.id], { name: name.trim() })}
    />
  );
}

function FieldsBody({ model, sensors }: BodyProps): ReactElement {
  const { edits } = useEditor();
  const ids = sensors.map(({ id }) => id);
  return (
    <div className={styles.columns}>
      <div className={styles.wide}>
        <NameRow model={model} sensors={sensors} />
        <SourceRows model={model} sensors={sensors} />
        <ChoiceRow
          label="Kind"
          value={sharedValue(sensors, ({ kind }) => kind)}
          choices={kinds}
          onChange={(kind) => edits.setSensors(ids, { kind })}
        />
      </div>
      {sensorSections.map((section) => (
        <section key={section.title} className={styles.section}>
          <h3>{section.title}</h3>
          {section.fields.map((field) => (
            <TextRow
              key={field.title}
              label={field.title}
              unit={field.unit}
              value={sharedValue(sensors, field.read)}
              check={(text) => fieldProblem(field, sensors, text)}
              onCommit={(text) => edits.setSensors(ids, field.write(text))}
            />
          ))}
          {section.title.startsWith('Corrections') ? (
            <ChoiceRow
              label="Invert"
              value={sharedValue(sensors, ({ invert }) => (invert ? 'yes' : 'no'))}
              choices={inverting}
              onChange={(answer) => edits.setSensors(ids, { invert: answer === 'yes' })}
            />
          ) : null}
        </section>
      ))}
      <TrustRows sensors={sensors} />
    </div>
  );
}

function NewSensorBody({ model }: Pick<BodyProps, 'model'>): ReactElement {
  const { app, edits, store } = useEditor();
  const add = (name: string): void => {
    edits.addSensor({ name: name.trim() });
    const { model: after } = app.models.store.getState();
    const added = after === undefined ? undefined : sensorsNamed(after, name.trim())[0];
    store.setState({ dialog: added === undefined ? undefined : { kind: 'sensor', sensorIds: [added.id] } });
  };
  return (
    <div className={styles.columns}>
      <div className={styles.wide}>
        <TextRow
          label="Name"
          value={{ kind: 'same', value: '' }}
          check={(name) => nameProblem(model, name, undefined)}
          onCommit={add}
        />
      </div>
    </div>
  );
}

/** Edits one or several sensors, or adds one. Every field is saved when it is left. */
export function SensorDialog({ sensorIds }: { readonly sensorIds: readonly SensorId[] }): ReactElement | null {
  const { store } = useEditor();
  const model = useModel((state) => state.model);
  if (model === undefined) {
    return null;
  }
  const sensors = sensorIds.flatMap((id) => model.sensors.get(id) ?? []);
  const [first] = sensors;
  const close = (): void => store.setState({ dialog: undefined });
  const title = sensors.length > 1 ? `${sensors.length} sensors` : (first?.name ?? 'New sensor');
  return (
    <Dialog
      title={title}
      onClose={close}
      buttons={
        <Button look="main" onClick={close}>
          Done
        </Button>
      }
    >
      {first === undefined ? <NewSensorBody model={model} /> : <FieldsBody model={model} sensors={sensors} />}
    </Dialog>
  );
}
