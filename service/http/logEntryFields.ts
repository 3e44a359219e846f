import { z } from 'zod';
import { acceptedSchema, plantSummarySchema } from '../../shared/sync/syncWire';

/** What a line of a plant's history says of a log entry besides what it changed. */
export const logEntryFields = {
  seq: acceptedSchema.shape.seq,
  id: plantSummarySchema.shape.id,
  by: z.string(),
  atMs: z.number().describe("The author's clock."),
  serverAtMs: z.number().describe("The service's clock: since when it is in force."),
  label: z.string(),
  hash: acceptedSchema.shape.hash,
} as const;
