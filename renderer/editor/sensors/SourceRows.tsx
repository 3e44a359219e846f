import type { ReactElement } from 'react';
import { describeAddress } from '../../../shared/influx/seriesAddress';
import type { PlantModel, Sensor } from '../../../shared/model/plantModel';
import { Button } from '../../components/Button';
import { useEditor } from '../editorContext';
import { TextRow } from '../inspector/PropertyRow';
import { sharedValue } from '../inspector/sharedValue';
import styles from './SensorDialog.module.css';

const nothing = (): void => undefined;

function placeOf({ address }: Sensor): string {
  if (address === undefined) {
    return '';
  }
  const { database, retentionPolicy } = address;
  return `${database}${retentionPolicy === '' ? '' : `.${retentionPolicy}`} › ${describeAddress(address)}`;
}

/** Where the sensors' history is kept, to be read, and the way to take them off their data source. */
export function SourceRows(props: { readonly model: PlantModel; readonly sensors: readonly Sensor[] }): ReactElement {
  const { model, sensors } = props;
  const { edits } = useEditor();
  const connected = sensors.filter(({ sourceId }) => sourceId !== undefined);
  const nameOf = ({ sourceId }: Sensor): string =>
    sourceId === undefined ? 'Embedded historian' : (model.dataSources.get(sourceId)?.name ?? '');
  return (
    <>
      <TextRow label="Data source" value={sharedValue(sensors, nameOf)} onCommit={nothing} readOnly />
      {connected.length === 0 ? null : (
        <>
          <TextRow label="Address there" value={sharedValue(sensors, placeOf)} onCommit={nothing} readOnly />
          <div className={styles.disconnect}>
            <Button onClick={() => edits.disconnectSensors(connected.map(({ id }) => id))}>
              {sensors.length === 1 ? 'Disconnect from its source' : `Disconnect ${connected.length} from their source`}
            </Button>
            <span>Bindings stay. Undo connects it again.</span>
          </div>
        </>
      )}
    </>
  );
}
