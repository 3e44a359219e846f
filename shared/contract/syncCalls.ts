import { z } from 'zod';
import { modelPatchSchema } from '../model/modelPatchSchema';
import type { PlantDocument } from '../model/plantDocument';
import { serviceFailureReasons } from '../sync/serviceFailure';
import { frozenAreaSchema, mostReasonLength, opConflictSchema, roles, syncOpSchema } from '../sync/syncWire';

const nothing = z.object({}).strict();
const path = z.string().min(1).max(4_096);
const timeMs = z.number().finite();
const seq = z.number().int().min(0);
const id = z.string().min(1).max(200);
const plantDocument = z.custom<PlantDocument>((value) => typeof value === 'object' && value !== null);

/** Which tenant: the service's address (`https://host:port`) and the tenant's id there. One person may have several. */
const tenantKeySchema = z.object({ address: z.string().min(1).max(2_000), tenantId: z.string().min(1).max(200) });
export type TenantKey = z.infer<typeof tenantKeySchema>;

/** A tenant that this machine is signed in to, or was. */
const tenantSchema = tenantKeySchema.extend({
  name: z.string(),
  /** Who the token says one is. */
  subject: z.string(),
  role: z.enum(roles),
  /** False: the token is not here any more (revoked, expired, or kept in memory only): sign in again. */
  signedIn: z.boolean(),
  /** `memory`: no safe place for secrets here, so the token is forgotten when the program ends. */
  keeping: z.enum(['keychain', 'memory']),
});
export type Tenant = z.infer<typeof tenantSchema>;

/** A plant that the tenant's service keeps. */
const tenantPlantSchema = z.object({
  id,
  name: z.string(),
  revision: seq,
  changedAtMs: timeMs,
  components: z.number().int(),
  /** The project file on this machine that is this plant, when there is one. */
  localPath: path.optional(),
});
export type TenantPlant = z.infer<typeof tenantPlantSchema>;

/** Whether a plant's changes are with its tenant. */
export const syncPhases = [
  /** The plant belongs to no tenant. */
  'local',
  /** Everything is sent and nothing newer is known. */
  'synced',
  /** Sending or fetching. */
  'syncing',
  /** Waiting for the network; it is tried again by itself. */
  'offline',
  /** Something that a person has to put right: `failure` says what. */
  'stopped',
] as const;

/** Where a plant stands with its tenant. */
export const syncStatusSchema = z.object({
  phase: z.enum(syncPhases),
  /** Undefined for a local plant. */
  tenant: tenantSchema.optional(),
  /** Changesets not confirmed yet. */
  pendingCount: z.number().int().min(0),
  /** When the oldest of them was made. */
  pendingSinceMs: timeMs.optional(),
  /** Conflicts that wait for a decision. */
  conflictCount: z.number().int().min(0),
  /** The last revision seen here. */
  revision: seq,
  /** The service's last revision, as far as it is known. */
  serviceRevision: seq.optional(),
  lastSyncedMs: timeMs.optional(),
  /** Why nothing goes through, as a reason for programs and a sentence for people. */
  failure: z.object({ reason: z.enum(serviceFailureReasons), sentence: z.string() }).optional(),
  /** When it is tried again by itself. */
  nextAttemptMs: timeMs.optional(),
  /** How far an upload or download is. */
  progress: z.object({ done: z.number(), total: z.number(), label: z.string() }).optional(),
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;

/** A parked edit: what somebody wanted, why it did not fit, and whose was there first. */
const syncConflictSchema = z.object({
  id,
  changesetId: id,
  label: z.string(),
  /** Whose edit was parked; the others are told in each conflict's `theirs`. */
  by: z.string(),
  atMs: timeMs,
  /** The revision that the author had seen. */
  base: seq,
  ops: z.array(syncOpSchema),
  /** Why each of them was refused; `op` is an index into `ops`. */
  conflicts: z.array(opConflictSchema),
  /** True for an edit that was parked on this machine. */
  mine: z.boolean(),
  resolved: z.object({ by: z.string(), atMs: timeMs, take: z.enum(['mine', 'theirs', 'edit']) }).optional(),
});
export type SyncConflict = z.infer<typeof syncConflictSchema>;

/** What somebody decided for one conflict: what is to be done to the plant as it is now; nothing for "theirs". */
const resolutionSchema = z.object({
  conflictId: id,
  take: z.enum(['mine', 'theirs', 'edit']),
  /** Against the plant as it is now. Empty for `theirs`. */
  patch: modelPatchSchema,
});
export type Resolution = z.infer<typeof resolutionSchema>;

/** One revision of the plant, as a list shows it. */
const revisionSchema = z.object({
  /** Undefined: made here and not confirmed yet. */
  seq: seq.optional(),
  id,
  by: z.string(),
  /** When it came into force: the service's clock; for a pending one, the author's. */
  atMs: timeMs,
  /** The author's clock. */
  madeAtMs: timeMs,
  label: z.string(),
  /** How many entities it created, changed and deleted. */
  created: z.number().int(),
  changed: z.number().int(),
  deleted: z.number().int(),
});
export type Revision = z.infer<typeof revisionSchema>;

/** Which revisions are asked for; what is left out does not narrow. */
const revisionFilterSchema = z.object({
  by: z.string().max(200).optional(),
  /** Part of the label, in any case. */
  text: z.string().max(200).optional(),
  /** What changed this component, its bindings or the lines at it. */
  componentId: id.optional(),
  /** In force at this moment already (inclusive), milliseconds since the epoch. */
  untilMs: z.number().optional(),
});
export type RevisionFilter = z.infer<typeof revisionFilterSchema>;

/** The areas of the open plant that are frozen, as its service told them last. */
const freezesSchema = z.object({ frozen: z.array(frozenAreaSchema) });

const undoStateShape = {
  revision: z.number().int(),
  undoLabel: z.string().optional(),
  redoLabel: z.string().optional(),
};

/** A revision by number or by the moment at which it was in force. */
const momentSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('seq'), seq }),
  z.object({ by: z.literal('time'), timeMs }),
]);
export type RevisionMoment = z.infer<typeof momentSchema>;

/** The questions about tenants and sync. */
export const syncCalls = {
  /** The tenants that this machine knows. */
  'tenants:list': { request: nothing, response: z.object({ tenants: z.array(tenantSchema) }) },
  /** Asks the service who the token belongs to and keeps it in the keychain. `authorityPath`: a PEM file of the service's own authority. */
  'tenants:sign-in': {
    request: z.object({
      address: z.string().min(1).max(2_000),
      token: z.string().min(1).max(10_000),
      authorityPath: path.optional(),
    }),
    response: tenantSchema,
  },
  /** Forgets the token. Plants, and what was not sent, stay. */
  'tenants:sign-out': { request: tenantKeySchema, response: nothing },
  'tenants:plants': { request: tenantKeySchema, response: z.object({ plants: z.array(tenantPlantSchema) }) },
  /** Makes the open plant a plant of the tenant and begins to send it. The answer means: it will be sent, now or later. */
  'sync:publish': { request: tenantKeySchema, response: syncStatusSchema },
  /**
   * Makes the open plant, which its tenant's service does not have any more, a new plant of the tenant, with all that was
   * not sent. A plant that is there is synced instead.
   */
  'sync:publish-again': { request: nothing, response: syncStatusSchema },
  /** Downloads a plant of the tenant into a new project and opens it, with progress; what an earlier try fetched is used. */
  'sync:download': {
    request: tenantKeySchema.extend({ plantId: id, path }),
    response: z.object({ path, plantName: z.string() }),
  },
  'sync:status': { request: nothing, response: syncStatusSchema },
  /** Syncs at once and answers when it is done or cannot be. */
  'sync:now': { request: nothing, response: syncStatusSchema },
  /** Open conflicts first, then decided ones, newest first. */
  'sync:conflicts': { request: nothing, response: z.object({ conflicts: z.array(syncConflictSchema) }) },
  /** Decides conflicts in one step that can be undone. */
  'sync:resolve': {
    request: z.object({ label: z.string().min(1).max(200), resolutions: z.array(resolutionSchema).min(1) }),
    response: z.object({ patch: modelPatchSchema, ...undoStateShape }),
  },
  /** Which areas are frozen, as of the last sync; `frozen` is left out where the service has never told it. */
  'sync:freezes': { request: nothing, response: freezesSchema.partial() },
  /** Freezes an area, at the service and not without it. Answers all that are frozen. */
  'sync:freeze': {
    request: z.object({ areaId: id, reason: z.string().min(1).max(mostReasonLength).optional() }),
    response: freezesSchema,
  },
  /** Lets an area be changed again, at the service and not without it. Answers all that are frozen. */
  'sync:release': { request: z.object({ areaId: id }), response: freezesSchema },
  /** Revisions, newest first, older than `before` (exclusive; left out: from the newest, pending ones included). */
  'sync:revisions': {
    request: z.object({
      before: seq.optional(),
      most: z.number().int().min(1).max(1_000),
      filter: revisionFilterSchema.optional(),
    }),
    response: z.object({ revisions: z.array(revisionSchema), complete: z.boolean() }),
  },
  /** The plant as it was: after a revision, or in force at a moment. The first revision stands for all time before it. */
  'sync:model-at': {
    request: z.object({ moment: momentSchema }),
    response: z.object({ document: plantDocument, seq }),
  },
  /** Which revision was in force when: moments ascending. For the replay, which asks once and then only looks up. */
  'sync:timeline': {
    request: nothing,
    response: z.object({ revisions: z.array(z.object({ seq, atMs: timeMs })) }),
  },
  /** What a revision changed. */
  'sync:revision-patch': { request: z.object({ seq }), response: z.object({ patch: modelPatchSchema }) },
  /** Takes a revision back by a new edit; what was changed since then by anybody is left as it is and told. */
  'sync:revert': {
    request: z.object({ seq }),
    response: z.object({ patch: modelPatchSchema, kept: z.array(z.string()), ...undoStateShape }),
  },
} as const;

/** What is announced about them. */
export const syncEvents = {
  'sync:status-changed': syncStatusSchema,
  /** Conflicts were parked or decided. */
  'sync:conflicts-changed': nothing,
  /** There are new revisions. */
  'sync:revisions-changed': nothing,
  /** Other areas are frozen than before. */
  'sync:freezes-changed': freezesSchema,
} as const;
