import type { AnyEntity } from '../model/entityCollections';
import { modelOfCollections } from '../model/entityCollections';
import { ModelDraft } from '../model/modelDraft';
import { type EntityKind, entityKinds } from '../model/modelPatch';
import type { PlantModel } from '../model/plantModel';
import { referenceRules } from '../model/referenceRules';
import type { SymbolLookup } from '../model/symbolLookup';
import { valueRules } from '../model/valueRules';
import type { EntityKey } from './changeset';
import { type EntityRecord, keyText } from './entityRecord';
import { entityOfRecord, isKnownKind } from './recordEntity';
import type { OverlayWorld } from './recordWorld';
import { referencesOf, uniqueKeysOf } from './references';
import type { World } from './world';

/** A rule of the model that one entity breaks. */
export interface EntityBreach {
  readonly subject: EntityKey;
  readonly rule: string;
  readonly detail: string;
}

const rules = [...valueRules, ...referenceRules];
/** Stands in where a plant's own entity is of no matter. */
const nobody = { id: 'plant', name: 'plant', timeZone: 'UTC' } as unknown as AnyEntity;

/** Whether who refers to an entity has to be judged again after this change of it. */
function concernsReferrers(before: EntityRecord | undefined, after: EntityRecord): boolean {
  if (before?.live !== true) {
    return false;
  }
  if (!after.live) {
    return true;
  }
  const differs = (path: string): boolean => before.fields[path] !== after.fields[path];
  return after.kind === 'component' && ['sheetId', 'symbolId', 'nozzles'].some(differs);
}

/** What a changeset may have brought out of order: what it touched, and what refers to that. */
function concerned(below: World, overlay: OverlayWorld): readonly EntityRecord[] {
  const found = new Map<string, EntityRecord>();
  const take = (key: EntityKey): void => {
    const record = overlay.recordOf(key);
    if (record?.live === true) {
      found.set(keyText(key), record);
    }
  };
  for (const key of overlay.changedKeys()) {
    const after = overlay.recordOf(key);
    take(key);
    if (after !== undefined && concernsReferrers(below.recordOf(key), after)) {
      [...overlay.referrersOf(key)].forEach(take);
    }
  }
  // In one order, however the plant is kept: which breach is met first decides what is told.
  return [...found].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, record]) => record);
}

/** The concerned entities with everything that the rules look at beside them, as a model. */
function neighbourhood(overlay: OverlayWorld, subjects: readonly EntityRecord[]): PlantModel {
  const collections = new Map<EntityKind, Map<string, AnyEntity>>(entityKinds.map((kind) => [kind, new Map()]));
  const take = (record: EntityRecord | undefined): void => {
    const reading = record === undefined ? undefined : entityOfRecord(record);
    if (record !== undefined && reading?.state === 'fits') {
      collections.get(reading.kind)?.set(record.id, reading.entity);
    }
  };
  for (const subject of subjects) {
    take(subject);
    referencesOf(subject).forEach((key) => take(overlay.recordOf(key)));
    for (const unique of uniqueKeysOf(subject)) {
      [...overlay.holdersOf(unique)].forEach((key) => take(overlay.recordOf(key)));
    }
  }
  const plants = collections.get('plant');
  if (plants?.size === 0) {
    plants.set(nobody.id, nobody);
  }
  return modelOfCollections(Object.fromEntries(collections) as unknown as Parameters<typeof modelOfCollections>[0]);
}

function plantBreach(overlay: OverlayWorld, subject: EntityRecord): EntityBreach | undefined {
  return subject.kind === 'plant' && [...overlay.holdersOf('plant')].length > 1
    ? { subject, rule: 'M7', detail: 'A file holds one plant, for good' }
    : undefined;
}

/** Judges one entity at a time, so that what is found is known to be this entity's. */
function breachOf(draft: ModelDraft, lookup: SymbolLookup, subject: EntityRecord): EntityBreach | undefined {
  const reading = entityOfRecord(subject);
  if (reading.state === 'misfit') {
    return { subject, rule: 'M5', detail: reading.why };
  }
  const only = [subject.id];
  const ids = (kind: EntityKind): readonly string[] => (kind === subject.kind ? only : []);
  for (const check of rules) {
    const broken = check({ draft, lookup, ids });
    if (broken !== undefined) {
      return { subject, ...broken };
    }
  }
  return undefined;
}

/** Every entity that breaks a rule of the model (docs/spec/model.md) after the changes that lie over `below`. */
export function breachesIn(below: World, overlay: OverlayWorld, lookup: SymbolLookup): readonly EntityBreach[] {
  const subjects = concerned(below, overlay).filter(({ kind }) => isKnownKind(kind));
  const draft = new ModelDraft(neighbourhood(overlay, subjects));
  return subjects.flatMap((subject) => plantBreach(overlay, subject) ?? breachOf(draft, lookup, subject) ?? []);
}
