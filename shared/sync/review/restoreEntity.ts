import { changedEntity } from '../../model/applyPatch';
import { checkPatch } from '../../model/checkPatch';
import type { AnyEntity } from '../../model/entityCollections';
import { nestFields } from '../../model/entityFields';
import { entityTables } from '../../model/entityTables';
import { invertPatch } from '../../model/invertPatch';
import type { ModelDraft } from '../../model/modelDraft';
import type { EntityChange, EntityFields, EntityKind, ModelPatch } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';
import type { SymbolLookup } from '../../model/symbolLookup';
import type { EntityKey } from '../changeset';
import { isKnownKind } from '../recordEntity';
import { type Deletion, deletionOf, type Deletions } from './knownRevision';

/** What decisions are carried out against. */
export interface ReviewPlant {
  readonly model: PlantModel;
  readonly lookup: SymbolLookup;
  readonly deletions: Deletions;
}

/** The entity that these fields make; undefined where they make none. */
export function entityOf(kind: EntityKind, id: string, fields: EntityFields): AnyEntity | undefined {
  const parsed = entityTables[kind].schema.safeParse(nestFields(id, fields));
  return parsed.success ? parsed.data : undefined;
}

/** Whether a revision deleted one component and nothing that has to do with another: then all of it can come back. */
function isOfOneComponent(patch: ModelPatch): boolean {
  const isAboutLines = ({ kind }: EntityChange): boolean => kind === 'connection' || kind === 'binding';
  const others = patch.changes.filter((change) => !isAboutLines(change));
  return others.length === 1 && others[0]?.kind === 'component';
}

function putBackWhole(plant: ReviewPlant, draft: ModelDraft, { revision }: Deletion): boolean {
  const inverse = invertPatch(revision.patch);
  const isUntouched = inverse.changes.every(({ kind, id }) => !draft.touched(kind).includes(id));
  if (!isOfOneComponent(revision.patch) || !isUntouched || !checkPatch(plant.model, inverse, plant.lookup).ok) {
    return false;
  }
  for (const change of inverse.changes) {
    const after = changedEntity(change, draft.get(change.kind, change.id));
    if (after === undefined) {
      draft.remove(change.kind, change.id);
    } else {
      draft.put(change.kind, after);
    }
  }
  return true;
}

/**
 * Brings a deleted entity back as it was: a component with the lines and bindings that went with it, as long as they
 * still fit; anything else by itself. Answers why it cannot be.
 */
export function restoreEntity(plant: ReviewPlant, draft: ModelDraft, key: EntityKey): string | undefined {
  if (!isKnownKind(key.kind) || draft.get(key.kind, key.id) !== undefined) {
    return undefined;
  }
  const deletion = deletionOf(plant.deletions, key);
  const entity = deletion && entityOf(key.kind, key.id, deletion.fields);
  if (deletion === undefined || entity === undefined) {
    return 'What was deleted is not known on this machine, so it cannot be brought back here';
  }
  if (!putBackWhole(plant, draft, deletion)) {
    draft.put(key.kind, entity);
  }
  return undefined;
}
