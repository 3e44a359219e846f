import { z } from 'zod';
import type { EntityRecord } from '../../../shared/sync/entityRecord';

type StoredObject = Record<string, unknown>;

function isObject(value: unknown): value is StoredObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStamp(value: unknown): value is StoredObject {
  return isObject(value) && Number.isSafeInteger(value['seq']) && typeof value['changeset'] === 'string';
}

function isRecord(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['kind'] === 'string' &&
    typeof value['id'] === 'string' &&
    typeof value['live'] === 'boolean' &&
    isStamp(value['existence']) &&
    isObject(value['fields']) &&
    Object.values(value['fields']).every((field) => isStamp(field) && field['value'] !== null)
  );
}

/**
 * A record as this program wrote it to its own file. Looks at its form only: a plant has tens of thousands, what their
 * fields hold is judged where the model is made of them, and the digest over all is compared with the service's.
 */
export const storedRecordSchema: z.ZodType<EntityRecord> = z.custom<EntityRecord>(isRecord, 'is not a record');

/**
 * As `storedRecordSchema`, for many records that stay in memory: the same changeset wrote thousands of fields, and each
 * would have a copy of its id. Changes what it is given.
 */
export function sharingRecordSchema(): z.ZodType<EntityRecord> {
  const shared = new Map<string, string>();
  const share = (stamp: unknown): void => {
    if (isStamp(stamp)) {
      const text = String(stamp['changeset']);
      const known = shared.get(text) ?? text;
      shared.set(text, known);
      stamp['changeset'] = known;
    }
  };
  return storedRecordSchema.transform((record) => {
    share(record.existence);
    Object.values(record.fields).forEach(share);
    return record;
  });
}
