import { z } from 'zod';
import { type EntityFields, entityKinds, type FieldChange, type FieldValue, type ModelPatch } from './modelPatch';

/** Deeper than any field of ours, and shallow enough for any stack. */
const deepestValue = 16;

// Written out rather than as schemas: a patch of a whole plant has a million values, and this is many times faster.
function isFieldValue(value: unknown, depth = 0): value is FieldValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return (
        value !== null &&
        depth < deepestValue &&
        (Array.isArray(value) ? value : Object.values(value)).every((item) => isFieldValue(item, depth + 1))
      );
    default:
      return false;
  }
}

function isRecordOf(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !Object.hasOwn(value, '__proto__') &&
    Object.values(value).every((member) => isMember(member))
  );
}

function isFieldChange(value: unknown): value is FieldChange {
  return isRecordOf(value, (side) => isFieldValue(side)) && Object.keys(value as object).every(isSide);
}

function isSide(key: string): boolean {
  return key === 'before' || key === 'after';
}

const fields = z.custom<EntityFields>((value) => isRecordOf(value, (field) => isFieldValue(field)), 'must be fields');
const fieldChanges = z.custom<Readonly<Record<string, FieldChange>>>(
  (value) => isRecordOf(value, isFieldChange),
  'must be changed fields',
);
const kind = z.enum(entityKinds);
const id = z.string().min(1).max(200);

/** The form of a patch at every edge. What its fields may hold is checked by the model's own rules. */
export const modelPatchSchema: z.ZodType<ModelPatch> = z.object({
  changes: z.array(
    z.discriminatedUnion('change', [
      z.object({ change: z.literal('create'), kind, id, fields }),
      z.object({ change: z.literal('update'), kind, id, fields: fieldChanges }),
      z.object({ change: z.literal('delete'), kind, id, fields }),
    ]),
  ),
});
