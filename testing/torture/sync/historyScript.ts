import { z } from 'zod';

/** What can happen in a history. */
export const stepKinds = [
  /** A person edits at a replica. */
  'edit',
  /** The same person takes their last gesture back. */
  'undo',
  /** The replica asks for what is new. */
  'pull',
  /** The replica sends the head of its outbox. */
  'push',
  /** The replica brings a parked edit to the service. */
  'keep',
  /** The replica asks for and sends everything, over a network that behaves. */
  'exchange',
  /** A person decides a conflict. */
  'resolve',
  /** A message arrives; `roll[1]` even: the oldest. */
  'deliver',
  'drop',
  'duplicate',
  /** The program ends: what it had not written is gone. */
  'crash',
  /** As `crash`, at the next write to the disk: before or after it, by `roll[0]`. */
  'crash-at-write',
  /** Another replica goes on with a copy of this one's project file. */
  'copy-file',
  /** Somebody puts a copy of the project file aside. */
  'keep-file',
  /** The replica goes on with the file put aside. */
  'restore-file',
  /** The service loses what it accepted last and begins a new epoch. */
  'restore-service',
  /** An area is frozen for approval, or thawed. */
  'freeze',
] as const;
export type StepKind = (typeof stepKinds)[number];

const roll = z.number().int().min(0).max(0xffff_ffff);
const stepSchema = z.object({
  /** Names what the step makes; stays when steps before it are dropped. */
  serial: z.number().int().min(0),
  kind: z.enum(stepKinds),
  replica: z.number().int().min(0),
  /** Decide what exactly happens, each taken modulo what there is. */
  roll: z.tuple([roll, roll, roll]),
});

const settingsSchema = z.object({
  replicas: z.number().int().min(1).max(20),
  /** 1: every entity alike; higher: some are hot. */
  heat: z.number().min(1).max(8),
  /** How many different tags and names people choose from. */
  tags: z.number().int().min(1).max(50),
  /** Nobody but the person at the first replica edits, and files are neither copied nor restored. */
  singleAuthor: z.boolean(),
});

/** A history as data: with it everything that happens is decided. */
export const historyScriptSchema = z.object({
  seed: z.number().int(),
  settings: settingsSchema,
  steps: z.array(stepSchema),
  /** Messages still on their way when the faults end; they arrive while the replicas come to rest. */
  stragglers: z.boolean(),
});

export type HistoryStep = z.infer<typeof stepSchema>;
export type HistorySettings = z.infer<typeof settingsSchema>;
export type HistoryScript = z.infer<typeof historyScriptSchema>;
