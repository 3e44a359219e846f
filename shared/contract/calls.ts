import { z } from 'zod';
import { historyEventKinds } from '../history/findEvents';
import { csvImportReportSchema, csvOptionsSchema, csvPreviewSchema } from '../history/csvImport';
import { modelPatchSchema } from '../model/modelPatchSchema';
import type { PlantDocument } from '../model/plantDocument';
import { exportCalls } from './exportCalls';
import { offlineCalls, offlineStateSchema } from './offlineCalls';
import { sourceCalls, sourceStatusSchema } from './sourceCalls';
import { syncCalls, syncEvents } from './syncCalls';

const path = z.string().min(1).max(4_096);
const sensorIds = z.array(z.string().min(1).max(200)).max(50_000);
const timeMs = z.number().finite();
const nothing = z.object({}).strict();

/** The open plant in a few words, for the top bar and the status line. */
export const projectSummarySchema = z.object({
  path,
  plantName: z.string(),
  timeZone: z.string(),
  /** True for the example plant that ships with the program. */
  demo: z.boolean(),
  /** Number of the last saved edit. */
  revision: z.number().int(),
});
export type ProjectSummary = z.infer<typeof projectSummarySchema>;

/** What can be taken back and done again, as the words of the menu; undefined where there is nothing. */
const undoStateShape = {
  revision: z.number().int(),
  undoLabel: z.string().optional(),
  redoLabel: z.string().optional(),
};

/** What an undo or redo did. `kept`: a sentence for each thing left as it is, since a colleague changed it meanwhile. */
const undoOutcomeShape = {
  patch: modelPatchSchema.optional(),
  kept: z.array(z.string()),
  ...undoStateShape,
};

/** Values of the asked sensors, corrected and in the sensors' own units, in the order asked. */
export const plantSnapshotSchema = z.object({
  timesMs: z.instanceof(Float64Array),
  values: z.instanceof(Float64Array),
  /** `valueState` of each. */
  states: z.instanceof(Uint8Array),
});
export type PlantSnapshot = z.infer<typeof plantSnapshotSchema>;

/** Snapshots on a grid of moments, frame-major: entry `frame * sensorCount + index`. */
export const plantFramesSchema = z.object({
  startMs: timeMs,
  stepMs: timeMs,
  frameCount: z.number().int(),
  sensorCount: z.number().int(),
  values: z.instanceof(Float32Array),
  agesMs: z.instanceof(Float32Array),
  states: z.instanceof(Uint8Array),
});
export type PlantFrames = z.infer<typeof plantFramesSchema>;

const windowSchema = z.object({
  timesMs: z.instanceof(Float64Array),
  values: z.instanceof(Float64Array),
  /** Age past which the line is not held on; undefined when the sensor has no such limit. */
  maximumAgeMs: z.number().optional(),
});
/** The samples that draw one sensor's line over a range, at most as many as asked for. */
export type PlantWindow = z.infer<typeof windowSchema>;

const historyExtentSchema = z.object({
  /** Undefined while the plant has no samples. `lastMs` is the last sample, inclusive. */
  firstMs: timeMs.optional(),
  lastMs: timeMs.optional(),
  /** True while samples keep coming: the timeline then ends at now. */
  live: z.boolean(),
  /** The clock of the live sources minus ours. */
  clockSkewMs: z.number(),
  seriesCount: z.number().int(),
  /** Of the series whose samples are counted. */
  sampleCount: z.number(),
  series: z.array(
    z.object({
      name: z.string(),
      unit: z.string(),
      description: z.string(),
      sampleCount: z.number().optional(),
      firstMs: timeMs.optional(),
      lastMs: timeMs.optional(),
      typicalPeriodMs: z.number().optional(),
    }),
  ),
});
/** What history the open plant has. */
export type HistoryExtent = z.infer<typeof historyExtentSchema>;

const plantEventsSchema = z.object({
  /** In time order; of a gap that began before the range its begin is told all the same. */
  events: z.array(
    z.object({
      kind: z.enum(historyEventKinds),
      sensorId: z.string(),
      timeMs,
      endMs: timeMs.optional(),
      /** Any number a sample may hold, also NaN; see `HistoryEvent`. */
      value: z.custom<number>((value) => typeof value === 'number'),
    }),
  ),
  /** True when there were more than asked for, or too many samples to look through. */
  truncated: z.boolean(),
  /** Everything before this moment is in the list. */
  completeToMs: timeMs,
  /** So many sensors that have neither states nor limits were not searched for gaps, because the range is long. */
  gapsLeftOut: z.number().int(),
  /** True when part of the range is history of a data source that is not here: nothing is said of that part. */
  partlyHere: z.boolean(),
});
/** What happened to some sensors over a range. */
export type PlantEvents = z.infer<typeof plantEventsSchema>;

/** The model is checked where it is read from the file; here only its presence is. */
const plantDocument = z.custom<PlantDocument>((value) => typeof value === 'object' && value !== null);

/** Every question a window may ask the engine. Nothing else crosses the port. Any call may be cancelled; long ones report progress. */
export const engineCalls = {
  /** The open plant, if any. A window asks this first. */
  'project:current': { request: nothing, response: z.object({ project: projectSummarySchema.optional() }) },
  'project:open': { request: z.object({ path }), response: projectSummarySchema },
  'project:create': {
    request: z.object({ path, name: z.string().min(1).max(200), timeZone: z.string().min(1).max(100) }),
    response: projectSummarySchema,
  },
  /** Opens the example plant; the first time it is drawn and its 30 days are simulated, with progress. */
  'project:open-demo': { request: nothing, response: projectSummarySchema },
  'project:save-copy': { request: z.object({ path }), response: z.object({ path }) },
  'model:read': { request: nothing, response: z.object({ document: plantDocument, ...undoStateShape }) },
  /** Saves one gesture. The answer means: it is on the disk. */
  'model:commit': {
    request: z.object({ label: z.string().min(1).max(200), patch: modelPatchSchema }),
    response: z.object(undoStateShape),
  },
  'model:undo': { request: nothing, response: z.object(undoOutcomeShape) },
  'model:redo': { request: nothing, response: z.object(undoOutcomeShape) },
  /** Makes a new project at `projectPath` from a `*.plant.json` file and opens it. */
  'model:import': { request: z.object({ path, projectPath: path }), response: projectSummarySchema },
  'model:export': { request: z.object({ path }), response: z.object({ path }) },
  'history:describe': { request: nothing, response: historyExtentSchema },
  'history:snapshot': { request: z.object({ sensorIds, timeMs }), response: plantSnapshotSchema },
  'history:frames': {
    request: z.object({
      sensorIds,
      startMs: timeMs,
      stepMs: z.number().positive(),
      frameCount: z.number().int().min(1).max(20_000),
    }),
    response: plantFramesSchema,
  },
  /** The range's M4 representation: at most `points` samples a sensor, the same drawn line (a point a pixel quarter). */
  'history:window': {
    request: z.object({ sensorIds, startMs: timeMs, endMs: timeMs, points: z.number().int().min(4).max(100_000) }),
    response: z.object({ windows: z.array(windowSchema) }),
  },
  /** The nearest moment after (+1) or before (-1) `fromMs` at which one of the sensors changes its value. */
  'history:next-change': {
    request: z.object({ sensorIds, fromMs: timeMs, direction: z.union([z.literal(1), z.literal(-1)]) }),
    response: z.object({ timeMs: timeMs.optional(), sensorId: z.string().optional() }),
  },
  /** What happened to the sensors in a range: changes of state, limits passed, gaps. At most `most`, the earliest. */
  'history:events': {
    request: z.object({ sensorIds, startMs: timeMs, endMs: timeMs, most: z.number().int().min(1).max(20_000) }),
    response: plantEventsSchema,
  },
  'history:preview-csv': {
    request: z.object({ path, options: csvOptionsSchema.optional() }),
    response: csvPreviewSchema,
  },
  'history:import-csv': { request: z.object({ path, options: csvOptionsSchema }), response: csvImportReportSchema },
  ...exportCalls,
  ...sourceCalls,
  ...offlineCalls,
  ...syncCalls,
} as const;

/** Every announcement the engine may make to a window. */
export const engineEvents = {
  /** Another plant is open now, or none. */
  'project:changed': z.object({ project: projectSummarySchema.optional() }),
  /** The open plant was edited from elsewhere than this window, or by the engine itself (sensors of an import). */
  'model:changed': z.object({ patch: modelPatchSchema, ...undoStateShape }),
  /** Samples were added or removed: read-outs, trends and the extent are out of date. */
  'history:changed': nothing,
  /** Data sources say something else of their series than before: the extent is out of date, nothing that was read is. */
  'history:described': nothing,
  /** History of a data source was read in the background: frames of this range that were approximate can be exact now. */
  'history:stored': z.object({ startMs: timeMs, endMs: timeMs }),
  'source:status-changed': sourceStatusSchema,
  'offline:changed': offlineStateSchema,
  ...syncEvents,
} as const;

export type EngineCall = keyof typeof engineCalls;
export type EngineRequest<C extends EngineCall> = z.infer<(typeof engineCalls)[C]['request']>;
export type EngineResponse<C extends EngineCall> = z.infer<(typeof engineCalls)[C]['response']>;
export type EngineEvent = keyof typeof engineEvents;
export type EngineEventData<E extends EngineEvent> = z.infer<(typeof engineEvents)[E]>;
