import type { EntityFields } from '../../../shared/model/modelPatch';
import { entityFromFields, fieldsOf } from '../../../shared/model/entityFields';
import type { EntityKind } from '../../../shared/model/modelPatch';
import type { Changeset, SyncOp } from '../../../shared/sync/changeset';

const component = (symbolId: string, tag: string, x: number): EntityFields => ({
  ...{ sheetId: 'sheet-1', symbolId, tag, x, y: 80 },
  'properties.p0': 'w0',
});
const line = (from: string, to: string): EntityFields => ({
  ...{ sheetId: 'sheet-1', lineClassId: 'line-1', size: 'DN 0' },
  from: { componentId: from, port: 'out' },
  to: { componentId: to, port: 'in' },
});

const entities: readonly (readonly [EntityKind, string, EntityFields])[] = [
  ['plant', 'works', { name: 'Works', timeZone: 'Europe/Berlin' }],
  ['area', 'area-1', { name: 'North' }],
  ['sheet', 'sheet-1', { areaId: 'area-1', name: 'Sheet 1', width: 800, height: 600 }],
  ['sheet', 'sheet-2', { name: 'Sheet 2', width: 800, height: 600 }],
  ['lineClass', 'line-1', { code: 'L0', kind: 'pipe' }],
  ['lineClass', 'line-2', { code: 'L1', kind: 'pipe' }],
  ['component', 'pump-1', component('pump', 'T-0', 0)],
  ['component', 'valve-1', component('valve-gate', 'T-1', 160)],
  ['component', 'pump-2', component('pump', '', 320)],
  ['component', 'valve-2', component('valve-gate', '', 480)],
  ['connection', 'pipe-1', line('pump-1', 'valve-1')],
  ['connection', 'pipe-2', line('valve-1', 'pump-2')],
  ['connection', 'pipe-3', line('pump-2', 'valve-2')],
  ['sensor', 'sensor-1', { name: 'S0', limitLow: 2, limitHigh: 4 }],
  ['sensor', 'sensor-2', { name: 'S1' }],
  ['binding', 'pump-1:state', { componentId: 'pump-1', slot: 'state', sensorId: 'sensor-1' }],
];

/** The changeset that publishes the small plant in which every history begins. */
export function startPlant(): Changeset {
  const ops = entities.map(([kind, id, fields]): SyncOp => {
    const whole = fieldsOf(kind, entityFromFields(kind, id, fields));
    return { op: 'create', kind, id, fields: whole, own: [] };
  });
  return { id: '00000000-0000-4000-8000-000000000000', base: 0, atMs: 0, label: 'Publish', ops, resolves: [] };
}
