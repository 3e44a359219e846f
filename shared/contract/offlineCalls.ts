import { z } from 'zod';

const nothing = z.object({}).strict();
const id = z.string().min(1).max(200);
const timeMs = z.number().finite();
const sensorIds = z.array(id).max(50_000);
const sensorsAndRange = z.object({ sensorIds, startMs: timeMs, endMs: timeMs });
const sizeBytes = z.number().min(0);

/** A range of some sensors that is being brought here, or has been, to stay. */
const offlineJobSchema = z.object({
  id,
  name: z.string(),
  sensorCount: z.number().int(),
  startMs: timeMs,
  endMs: timeMs,
  state: z.enum(['running', 'paused', 'done', 'failed']),
  /** 0 to 1. */
  doneFraction: z.number(),
  samples: z.number(),
  sizeBytes,
  secondsLeft: z.number().optional(),
  /** Why it stopped and what to do; set when failed. */
  problem: z.string().optional(),
});
export type OfflineJob = z.infer<typeof offlineJobSchema>;

/** What is kept here of histories that live elsewhere. */
export const offlineStateSchema = z.object({
  jobs: z.array(offlineJobSchema),
  usedBytes: sizeBytes,
  /** What was taken offline; it is never dropped to make room. */
  pinnedBytes: sizeBytes,
  limitBytes: sizeBytes,
});
export type OfflineState = z.infer<typeof offlineStateSchema>;

/** What taking a range offline would mean. */
const offlineEstimateSchema = z.object({
  samples: z.number(),
  sizeBytes,
  seconds: z.number(),
  /** 0 to 1: how much of it is here already. */
  storedFraction: z.number(),
  /** True when it does not fit below the limit. */
  exceedsLimit: z.boolean(),
});
export type OfflineEstimate = z.infer<typeof offlineEstimateSchema>;

/** Histories of data sources kept on this machine. */
export const offlineCalls = {
  /** The spans of a range in which all of these sensors are stored here, in order. */
  'history:coverage': {
    request: sensorsAndRange,
    response: z.object({ stored: z.array(z.object({ startMs: timeMs, endMs: timeMs })) }),
  },
  /** The source was corrected: what is stored of the range is asked for again. */
  'history:reread': { request: sensorsAndRange, response: nothing },
  'offline:state': { request: nothing, response: offlineStateSchema },
  'offline:estimate': { request: sensorsAndRange, response: offlineEstimateSchema },
  'offline:start': {
    request: sensorsAndRange.extend({ name: z.string().trim().min(1).max(200) }),
    response: offlineStateSchema,
  },
  'offline:pause': { request: z.object({ id }), response: offlineStateSchema },
  'offline:resume': { request: z.object({ id }), response: offlineStateSchema },
  /** Stops it for good; what has come stays until room is needed. */
  'offline:remove': { request: z.object({ id }), response: offlineStateSchema },
  'offline:set-limit': { request: z.object({ limitBytes: sizeBytes }), response: offlineStateSchema },
} as const;
