import { z } from 'zod';

/** How a CSV file of history is to be read. Everything here can be guessed from the file and corrected by a person. */
export const csvOptionsSchema = z.object({
  /** `wide`: a column a sensor. `long`: a row a sample. `transposed`: a row a sensor, no times. */
  separator: z.enum([',', ';', '\t', ' ', '|']),
  layout: z.enum(['wide', 'long', 'transposed']),
  hasHeader: z.boolean(),
  /** Column that holds the time, by zero-based index; undefined: rows are `periodMs` apart from `startMs`. */
  timeColumn: z.number().int().min(0).optional(),
  /** `iso`, `epoch-s`, `epoch-ms`, or a pattern of yyyy MMM MM M dd d HH H hh h mm ss SSS a zzz and literals. */
  timeFormat: z.string().min(1).max(100),
  /** IANA zone of times that carry no offset. */
  timeZone: z.string().min(1).max(100),
  decimalComma: z.boolean(),
  /** Long layout: column of the sensor's name, of its value, of its quality. */
  nameColumn: z.number().int().min(0).optional(),
  valueColumn: z.number().int().min(0).optional(),
  qualityColumn: z.number().int().min(0).optional(),
  /** Wide layout: columns that are not to be imported. */
  skippedColumns: z.array(z.number().int().min(0)).max(20_000),
  startMs: z.number().optional(),
  periodMs: z.number().positive().optional(),
});
export type CsvOptions = z.infer<typeof csvOptionsSchema>;

/** What the file looks like under the given or guessed options. */
export const csvPreviewSchema = z.object({
  options: csvOptionsSchema,
  /** Why each guess was made, in plain words. */
  reasons: z.array(z.string()),
  columns: z.array(
    z.object({
      name: z.string(),
      unit: z.string(),
      role: z.enum(['time', 'value', 'name', 'quality', 'text', 'skipped']),
    }),
  ),
  /** The first rows as they stand, at most 20. */
  rows: z.array(z.array(z.string())),
  /** The first row's time as it would be stored; undefined when it cannot be read. */
  firstTimeMs: z.number().optional(),
  sizeBytes: z.number(),
});
export type CsvPreview = z.infer<typeof csvPreviewSchema>;

/** What an import did. */
export const csvImportReportSchema = z.object({
  rowsRead: z.number().int(),
  samplesStored: z.number().int(),
  rowsRejected: z.number().int(),
  /** Cells that held no number and no known word in rows that were otherwise good. */
  cellsRejected: z.number().int(),
  /** The first of each kind of trouble, at most 100, with the line it was met on. */
  rejections: z.array(z.object({ line: z.number().int(), reason: z.string(), text: z.string() })),
  series: z.array(z.object({ name: z.string(), unit: z.string(), sampleCount: z.number().int() })),
  firstMs: z.number().optional(),
  lastMs: z.number().optional(),
});
export type CsvImportReport = z.infer<typeof csvImportReportSchema>;
