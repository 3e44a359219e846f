import { type EntityRecord, type FieldRecord, keyText, type Stamp } from './entityRecord';
import type { LoggedChange, LogEntry } from './logEntry';

/**
 * Stands in for the entry that wrote something before it was overwritten: the log says what was there before, not since
 * when. Records that were taken back are for looking at, never to edit on.
 */
export const earlierStamp: Stamp = { seq: 0, changeset: 'earlier' };

function earlier(fields: Readonly<Record<string, FieldRecord['value']>>): EntityRecord['fields'] {
  return Object.fromEntries(Object.entries(fields).map(([path, value]) => [path, { value, ...earlierStamp }]));
}

/** The record before a change that the log made to it; undefined: it was not live. The inverse of `changedRecord`. */
export function recordBefore(record: EntityRecord | undefined, change: LoggedChange): EntityRecord | undefined {
  const { kind, id } = change;
  switch (change.change) {
    case 'create':
      return undefined;
    case 'delete':
      return { kind, id, live: true, existence: earlierStamp, fields: earlier(change.fields) };
    case 'update': {
      const before = Object.fromEntries(
        Object.entries(change.fields).map(([path, { before: value }]) => [path, value]),
      );
      const below = record ?? { kind, id, live: true, existence: earlierStamp, fields: {} };
      return { ...below, fields: { ...below.fields, ...earlier(before) } };
    }
  }
}

/** Records that are other ones at an earlier revision, by `keyText`; undefined: not live then. */
export type EarlierRecords = Map<string, EntityRecord | undefined>;

/**
 * Takes entries of the log back, the newest first. `records` holds what was taken back so far, which is changed in
 * place, and before an entry is taken back the present records that it touches and that are not in it yet.
 */
export function takeBack(records: EarlierRecords, newestFirst: Iterable<LogEntry>): void {
  for (const { changes } of newestFirst) {
    for (const change of changes) {
      const text = keyText(change);
      records.set(text, recordBefore(records.get(text), change));
    }
  }
}
