import type { Changeset, EntityKey, SyncOp } from './changeset';
import { type EntityRecord, keyText } from './entityRecord';
import { isLayout, type Obstacle } from './judgeOp';
import type { EntityBreach } from './judgeRules';
import type { OverlayWorld } from './recordWorld';
import { referenceOf, referencesOf, uniqueKeysOf } from './references';
import type { World } from './world';

/** What is looked at to find the ops that broke a rule. */
export interface EntityBlame {
  readonly changeset: Changeset;
  /** The plant with the ops that are still good. */
  readonly overlay: OverlayWorld;
  /** The plant before. */
  readonly world: World;
  readonly isBad: (index: number) => boolean;
  /** The creates of this changeset that are out, by key. */
  readonly badCreates: ReadonlyMap<string, number>;
}

const referring = ['areaId', 'sheetId', 'from', 'to', 'lineClassId', 'componentId', 'sensorId', 'sourceId'];

/** The fields that a rule is about; undefined: any. */
const fieldsOfRule: Readonly<Record<string, readonly string[]>> = {
  M9: referring,
  M10: [...referring, 'symbolId', 'nozzles'],
  M11: ['from', 'to'],
  M12: ['componentId', 'slot', 'symbolId'],
  M13: ['tag'],
  M14: ['name'],
  M15: ['code'],
  M16: ['rangeLow', 'rangeHigh'],
  M17: ['limitLowLow', 'limitLow', 'limitHigh', 'limitHighHigh'],
  M18: ['trust', 'trustBy', 'trustWhy', 'trustAtMs'],
  M19: ['nozzles'],
  M33: ['sourceId', 'address'],
  M34: ['name'],
};

const uniqueRules: ReadonlySet<string> = new Set(['M13', 'M14', 'M15', 'M34']);

function missingTarget(overlay: OverlayWorld, subject: EntityRecord): EntityKey | undefined {
  return referencesOf(subject).find((key) => overlay.recordOf(key)?.live !== true);
}

function otherHolder(overlay: OverlayWorld, subject: EntityRecord): EntityRecord | undefined {
  const holders = uniqueKeysOf(subject).flatMap((unique) => [...overlay.holdersOf(unique)]);
  const [other] = holders
    .filter((key) => keyText(key) !== keyText(subject))
    .toSorted((one, another) => (keyText(one) < keyText(another) ? -1 : 1));
  return other && overlay.recordOf(other);
}

function uniqueObstacle(overlay: OverlayWorld, subject: EntityRecord, breach: EntityBreach): Obstacle {
  const { rule, detail } = breach;
  const holder = otherHolder(overlay, subject);
  const [field] = fieldsOfRule[rule] ?? [];
  const written = field === undefined ? undefined : holder?.fields[field];
  return {
    kind: 'duplicate-tag',
    field,
    rule,
    detail,
    ...(holder === undefined ? {} : { other: { kind: holder.kind, id: holder.id } }),
    ...(written === undefined ? {} : { theirs: { value: written.value, seq: written.seq } }),
  };
}

/** What an op that broke a rule ran into. */
function obstacleFor(blame: EntityBlame, breach: EntityBreach, op: SyncOp): Obstacle {
  const { overlay, badCreates } = blame;
  const { rule, detail, subject } = breach;
  const record = overlay.recordOf(subject);
  if (record !== undefined && uniqueRules.has(rule)) {
    return uniqueObstacle(overlay, record, breach);
  }
  if (record === undefined || rule !== 'M9') {
    return { kind: 'rule', rule, detail, ...(op.op === 'set' ? { field: op.field } : {}) };
  }
  if (keyText(op) !== keyText(subject)) {
    return { kind: 'dangling', rule, detail, other: { kind: subject.kind, id: subject.id } };
  }
  const target = missingTarget(overlay, record);
  const because = target === undefined ? undefined : badCreates.get(keyText(target));
  const other = target === undefined ? {} : { other: target };
  return because === undefined
    ? { kind: 'dangling', rule, detail, ...other, ...fieldOf(op) }
    : { kind: 'dependent', because, ...other, ...fieldOf(op) };
}

function fieldOf(op: SyncOp): { readonly field?: string } {
  return op.op === 'set' ? { field: op.field } : {};
}

/** Whether an op wrote something that the rule is about. */
function isAbout(op: SyncOp, rule: string): boolean {
  const fields = fieldsOfRule[rule];
  return op.op !== 'set' || (!isLayout(op, op.field) && (fields === undefined || fields.includes(op.field)));
}

/** The ops of a changeset to which a broken rule is due, each with what it ran into. At least one while any is good. */
export function blamedOps(blame: EntityBlame, breach: EntityBreach): readonly (readonly [number, Obstacle])[] {
  const { changeset, overlay, world, isBad } = blame;
  const { subject, rule } = breach;
  const good = changeset.ops.map((op, index) => ({ op, index })).filter(({ index }) => !isBad(index));
  const record = overlay.recordOf(subject);
  const before = world.recordOf(subject);
  const around = new Set(
    [record, before].flatMap((it) => (it === undefined ? [] : referencesOf(it))).map((key) => keyText(key)),
  );
  const attempts = [
    good.filter(({ op }) => keyText(op) === keyText(subject) && isAbout(op, rule)),
    good.filter(({ op }) => around.has(keyText(op)) && isAbout(op, rule)),
    good.filter(({ op }) => keyText(op) === keyText(subject)),
    good,
  ];
  const blamed = attempts.find((attempt) => attempt.length > 0) ?? [];
  return blamed.map(({ op, index }) => [index, obstacleFor(blame, breach, op)] as const);
}

/** The area in which an entity stands; undefined: in none. */
function areaOf(world: World, record: EntityRecord | undefined): string | undefined {
  if (record === undefined) {
    return undefined;
  }
  const { kind, id, fields } = record;
  const follow = (field: string): string | undefined => {
    const key = referenceOf(kind, field, fields[field]?.value);
    return key && areaOf(world, world.recordOf(key));
  };
  switch (kind) {
    case 'area':
      return id;
    case 'sheet':
      return referenceOf(kind, 'areaId', fields['areaId']?.value)?.id;
    case 'component':
    case 'connection':
      return follow('sheetId');
    case 'binding':
      return follow('componentId');
    default:
      return undefined;
  }
}

/** The record that a create would make, to see where it would stand. */
function draftedRecord(op: SyncOp): EntityRecord | undefined {
  if (op.op !== 'create') {
    return undefined;
  }
  const stamp = { seq: 0, changeset: '' };
  const fields = Object.entries(op.fields).map(([path, value]) => [path, { value, ...stamp }] as const);
  return { kind: op.kind, id: op.id, live: true, existence: stamp, fields: Object.fromEntries(fields) };
}

/** [S15] The ops in areas that are frozen, from where things stand and to where they are put. */
export function frozenOps(
  world: World,
  { ops }: Changeset,
  frozenAreas: ReadonlySet<string>,
): readonly (readonly [number, readonly Obstacle[]])[] {
  if (frozenAreas.size === 0) {
    return [];
  }
  return ops.flatMap((op, index) => {
    const target = op.op === 'set' ? referenceOf(op.kind, op.field, op.value) : undefined;
    const places = [
      areaOf(world, world.recordOf(op)),
      areaOf(world, draftedRecord(op)),
      target === undefined ? undefined : target.kind === 'area' ? target.id : areaOf(world, world.recordOf(target)),
    ];
    const frozen = places.find((area) => area !== undefined && frozenAreas.has(area));
    return frozen === undefined ? [] : [[index, [{ kind: 'frozen', other: { kind: 'area', id: frozen } }]] as const];
  });
}
