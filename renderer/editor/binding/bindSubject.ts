import type { BrowsedSeries } from '../../../shared/contract/sourceCalls';
import type { ComponentId, DataSourceId, SensorId } from '../../../shared/model/ids';
import type { PlantModel, Sensor, SlotName } from '../../../shared/model/plantModel';
import type { Edits } from '../edits';

/** What is bound: a sensor of the plant, or a series of a data source, which becomes one where it is none yet. */
export type BindSubject =
  | { readonly kind: 'sensor'; readonly sensorId: SensorId }
  | { readonly kind: 'series'; readonly sourceId: DataSourceId; readonly series: BrowsedSeries };

/** What of a subject is looked at; undefined: it is gone. */
export function traitsOf(
  model: PlantModel | undefined,
  subject: BindSubject,
): Pick<Sensor, 'name' | 'unit' | 'kind'> | undefined {
  return subject.kind === 'series' ? subject.series : model?.sensors.get(subject.sensorId);
}

/** Binds a subject to a slot of a component: one step of undo. */
export function bindSubject(
  edits: Edits,
  subject: BindSubject,
  to: { readonly componentId: ComponentId; readonly slot: SlotName },
): void {
  if (subject.kind === 'sensor') {
    edits.bind(to.componentId, to.slot, subject.sensorId);
  } else {
    edits.bindSeries(to.componentId, to.slot, subject);
  }
}
