import { z } from 'zod';
import { seriesAddressSchema } from '../influx/seriesAddress';
import { sourceFailureReasons } from '../influx/sourceFailure';
import { mappingStyles } from '../influx/sourceMapping';
import { isSourceUrl } from '../influx/sourceUrl';

const nothing = z.object({}).strict();
const name = z.string().max(2_000);
const id = z.string().min(1).max(200);
const timeMs = z.number().finite();
const url = z.string().max(2_000).refine(isSourceUrl, 'must be an http or https address');
const credentialsKind = z.enum(['none', 'password', 'token']);

/** What proves who asks. A secret crosses in this direction only. */
const givenCredentials = z.object({
  kind: credentialsKind,
  user: z.string().max(200),
  /** Undefined: the one that is kept for this address. */
  secret: z.string().max(10_000).optional(),
});
export type GivenCredentials = z.infer<typeof givenCredentials>;

/** Whose certificates are believed besides the system's: nobody's, those kept for this address, or a PEM file's. */
const authority = z.discriminatedUnion('from', [
  z.object({ from: z.literal('system') }),
  z.object({ from: z.literal('kept') }),
  z.object({ from: z.literal('file'), path: z.string().min(1).max(4_096) }),
]);

/** A connection as it stands in the dialog, saved or not. */
const sourceTrialSchema = z.object({
  url,
  organization: name,
  /** Empty: not chosen yet. */
  database: name,
  retentionPolicy: name,
  credentials: givenCredentials,
  authority,
});
export type SourceTrial = z.infer<typeof sourceTrialSchema>;

/** What answers at an address. */
const influxServerSchema = z.object({
  generation: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  version: z.string(),
  dialect: z.enum(['influxql', 'flux']),
  /** True for 3 Core, which keeps the last days only. */
  shortHistory: z.boolean(),
});
export type InfluxServer = z.infer<typeof influxServerSchema>;

/** What a test of a connection found. */
const diagnosisSchema = z.object({
  verdict: z.enum(['ok', 'empty', 'no-database-chosen', ...sourceFailureReasons]),
  /** What was found and what to do, in plain words. */
  sentence: z.string(),
  server: influxServerSchema.optional(),
  /** Databases or buckets that may be chosen. */
  databases: z.array(z.string()),
  retentionPolicies: z.array(z.string()),
  latencyMs: z.number().optional(),
  /** The server's clock minus ours. */
  clockSkewMs: z.number().optional(),
});
export type SourceDiagnosis = z.infer<typeof diagnosisSchema>;

const mappingSchema = z.object({
  style: z.enum(mappingStyles),
  database: name,
  retentionPolicy: name,
  sensorTag: name,
  valueField: name,
  qualityField: name,
});

const mappingGuessSchema = z.object({
  mapping: mappingSchema,
  /** 0 to 1. */
  confidence: z.number(),
  /** Why, for instance `5 measurements with 100 number fields each and no tags`. */
  reason: z.string(),
  seriesCount: z.number().int(),
  /** A few of them, as `describeAddress` puts them. */
  examples: z.array(z.string()),
});
export type MappingGuess = z.infer<typeof mappingGuessSchema>;

const writeBackSchema = z.object({ enabled: z.boolean(), database: name, retentionPolicy: name });

/** What this machine keeps of a connection. The secret itself is never told. */
const keptCredentialsSchema = z.object({
  kind: credentialsKind,
  user: z.string(),
  hasSecret: z.boolean(),
  /** `memory`: this system has no safe place for secrets, so it is forgotten when the program ends. */
  keeping: z.enum(['keychain', 'memory']),
  hasAuthority: z.boolean(),
  /** Notes and derived values may be written there; off unless a person switched it on. */
  writeBack: writeBackSchema,
});
export type KeptCredentials = z.infer<typeof keptCredentialsSchema>;

/** One series of a data source, as a list of what could become a sensor shows it. */
const browsedSeriesSchema = z.object({
  address: seriesAddressSchema,
  /** What a sensor of it would be called. */
  name: z.string(),
  /** The address in a few words. */
  where: z.string(),
  /** Guessed from the name; empty when unsure. */
  unit: z.string(),
  kind: z.enum(['analog', 'state']),
});
export type BrowsedSeries = z.infer<typeof browsedSeriesSchema>;

/** The last value of a series and how it came there. */
const glimpseSchema = z.object({
  lastMs: timeMs.optional(),
  lastValue: z.number().optional(),
  timesMs: z.instanceof(Float64Array),
  values: z.instanceof(Float64Array),
});
export type SourceGlimpse = z.infer<typeof glimpseSchema>;

/** How a data source is doing. */
export const sourceStatusSchema = z.object({
  sourceId: id,
  /** `idle`: not asked anything yet. `failing`: what is stored here is shown. */
  phase: z.enum(['idle', 'connecting', 'ok', 'failing']),
  /** One sentence for the person. */
  sentence: z.string(),
  reason: z.enum(sourceFailureReasons).optional(),
  /** Since when the phase holds. */
  sinceMs: timeMs,
  lastAnswerMs: timeMs.optional(),
  server: influxServerSchema.optional(),
  clockSkewMs: z.number(),
  /** Series are being read in the background. */
  filling: z.boolean(),
  /** Points that wait to be written back, and points that were refused for good. */
  waitingPoints: z.number().int(),
  rejectedPoints: z.number().int(),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;

/** Everything about connections to data sources and what is in them. */
export const sourceCalls = {
  'source:test': { request: sourceTrialSchema, response: diagnosisSchema },
  /** How the database seems to keep sensors, most likely first. */
  'source:guess': { request: sourceTrialSchema, response: z.object({ guesses: z.array(mappingGuessSchema) }) },
  'source:credentials': { request: z.object({ url }), response: keptCredentialsSchema },
  'source:save-credentials': {
    request: z.object({ url, credentials: givenCredentials, authority, writeBack: writeBackSchema }),
    response: keptCredentialsSchema,
  },
  /** Series whose name or place holds all words of `query`, in the order of their names. */
  'source:browse': {
    request: z.object({
      sourceId: id,
      query: z.string().max(500),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(5_000),
      /** True: asks the server anew instead of answering from the list that was read last. */
      refresh: z.boolean(),
    }),
    response: z.object({
      /** How many the query finds, and how many there are. */
      found: z.number().int(),
      total: z.number().int(),
      readAtMs: timeMs,
      rows: z.array(browsedSeriesSchema),
    }),
  },
  'source:glimpse': {
    request: z.object({ sourceId: id, addresses: z.array(seriesAddressSchema).max(200) }),
    response: z.object({ glimpses: z.array(glimpseSchema) }),
  },
  'source:statuses': { request: nothing, response: z.object({ statuses: z.array(sourceStatusSchema) }) },
  /** Asks the source now instead of when its next turn would come. */
  'source:retry': { request: z.object({ sourceId: id }), response: nothing },
} as const;
