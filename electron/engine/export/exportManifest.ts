import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppFailure } from '../../../shared/lib/appError';
import { readFailure } from '../fileFailure';
import type { ExportRequest, ExportSeries } from './exportRequest';
import { UnfinishedFile } from './unfinishedFile';

/** The file in an export's folder that says what the export is. Readers of whole folders pass over names with a `_`. */
export const manifestName = '_export.json';
/** Values whose corrections tell two corrections apart: a correction is a line, or swaps 0 and 1. */
const probes = [0, 1, 1_000];

const sensorSchema = z.object({
  name: z.string(),
  unit: z.string(),
  series: z.string(),
  timeOffsetMs: z.number(),
  /** What becomes of stored 0, 1 and 1,000; left out where values are as stored. */
  corrected: z.array(z.number().nullable()).optional(),
});

const questionSchema = z.object({
  plantId: z.string(),
  format: z.enum(['csv', 'parquet']),
  layout: z.enum(['long', 'wide']),
  values: z.enum(['corrected', 'raw']),
  startMs: z.number(),
  endMs: z.number(),
  sensors: z.array(sensorSchema),
});
/** What was asked for, as far as the files depend on it. */
export type ExportQuestion = z.infer<typeof questionSchema>;

const daySchema = z.object({
  day: z.string(),
  /** Left out for a day without samples. */
  file: z.string().optional(),
  rows: z.number(),
  leftOut: z.number(),
  sizeBytes: z.number(),
  sha256: z.string().optional(),
});
/** A day that is whole. */
export type WholeDay = z.infer<typeof daySchema>;

const manifestSchema = z.object({
  kind: z.literal('sightglass-history-export'),
  version: z.literal(1),
  question: questionSchema,
  complete: z.boolean(),
  days: z.array(daySchema),
});
/** What `_export.json` says. */
export type ExportManifest = z.infer<typeof manifestSchema>;

function sensorOf({ sensorName, unit, seriesName, timeOffsetMs, correct }: ExportSeries) {
  const corrected = correct === undefined ? {} : { corrected: probes.map((value) => correct(value)) };
  return { name: sensorName, unit, series: seriesName, timeOffsetMs, ...corrected };
}

/** The question behind a request. */
export function questionOf(request: ExportRequest): ExportQuestion {
  return {
    plantId: request.plantId,
    format: request.format,
    layout: request.wide ? 'wide' : 'long',
    values: request.corrected ? 'corrected' : 'raw',
    startMs: request.range.startMs,
    endMs: request.range.endMs,
    sensors: request.series.map(sensorOf),
  };
}

/** In what two questions differ, in words; undefined when they are the same. */
export function differenceOf(asked: ExportQuestion, found: ExportQuestion): string | undefined {
  const parts: readonly (readonly [words: string, part: (question: ExportQuestion) => unknown])[] = [
    ['another plant', ({ plantId }) => plantId],
    ['another format', ({ format, layout }) => [format, layout]],
    ['another time range', ({ startMs, endMs }) => [startMs, endMs]],
    ['raw instead of corrected values, or the other way round', ({ values }) => values],
    ['other sensors', ({ sensors }) => sensors.map(({ name, series }) => [name, series])],
    ['other units or corrections of the sensors', ({ sensors }) => sensors],
  ];
  // As JSON: a number that has no JSON is null in what is read back.
  return parts.find(([, part]) => JSON.stringify(part(asked)) !== JSON.stringify(part(found)))?.[0];
}

/** What a folder says of the export it holds; undefined when it holds none. Throws an `AppFailure`. */
export async function readManifest(folder: string): Promise<ExportManifest | undefined> {
  const path = join(folder, manifestName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw readFailure(path, error);
  }
  const manifest = manifestSchema.safeParse(jsonOf(text));
  if (!manifest.success) {
    throw new AppFailure({
      code: 'invalid-file',
      path,
      detail: 'it does not describe an export that this program knows',
    });
  }
  return manifest.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Puts a manifest in the place of the one that is there. */
export async function writeManifest(folder: string, manifest: ExportManifest): Promise<void> {
  const file = await UnfinishedFile.open(join(folder, manifestName));
  try {
    await file.write(Buffer.from(`${JSON.stringify(manifest, undefined, 1)}\n`));
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
