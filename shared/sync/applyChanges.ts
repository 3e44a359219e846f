import { fieldChanges } from '../model/entityFields';
import type { EntityFields } from '../model/modelPatch';
import { type EntityRecord, type FieldRecord, setFieldsOf, type Stamp } from './entityRecord';
import type { LoggedChange } from './logEntry';
import { OverlayWorld } from './recordWorld';
import type { World } from './world';

function stamped(fields: EntityFields, stamp: Stamp): Record<string, FieldRecord> {
  return Object.fromEntries(Object.entries(fields).map(([path, value]) => [path, { value, ...stamp }]));
}

/** The record after one change. A change of a record that is not there makes one: the log is believed. */
export function changedRecord(record: EntityRecord | undefined, change: LoggedChange, stamp: Stamp): EntityRecord {
  const { kind, id } = change;
  switch (change.change) {
    case 'create':
      return { kind, id, live: true, existence: stamp, fields: stamped(change.fields, stamp) };
    case 'update': {
      const after = Object.entries(change.fields).map(
        ([path, { after: value }]) => [path, { value, ...stamp }] as const,
      );
      const below = record ?? { kind, id, live: true, existence: stamp, fields: {} };
      return { ...below, fields: { ...below.fields, ...Object.fromEntries(after) } };
    }
    case 'delete': {
      const fields = record?.fields ?? stamped(change.fields, stamp);
      return { kind, id, live: false, existence: stamp, fields };
    }
  }
}

/** The records that a log entry's changes leave behind. */
export function recordsAfter(world: World, changes: readonly LoggedChange[], stamp: Stamp): readonly EntityRecord[] {
  const overlay = new OverlayWorld(world);
  changes.forEach((change) => overlay.put(changedRecord(overlay.recordOf(change), change, stamp)));
  return [...overlay.changedRecords()];
}

/** What turns one record of an entity into another, by value; undefined when nothing but stamps differs. */
export function changeBetween(before: EntityRecord | undefined, after: EntityRecord): LoggedChange | undefined {
  const { kind, id } = after;
  const old = before?.live === true ? setFieldsOf(before) : undefined;
  const current = after.live ? setFieldsOf(after) : undefined;
  if (old === undefined) {
    return current && { change: 'create', kind, id, fields: current };
  }
  if (current === undefined) {
    return { change: 'delete', kind, id, fields: old };
  }
  const fields = fieldChanges(old, current);
  return Object.keys(fields).length === 0 ? undefined : { change: 'update', kind, id, fields };
}
