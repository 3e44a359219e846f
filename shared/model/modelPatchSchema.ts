import { z } from 'zod';
import { entityKinds, type FieldValue, type ModelPatch } from './modelPatch';

const fieldValue: z.ZodType<FieldValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.undefined(), z.array(fieldValue), z.record(z.string(), fieldValue)]),
);
const fields = z.record(z.string(), fieldValue);
const kind = z.enum(entityKinds);
const id = z.string().min(1).max(200);

/** The form of a patch at every edge. What its fields may hold is checked by the model's own rules. */
export const modelPatchSchema: z.ZodType<ModelPatch> = z.object({
  changes: z.array(
    z.discriminatedUnion('change', [
      z.object({ change: z.literal('create'), kind, id, fields }),
      z.object({
        change: z.literal('update'),
        kind,
        id,
        fields: z.record(z.string(), z.object({ before: fieldValue, after: fieldValue })),
      }),
      z.object({ change: z.literal('delete'), kind, id, fields }),
    ]),
  ),
});
