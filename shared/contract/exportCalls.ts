import { z } from 'zod';

const path = z.string().min(1).max(4_096);
const timeMs = z.number().finite();

const exportRequestSchema = z.object({
  sensorIds: z.array(z.string().min(1).max(200)).min(1).max(50_000),
  /** Inclusive. */
  startMs: timeMs,
  /** Exclusive. */
  endMs: timeMs,
  format: z.enum(['csv', 'parquet']),
  /** A column a sensor instead of a row a sample; CSV only. */
  wide: z.boolean(),
  /** Values and times as the sensors show them; false: as they are stored. */
  corrected: z.boolean(),
  /** Gets a file a day; one that holds the same export is gone on with. */
  folder: path,
});
/** What a window may ask to have exported. */
export type HistoryExportRequest = z.infer<typeof exportRequestSchema>;

const exportReportSchema = z.object({
  folder: path,
  files: z.number().int(),
  rows: z.number(),
  sizeBytes: z.number(),
  /** Samples of bad quality, which a column a sensor has no room for. */
  leftOut: z.number(),
  /** Days that an earlier run had written. */
  daysKept: z.number().int(),
});
/** What came of an export. */
export type HistoryExportReport = z.infer<typeof exportReportSchema>;

/** Raw history written to files. */
export const exportCalls = {
  /** Progress counts days. Waits while a person moves through time. */
  'history:export': { request: exportRequestSchema, response: exportReportSchema },
} as const;
