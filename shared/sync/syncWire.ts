import { z } from 'zod';
import type { EntityFields, FieldChange, FieldValue } from '../model/modelPatch';
import { type Changeset, conflictKinds, type OpConflict, type SyncOp } from './changeset';
import type { EntityRecord } from './entityRecord';
import type { LogEntry } from './logEntry';
import type { KeptParkedEdit, ParkedEdit } from './parkedEdit';

// What goes over the wire between the program and a tenant's service. `service/` makes its OpenAPI document of the
// same schemas, so they hold nothing that JSON Schema cannot say but in a refinement.

/** Limits of one request; the service tells its own in `/v1/me`. */
export const wireLimits = {
  bodyBytes: 2 * 1024 * 1024,
  ops: 1_000,
  /** Nesting of JSON. */
  depth: 32,
  textLength: 65_536,
  changesPage: 1_000,
  /** Longest that a question for changes waits for the next one, seconds. */
  waitSeconds: 30,
} as const;

const deepestValue = 16;

/** True for what a field of an entity can hold: JSON without null, of bounded depth, with texts of bounded length. */
export function isFieldValue(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') {
    return value.length <= wireLimits.textLength;
  }
  if (typeof value === 'object' && value !== null) {
    const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    return depth < deepestValue && members.every((member) => isFieldValue(member, depth + 1));
  }
  return typeof value === 'boolean' || typeof value === 'undefined' || Number.isFinite(value);
}

const id = z.string().min(1).max(200);

/** False for names that every object has already: a record looked up by one finds what nobody wrote. */
export function isOwnName(name: string): boolean {
  return !(name in Object.prototype);
}

// A key as one text is kind, space, id: without a space in the kind no two keys read alike.
const kind = z.string().min(1).max(60).regex(/^\S+$/, 'must have no spaces').refine(isOwnName, 'is not a kind');
const fieldPath = z.string().min(1).max(200).refine(isOwnName, 'is not a field');
const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const timeMs = z.number().min(0).max(8.64e15);
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be a UUID');
const hash = z.string().max(64);
const label = z.string().max(300);
const personText = z.string().max(200);

const fieldValue = z.unknown().refine((value) => isFieldValue(value), 'must be JSON without null') as z.ZodType<
  FieldValue | undefined
>;
const fields = z.record(fieldPath, fieldValue) as unknown as z.ZodType<EntityFields>;
const own = z.array(uuid).max(10_000);
const key = { kind, id };

/** One op of a changeset. */
export const syncOpSchema: z.ZodType<SyncOp> = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('create'), ...key, fields, own }),
  z.strictObject({
    op: z.literal('set'),
    ...key,
    field: fieldPath,
    value: fieldValue.optional(),
    was: fieldValue.optional(),
    own,
  }),
  z.strictObject({ op: z.literal('delete'), ...key, was: fields, own }),
]);

const decision = z.strictObject({ conflictId: uuid, take: z.enum(['mine', 'theirs', 'edit']) });

/** A changeset as it is sent. */
export const changesetSchema: z.ZodType<Changeset> = z
  .strictObject({
    id: uuid,
    base: seq,
    atMs: timeMs,
    label,
    ops: z.array(syncOpSchema).max(wireLimits.ops),
    resolves: z.array(decision).max(wireLimits.ops),
  })
  .refine(({ ops, resolves }) => ops.length + resolves.length > 0, 'must do something');

const fieldChange = z.object({
  before: fieldValue.optional(),
  after: fieldValue.optional(),
}) as unknown as z.ZodType<FieldChange>;
const loggedChange = z.discriminatedUnion('change', [
  z.object({ change: z.literal('create'), ...key, fields }),
  z.object({ change: z.literal('update'), ...key, fields: z.record(fieldPath, fieldChange) }),
  z.object({ change: z.literal('delete'), ...key, fields }),
]);

/** One entry of a plant's log. */
export const logEntrySchema: z.ZodType<LogEntry> = z.object({
  seq,
  id: uuid,
  by: personText,
  atMs: timeMs,
  serverAtMs: timeMs,
  label,
  changes: z.array(loggedChange),
  resolves: z.array(decision),
  previousHash: hash,
  hash,
});

/** Header of a changeset: the epoch of the head that its `base` was read with. */
export const epochHeader = 'sightglass-epoch';

/** Where a log ends, and which life of the service it belongs to: a restored backup begins a new epoch. */
export const headSchema = z.object({ seq, hash, digest: hash, epoch: z.string().min(1).max(100) });

/** 201, or 200 when the same changeset was accepted before (header `Idempotency-Replayed: true`). */
export const acceptedSchema = z.object({
  seq,
  hash,
  /** Of the whole plant after this entry. */
  digest: hash,
  entry: logEntrySchema,
});

const foreignWrite = z.object({
  value: fieldValue.optional(),
  seq,
  by: personText.optional(),
  atMs: timeMs.optional(),
});

/** Why one op was refused. */
export const opConflictSchema: z.ZodType<OpConflict> = z.object({
  op: z.number().int().min(0),
  kind: z.enum(conflictKinds),
  field: fieldPath.optional(),
  theirs: foreignWrite.optional(),
  other: z.object(key).optional(),
  rule: z.string().max(20).optional(),
  detail: z.string().max(2_000).optional(),
  because: z.number().int().min(0).optional(),
});

/** Every failure of the service (RFC 9457, `application/problem+json`). `type` ends in the `code`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  /** A word for programs: `unauthorized`, `not-found`, `epoch-changed`, … */
  code: z.string(),
  requestId: z.string().optional(),
});

/** 409 and 423: stored under the changeset's id and returned for ever. */
export const rejectedSchema = problemSchema.extend({ conflicts: z.array(opConflictSchema), head: seq });

/** Longest reason for freezing an area, characters. */
export const mostReasonLength = 500;

/** An area in which nothing may be changed while what was drawn there is approved. */
export const frozenAreaSchema = z.object({
  areaId: id,
  /** Who froze it. Left out, like `sinceMs`: it was frozen before services kept that. */
  by: personText.optional(),
  /** When, by the service's clock. */
  sinceMs: timeMs.optional(),
  /** Why, where somebody said so. */
  reason: z.string().max(mostReasonLength).optional(),
});

/** All areas of a plant that are frozen, in order of their ids. */
export const frozenListSchema = z.object({
  /** Another one for another list. */
  tag: z.string().min(1).max(64),
  frozen: z.array(frozenAreaSchema),
});

/** A page of the log. `entries` follow `since` without a gap. `freezes`: the frozen areas, to who asked and has others. */
export const changesSchema = z.object({
  entries: z.array(logEntrySchema),
  head: headSchema,
  freezes: frozenListSchema.optional(),
});

/** Why an area is to be frozen. */
export const freezeWishSchema = z.object({ reason: z.string().max(mostReasonLength).optional() });

/** The frozen areas as the service answers them. `areas`: their ids alone. */
export const freezesSchema = frozenListSchema.extend({ areas: z.array(id) });

const fieldRecord = z.object({ value: fieldValue.optional(), seq, changeset: id });

/** One line of a snapshot: an entity as the log left it. */
export const entityRecordSchema: z.ZodType<EntityRecord> = z.object({
  ...key,
  live: z.boolean(),
  existence: z.object({ seq, changeset: id }),
  fields: z.record(fieldPath, fieldRecord),
});

/** First line of a snapshot. `count`: how many records there are in all, also when only those after a key are asked for. */
export const snapshotHeaderSchema = z.object({ snapshot: headSchema, count: z.number().int().min(0) });
/** Last line: how many records came, so that a body that was cut off is noticed. */
export const snapshotTrailerSchema = z.object({ end: z.object({ count: z.number().int().min(0), digest: hash }) });

/** The roles that a token can have in its tenant, each including those before it. */
export const roles = ['viewer', 'editor', 'approver', 'admin'] as const;

/** Who the service takes the caller for. */
export const meSchema = z.object({
  tenant: z.object({ id: z.string(), name: z.string() }),
  subject: personText,
  role: z.enum(roles),
  limits: z.object({ ops: z.number().int(), bodyBytes: z.number().int() }),
  epoch: z.string(),
  version: z.string(),
});

/** A plant of the tenant. */
export const plantSummarySchema = z.object({
  id: uuid,
  name: z.string().max(200),
  head: headSchema,
  createdAtMs: timeMs,
  changedAtMs: timeMs,
  components: z.number().int().min(0),
});

const parkedShape = {
  id: uuid,
  /** The changeset that was refused. */
  changesetId: uuid,
  base: seq,
  atMs: timeMs,
  label,
  ops: z.array(syncOpSchema).max(wireLimits.ops),
  // An op may run into several things.
  conflicts: z.array(opConflictSchema).max(wireLimits.ops * 10),
};

/** A parked edit as it is kept with the service, so that it outlives the machine it was made on. */
export const parkedEditSchema: z.ZodType<ParkedEdit> = z.strictObject(parkedShape);

/** The same with whose it is and what became of it. Records are never deleted. */
export const keptParkedEditSchema: z.ZodType<KeptParkedEdit> = z.object({
  ...parkedShape,
  by: personText,
  storedAtMs: timeMs,
  resolved: z.object({ changesetId: uuid, by: personText, atMs: timeMs, take: decision.shape.take }).optional(),
});

export type Me = z.infer<typeof meSchema>;
export type Role = Me['role'];
export type Head = z.infer<typeof headSchema>;
export type Accepted = z.infer<typeof acceptedSchema>;
export type Problem = z.infer<typeof problemSchema>;
export type Rejected = z.infer<typeof rejectedSchema>;
export type Changes = z.infer<typeof changesSchema>;
export type FrozenArea = z.infer<typeof frozenAreaSchema>;
export type FrozenList = z.infer<typeof frozenListSchema>;
export type PlantSummary = z.infer<typeof plantSummarySchema>;
